// A look that is being tried (`/connect?brand`): what of it can be used, what is moved, and two samples that wear it.
// It says the same as the look itself (brand.js), since it asks the same code.

import { isOwnPath } from "../own_path.js";
import { loadFonts, ownTokens, usable } from "./brand.js";
import { checked, themes } from "./colors.js";

let fonts;

/** Dresses the samples `#sample-light` and `#sample-dark`. */
function dress(themes, { radius, font }) {
  const asked = JSON.stringify(font);
  if (font.regular && asked !== fonts) loadFonts(font, `Preview ${asked}`);
  fonts = asked;
  for (const [name, tokens] of Object.entries(themes)) {
    const { style } = document.querySelector(`#sample-${name}`);
    for (const [token, value] of Object.entries(tokens)) style.setProperty(`--${token}`, value);
    style.setProperty("--radius", radius === undefined ? "" : `${radius / 16}rem`);
    style.fontFamily = font.regular ? `${JSON.stringify(`Preview ${asked}`)}, var(--font)` : "";
    style.colorScheme = name;
  }
}

/**
 * Tries a look.
 *
 * @param text the JSON of a config's `brand`
 * @returns JSON: `brand`, what of it can be used; `worn`, each colour in the end, by its field; `moved`, `[{ field, asked, given }]`; of the themes `light` and `dark` every
 *   pair, `[{ front, ground, ratio, least }]`
 */
export function preview(text) {
  const asked = JSON.parse(text);
  const { notes, ...look } = usable(asked);
  const { light, dark, notes: moved } = themes(ownTokens(), look.colors, look.dark);
  dress({ light, dark }, look);
  const isEmpty = (part) => part === undefined || (typeof part === "object" && !Object.keys(part).length);
  const named = { name: asked.name?.trim() || undefined, logo: isOwnPath(asked.logo) ? asked.logo : undefined, ...look };
  const brand = Object.fromEntries(Object.entries(named).filter(([, part]) => !isEmpty(part)));
  const worn = Object.fromEntries(["action", "paper", "ink"].flatMap((name) => [[`colors.${name}`, light[name]], [`dark.${name}`, dark[name]]]));
  return JSON.stringify({ brand, worn, moved, light: checked(light), dark: checked(dark) });
}
