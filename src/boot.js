// The boot script: inlined into index.html, runs before any wasm arrives.
// It starts the wasm, config.json, the messages and (on a search) the first search at the same time,
// keeps the search box usable meanwhile, and puts up a readable page when the app can't start or dies.
// The packer replaces __ASSETS__: { js, wasm, scripts: {name: url}, files: [name], chunks: {room: [place among files]}, locales: {tag: url}, later: {tag: url, style: url}, shell: {tag: {key: text}} }.

const assets = __ASSETS__;
const root = document.documentElement;
/** The folder of the app's files on this site (index.html's base), and the page that was asked for, below it. */
const folder = new URL(document.baseURI).pathname;
const [, page, id] = /\/(doctors|hospitals|book|appointments|record|settings|sign-in|callback|connect)(?:\/(.*))?$/.exec(location.pathname) ?? [];
const find = (selector) => document.querySelector(selector);

/** A choice made in the settings; storage may be blocked, and the app works without. */
function remembered(name) {
  try {
    return localStorage.getItem("sampan." + name);
  } catch {
    return null;
  }
}

/** The remembered language, else the first of the browser's that there is, else English. */
function chooseLanguage() {
  const have = Object.keys(assets.locales);
  const speaks = (tag) => have.find((h) => h.split("-")[0] === tag.toLowerCase().split("-")[0]);
  const asked = new URLSearchParams(location.search).get("locale");
  return [asked, remembered("language"), ...navigator.languages].filter(Boolean).map(speaks).find(Boolean) ?? have[0];
}

const language = chooseLanguage();
const words = assets.shell[language];
root.lang = language;
root.dir = /^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr";
for (const node of document.querySelectorAll("[data-shell]")) {
  const text = words["shell." + node.dataset.shell];
  if (text) node.textContent = text;
}

/** What a person typed belongs behind the '#', which no server ever sees. */
function hideQuery() {
  const url = new URL(location.href);
  const typed = url.searchParams.get("q");
  if (typed === null) return;
  url.searchParams.delete("q");
  url.hash = "q=" + encodeURIComponent(typed);
  history.replaceState(history.state, "", url);
}
hideQuery();

root.classList.toggle("searching", !id && (!page || page === "doctors"));
const input = find("#q");
const typedBefore = new URLSearchParams(location.hash.slice(1)).get("q");
if (typedBefore) input.value = typedBefore;
find("[data-shell-search]").addEventListener("submit", (event) => {
  // Before the app is there: remember the wish; the app reads the address when it starts.
  event.preventDefault();
  boot.ready.finally(() => history.pushState(null, "", boot.base + "/doctors#q=" + encodeURIComponent(input.value)));
});

const text = (url, init) =>
  fetch(url, init).then((response) => {
    if (!response.ok) throw new Error(url + " answered " + response.status);
    return response.text();
  });

/** One folder serves many hospitals: `sites` of config.json says what differs for a host or a path (docs/config.md). */
function ofThisSite({ sites, ...all }) {
  const here = location.pathname + "/";
  const site = sites.find(({ host, path }) => (host ?? location.hostname) === location.hostname && here.startsWith(boot.base + (path ?? "") + "/"));
  for (const [name, value] of Object.entries(site ?? {})) all[name] = value?.constructor === Object ? { ...all[name], ...value } : value;
  boot.base += site?.path ?? "";
  return all;
}

const config = text("config.json", { cache: "no-cache" }).then((body) => {
  try {
    const all = JSON.parse(body);
    return all.sites ? JSON.stringify(ofThisSite(all)) : body;
  } catch {
    return body; // The app names what is wrong with the file.
  }
});

/** The first search of a plain results page, in the very words that the app will use (src/doctors/api/searches.rs). */
function firstSearch(base) {
  if (!base || page !== "doctors" || id || typedBefore) return null;
  const asked = new URLSearchParams(location.search);
  const plain = [...asked.keys()].every((key) => ["specialty", "locale"].includes(key));
  if (!plain) return null;
  let url = new URL(base, location.origin).href.replace(/\/+$/, "") + "/PractitionerRole?active=true";
  const specialty = asked.get("specialty");
  if (specialty) url += "&specialty=" + encodeURIComponent("http://snomed.info/sct|" + specialty);
  url += "&_count=20&_include=PractitionerRole%3Apractitioner&_include=PractitionerRole%3Alocation&_include=PractitionerRole%3Aorganization";
  const response = fetch(url, { headers: { Accept: "application/fhir+json" }, credentials: "omit", referrerPolicy: "no-referrer" });
  response.catch(() => {}); // The app asks again and says what is wrong.
  return { url, response };
}

const later = {};
/** The style of all but the first rooms, once. */
const laterStyle = () => (later.style ??= new Promise((done, fail) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: assets.later.style, onload: done, onerror: fail });
  document.head.append(link);
}));
/** The messages of all but the first rooms in a language, when their style is there too; asked for again after a failure. */
const laterMessages = (tag) => (later[tag] ??= Promise.all([text(assets.later[tag]), laterStyle()]).then(([words]) => words, (error) => {
  later[tag] = later.style = undefined;
  throw error;
}));

const boot = { config, language, laterMessages, messages: text(assets.locales[language]), locales: assets.locales, first: null, base: folder.slice(0, -1) };
globalThis.__sampan = boot;
/** Where a chunk lies, for the glue, which knows it by its number (xtask/src/pack/wasm.rs). */
boot.file = (number) => "./" + assets.files[number];
/** A script of ours that few visits need, as the hospital's own look. */
boot.load = (name) => import(assets.scripts[name]);

/** How large and how strong the page is drawn ("text=large"): as somebody chose in the settings, else as the device says. */
boot.look = (choice) => {
  const [name, value] = choice.split("=");
  root.dataset[name] = value || (name === "contrast" && matchMedia("(prefers-contrast: more)").matches ? "more" : "");
};
for (const name of ["text", "contrast"]) boot.look(name + "=" + (remembered(name) ?? ""));

boot.ready = config.then((body) => {
  try {
    const parsed = JSON.parse(body);
    boot.phone = parsed.phone;
    boot.first = firstSearch(parsed.directory.base);
    if (Object.keys(parsed.brand).some((name) => name !== "name" && name !== "logo")) boot.load("brand").then(({ wear }) => wear(parsed));
    if (top !== self) boot.load("frame").then(({ join }) => join(boot, parsed));
    if (parsed.counter) boot.load("counter").then(({ count }) => count(boot, parsed.counter));
  } catch {
    // The app names what is wrong with the file.
  }
});
for (const promise of [config, boot.messages, boot.ready]) promise.catch(() => {});

/** The chunk of the page that was asked for, beside the app and not after it (src/rooms.rs). */
function preloadRoom() {
  const visit = ["hospitals", "book", "appointments"].includes(page) || (page === "doctors" && id);
  const room = visit ? "visit" : ["sign-in", "callback"].includes(page) || (page === "record" && id) ? "section" : ["doctors", "record"].includes(page) ? page : "home";
  // Typed words are understood in the chunk that also holds the start page.
  const rooms = room === "doctors" && typedBefore ? [room, "home"] : [room];
  const words = rooms.length > 1 ? ["vocabulary.json"] : [];
  for (const url of new Set([...words, ...rooms.flatMap((name) => (assets.chunks[name] ?? []).map(boot.file))])) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", href: url, crossOrigin: "anonymous" });
    document.head.append(link);
  }
  // The app says what is wrong when it needs them and they aren't there.
  if (!["doctors", "home"].includes(room) || rooms.length > 1) laterMessages(language).catch(() => {});
}
preloadRoom();
// A browser's first date or number takes it a tenth of a second on a cheap phone; now it only waits.
requestAnimationFrame(() => setTimeout(() => new Intl.DateTimeFormat(language, { month: "long" }).format()));

/** The page for when the app can't start, or has died: what happened, a way on, and nothing typed is wiped. */
// keys: shell.failed_*, shell.offline_*, shell.died_*
function showTrouble(kind) {
  if (find("#trouble")) return;
  const box = document.createElement("div");
  box.id = "trouble";
  box.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.textContent = words["shell." + kind + "_title"];
  const advice = document.createElement("p");
  advice.textContent = words["shell." + kind + "_text"];
  const again = document.createElement("button");
  again.className = "button";
  again.textContent = words["shell.reload"];
  again.addEventListener("click", () => location.reload());
  box.append(heading, advice, again);
  if (boot.phone) {
    const call = document.createElement("a");
    call.className = "button secondary";
    call.href = "tel:" + boot.phone.replace(/[^+\d]/g, "");
    call.textContent = words["shell.call"].replace("{phone}", boot.phone);
    box.append(call);
  }
  find("#shell-status")?.remove();
  (find("main") ?? document.body).prepend(box);
  box.scrollIntoView();
}

// Trusted Types: a worker is only our own, and HTML or script from text there is none.
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (url) => (url === "sw.js" ? url : null),
});

/** Until when the page is to be brought to where it was, in milliseconds since 1970. */
let backBy;
// The app keeps in the history how far down a page was left (src/router.rs). On the way back to it the page is scrolled there as
// it grows, which on a slow network takes its time; whoever does something on it meanwhile has arrived.
addEventListener("popstate", ({ state: y }) => {
  const until = (backBy = Date.now() + 20_000);
  let length, at;
  const follow = () => {
    const { scrollHeight } = root;
    const scrolled = scrollHeight === length && scrollY !== at;
    if (scrolled || backBy !== until || Date.now() > until) return;
    if (scrollHeight !== length) scrollTo(0, y);
    [length, at] = [scrollHeight, scrollY];
    if (length < y + innerHeight) requestAnimationFrame(follow);
  };
  if (y > 0) requestAnimationFrame(follow);
});
for (const name of ["keydown", "pointerdown"]) addEventListener(name, () => (backBy = 0));

let started = false;
const died = (reason) => reason instanceof WebAssembly.RuntimeError;
addEventListener("error", (event) => died(event.error) && showTrouble("died"));
addEventListener("unhandledrejection", (event) => died(event.reason) && showTrouble("died"));
/** Called by the app when its first page is there: the rest may now have the network. */
boot.started = () => {
  started = true;
  if (navigator.serviceWorker) navigator.serviceWorker.register("sw.js").catch(() => {});
};
boot.fail = showTrouble;

async function start() {
  const { default: init } = await import(assets.js);
  await init({ module_or_path: assets.wasm });
}

start().catch(async (reason) => {
  console.error(reason);
  await boot.ready.catch(() => {});
  showTrouble(!navigator.onLine ? "offline" : started ? "died" : "failed");
});
