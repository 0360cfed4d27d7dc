// Counting without spying: which pages and steps are seen, told to the hospital's own site and to nobody else. Loaded only
// where config.json has a `counter` (src/boot.js); docs/counting.md tells of all that leaves.

import { isOwnPath } from "../own_path.js";

const PAGES = ["doctors", "hospitals", "book", "appointments", "record", "settings", "sign-in", "callback", "connect"];
const STEPS = ["check", "move", "review"];

/** What a page is counted as: `{ page: "book.one", step: "check" }`. Nothing else of its address. */
export function nameOf(path, query) {
  const [first, second] = path.split("/").filter(Boolean);
  const known = PAGES.includes(first) ? first + (second ? ".one" : "") : "other";
  const step = new URLSearchParams(query).get("step");
  return { page: first ? known : "home", ...(STEPS.includes(step) && { step }) };
}

/** Counts from now on, unless the visitor has asked not to be counted. */
export function count(boot, { url }) {
  if (navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;
  if (!isOwnPath(url)) return console.info('config.json, field "counter.url": expected a path on this site; nothing is counted');
  // Not `sendBeacon`, which would send the site's cookies too.
  const to = { method: "POST", keepalive: true, credentials: "omit", referrerPolicy: "no-referrer" };
  const tell = (what) => {
    const address = new URL(url, document.baseURI);
    for (const [name, value] of Object.entries(what)) address.searchParams.set(name, value);
    fetch(address, to).catch(() => {});
  };
  let last;
  const see = () => {
    const path = location.pathname.slice(boot.base.length);
    const seen = nameOf(path, location.search);
    // Other filters, or words behind the '#', are no other page; another doctor is.
    const here = path + seen.step;
    if (here !== last) tell(seen);
    last = here;
  };
  for (const change of ["pushState", "replaceState"]) {
    const own = history[change];
    history[change] = function (...all) {
      own.apply(this, all);
      see();
    };
  }
  addEventListener("popstate", see);
  const told = boot.tell;
  boot.tell = (what) => {
    told?.(what);
    if (what === "booked") tell({ page: "book.one", step: "booked" });
  };
  see();
}
