// The hospital's look, from `brand` of config.json: loaded only where there is more than a name and a logo (src/boot.js).
// What can't be used is left out with a note in the console: a misspelt colour costs no patient the page.

import { isOwnPath } from "../own_path.js";
import { readColor, themes } from "./colors.js";

const MAX_RADIUS = 24;
const LANGUAGE_OF = (map, language) => map[language] ?? map[language.split("-")[0]] ?? map.en ?? Object.values(map)[0];

/** The tokens of `style/tokens.css` that are colours, as the page's own sheet has them. */
export function ownTokens() {
  const own = { light: {}, dark: {} };
  const walk = (rules, name) => {
    for (const rule of rules) {
      const query = rule.media?.mediaText ?? "";
      if (rule.selectorText === ":root") {
        for (const property of rule.style) {
          const value = rule.style.getPropertyValue(property).trim();
          if (property.startsWith("--") && readColor(value)) own[name][property.slice(2)] = value;
        }
      } else if (rule.cssRules && (!query || /prefers-color-scheme: ?dark/.test(query))) walk(rule.cssRules, query ? "dark" : name);
    }
  };
  walk(document.querySelector("style").sheet.cssRules, "light");
  own.dark = { ...own.light, ...own.dark };
  return own;
}

/** What of a brand can be used, and a note for each part that can't. */
export function usable(brand) {
  const notes = [];
  const wrong = (field, expected) => void notes.push(`config.json, field "brand.${field}": expected ${expected}; left out`);
  const isObject = (value) => value?.constructor === Object;
  const object = (name) => {
    if (brand[name] === undefined || isObject(brand[name])) return Object.entries(brand[name] ?? {});
    wrong(name, "an object in braces");
    return [];
  };
  const group = (name, known, fits, expected) =>
    Object.fromEntries(
      object(name).filter(([key, value]) => {
        const good = known.includes(key) && fits(value);
        if (!good) wrong(`${name}.${key}`, known.includes(key) ? expected : `one of ${known.join(", ")}`);
        return good;
      }),
    );
  const path = (name) => (brand[name] === undefined || isOwnPath(brand[name]) ? brand[name] : wrong(name, "a path on this site"));
  const colors = ["action", "paper", "ink"];
  const isText = (value) => isObject(value) && Object.values(value).length > 0 && Object.values(value).every((text) => typeof text === "string");
  const radius = brand.radius;
  const fits = radius === undefined || (typeof radius === "number" && radius >= 0 && radius <= MAX_RADIUS);
  if (!fits) wrong("radius", `a number of pixels, 0 to ${MAX_RADIUS}`);
  for (const name of Object.keys(brand)) if (!["name", "logo", "icon", "manifest", "colors", "dark", "radius", "font", "texts"].includes(name)) wrong(name, "nothing: there is no such field");
  return {
    notes,
    icon: path("icon"),
    manifest: path("manifest"),
    colors: group("colors", colors, readColor, 'a colour as "#0b6170"'),
    dark: group("dark", colors, readColor, 'a colour as "#0b6170"'),
    radius: fits ? radius : undefined,
    font: group("font", ["regular", "bold"], isOwnPath, "the path of a font on this site"),
    texts: group("texts", ["header", "help", "emergency", "footer"], isText, 'a text for each language, as { "en": "…" }'),
  };
}

/** The rules of a theme: the tokens that differ from our own. */
const rules = (tokens, own) =>
  Object.entries(tokens)
    .filter(([name, value]) => value !== own[name])
    .map(([name, value]) => `--${name}:${value};`)
    .join("");

let sheet;
/** Puts colours, corners and font in the place of our own. Somebody who asked for stronger contrast keeps ours. */
export function paint(brand) {
  const own = ownTokens();
  const { light, dark, notes } = themes(own, brand.colors, brand.dark);
  const shape = (brand.radius === undefined ? "" : `--radius:${brand.radius / 16}rem;`) + (brand.font?.regular ? `--font:"Brand",${getComputedStyle(document.documentElement).getPropertyValue("--font").replace('"Brand",', "")};` : "");
  const root = ':root:not([data-contrast="more"])';
  if (!sheet) document.adoptedStyleSheets.push((sheet = new CSSStyleSheet()));
  sheet.replaceSync(`:root{${shape}}@media (prefers-color-scheme:light){${root}{${rules(light, own.light)}}}@media (prefers-color-scheme:dark){${root}{${rules(dark, own.dark)}}}`);
  for (const [scheme, { paper }] of Object.entries({ light, dark })) {
    const meta = document.querySelector(`meta[name="theme-color"][media*="${scheme}"]`);
    if (meta) meta.content = paper;
  }
  return notes.map(({ field, asked, given }) => `config.json, field "${field}": ${asked} can't be read on its grounds; ${given} is shown`);
}

/** The hospital's own fonts, served by the hospital, under the name `family`. */
export function loadFonts({ regular, bold } = {}, family = "Brand") {
  for (const [file, weight] of [[regular, bold ? "400" : "100 900"], [bold, "600 900"]]) {
    if (!file) continue;
    const url = new URL(file, document.baseURI).href;
    document.fonts.add(new FontFace(family, `url("${url}")`, { weight, display: "swap" }));
  }
}

/** A paragraph of the hospital's, in the page's language. */
function paragraph(texts, className) {
  const p = document.createElement("p");
  p.className = className;
  p.textContent = LANGUAGE_OF(texts, document.documentElement.lang);
  return p;
}

/** The hospital's texts above and below the pages. */
function tell(texts, name) {
  document.querySelectorAll(".brand-header, .brand-footer").forEach((old) => old.remove());
  if (texts.header) {
    const header = document.createElement("section");
    header.className = "brand-header";
    header.setAttribute("aria-label", name);
    header.append(paragraph(texts.header, "small"));
    document.querySelector("#announcer").after(header);
  }
  const below = ["emergency", "help", "footer"].filter((kind) => texts[kind]);
  if (below.length) {
    const footer = document.createElement("footer");
    footer.className = "brand-footer";
    footer.append(...below.map((kind) => paragraph(texts[kind], kind === "footer" ? "small quiet" : "small")));
    document.querySelector("#app").after(footer);
  }
}

const TEXT_STYLE = `.brand-header,.brand-footer{max-inline-size:64rem;margin-inline:auto;padding:var(--space-2) var(--space-4)}
.brand-footer{display:grid;gap:var(--space-2);padding-block-end:6rem}
@media (min-width:48rem){.brand-footer{padding-block-end:var(--space-5)}}`;

/** Gives the page the look of a config. */
export function wear({ brand }) {
  const { notes, ...look } = usable(brand);
  const icon = document.querySelector('link[rel="icon"]');
  if (look.icon) {
    icon.removeAttribute("type");
    icon.href = look.icon;
  }
  if (look.manifest) document.querySelector('link[rel="manifest"]').href = look.manifest;
  loadFonts(look.font);
  notes.push(...paint(look));
  if (Object.keys(look.texts).length) {
    const style = new CSSStyleSheet();
    style.replaceSync(TEXT_STYLE);
    document.adoptedStyleSheets.push(style);
    const say = () => tell(look.texts, String(brand.name));
    say();
    new MutationObserver(say).observe(document.documentElement, { attributeFilter: ["lang"] });
  }
  // For the web team: no patient's data is in it.
  for (const note of notes) console.info(note);
}
