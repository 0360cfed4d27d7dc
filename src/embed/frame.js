// The app's side of an embedding: loaded only in a frame (src/boot.js). It tells the page around it its height and what
// happened, without any health data, and takes a few commands; it talks to nobody whom `embed.ancestors` doesn't name.
// The other side is embed.js, which says in the frame's name who it is and what it wishes: docs/embed.md.

/** Whether a Content-Security-Policy source, as in `embed.ancestors`, names an origin. */
export function names(source, origin, own) {
  if (source === "*") return true;
  if (source === "'self'") return origin === own;
  const [, scheme, wild, host, port] = /^(?:([a-z]+):\/\/)?(\*\.)?([^/:*]+)(?::(\d+|\*))?\/?$/i.exec(source) ?? [];
  if (!host) return false;
  const url = new URL(origin);
  const usual = { "https:": "443", "http:": "80" };
  return (
    url.protocol === (scheme ? `${scheme.toLowerCase()}:` : new URL(own).protocol) &&
    (wild ? url.hostname.endsWith("." + host.toLowerCase()) : url.hostname === host.toLowerCase()) &&
    (port === "*" || (port ?? usual[url.protocol]) === (url.port || usual[url.protocol]))
  );
}

/** What embed.js wrote into the frame's name: `{ sampan: origin, flow, colors, theme }`. */
function wishes() {
  try {
    const said = JSON.parse(name);
    return new URL(said.sampan).origin === said.sampan ? said : null;
  } catch {
    return null;
  }
}

/** The media rules that ask for a theme, with their own words. */
const queries = new Map();

/** Pins the "light" or the "dark" theme, whatever the device says; `null` lets go. A page can't tell another site's frame
 * by any other means. */
function pin(theme) {
  const walk = (rules) => {
    for (const rule of rules) {
      const own = queries.get(rule) ?? rule.media?.mediaText ?? "";
      const scheme = /prefers-color-scheme: ?(light|dark)/.exec(own)?.[1];
      if (scheme) {
        queries.set(rule, own);
        rule.media.mediaText = !theme ? own : theme === scheme ? "all" : "not all";
      } else if (rule.cssRules) walk(rule.cssRules);
    }
  };
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) walk(sheet.cssRules);
  document.documentElement.style.colorScheme = theme ?? "";
}

/** In a page that grows with the app nothing sticks to the frame's edges, which nobody may see. */
const STYLE = `:root{overflow:clip;scroll-padding:0}
.places{position:static;border-block:0 1px solid var(--line)}
.places ul{max-inline-size:none}
.page,.brand-footer{padding-block-end:var(--space-5)}
dialog,.reminder{inset-block:calc(var(--view-start,0px) + 1rem) auto;margin-block:0;max-block-size:calc(var(--view-size,100vh) - 2rem)}`;

/** Lets the app's height follow its content, and the page around it know. */
function flow(tell) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);
  let last = 0;
  const measure = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // What is still loading is short for a moment: the page around would jump up, and down again.
    const loading = height < last && document.querySelector(".skeleton");
    if (height && height !== last && !loading) tell("height", { height: (last = height) });
  };
  new ResizeObserver(measure).observe(document.body);
  addEventListener("focusin", measure);
  measure();
}

/** Tells where a page's heading is when a new one has taken the focus (`ui::Page`), so that the page around can show it. */
function followPages(tell) {
  let pressed = null;
  addEventListener("pointerdown", ({ target }) => (pressed = target), true);
  addEventListener("focusin", ({ target }) => {
    // Not a heading that somebody marks to copy it.
    if (target.matches("main h1") && !target.contains(pressed)) tell("page", { start: Math.round(target.getBoundingClientRect().top) });
  });
}

/** Joins the page around, if it is one that the config allows. */
export function join(boot, config) {
  const asked = wishes();
  const allowed = config.embed?.ancestors?.length ? config.embed.ancestors : ["'self'"];
  if (!asked || !allowed.some((source) => typeof source === "string" && names(source, asked.sampan, location.origin))) return;
  const host = asked.sampan;
  // The browser delivers it only if the page around really is who it says.
  const tell = (what, more) => parent.postMessage({ sampan: what, ...more }, host);
  let theme = null;
  const commands = {
    go({ to }) {
      if (!/^\/(?!\/)/.test(to)) return;
      history.pushState(null, "", boot.base + to);
      dispatchEvent(new PopStateEvent("popstate"));
    },
    language({ tag }) {
      const url = new URL(location.href);
      if (!Object.hasOwn(boot.locales, tag) || tag === document.documentElement.lang) return;
      url.searchParams.set("locale", tag);
      location.replace(url);
    },
    async colors({ colors }) {
      const { paint, usable } = await boot.load("brand");
      // The brand reads the page's own colours, by its media rules.
      pin(null);
      paint(usable({ ...config.brand, colors: { ...config.brand.colors, ...colors } }));
      pin(theme);
    },
    async theme(asked) {
      // A look reads the media rules as they are, so it comes first.
      if (asked.theme) await boot.load("brand");
      theme = ["light", "dark"].includes(asked.theme) ? asked.theme : null;
      pin(theme);
    },
    view({ start, size }) {
      document.documentElement.style.setProperty("--view-start", `${Number(start)}px`);
      document.documentElement.style.setProperty("--view-size", `${Number(size)}px`);
    },
    print: () => print(),
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (source === parent && origin === host && Object.hasOwn(commands, data?.sampan)) commands[data.sampan](data);
  });
  tell("hello");
  commands.theme(asked);
  // Sheets that come later, with their rooms.
  document.head.addEventListener("load", () => pin(theme), true);
  if (Object.keys(asked.colors ?? {}).length) commands.colors(asked);
  if (asked.flow) flow(tell);
  followPages(tell);
  const started = boot.started;
  boot.started = (...all) => {
    started(...all);
    tell("ready");
  };
  // The app may have been faster.
  if (!document.querySelector("#shell")) tell("ready");
  const told = boot.tell;
  boot.tell = (what) => {
    told?.(what);
    tell(what);
  };
}
