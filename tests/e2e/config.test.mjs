// Whatever a hospital's web team puts into config.json, there is a clear page; one folder serves many hospitals, wherever it lies.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after } from "node:test";
import { pressUntil, results, SEARCH } from "./steps.mjs";
import { accessible, app, eventually, FAILED_LOAD, fits, inBrowser, settled } from "./support.mjs";

const shipped = await (await fetch(`${app}/config.json`)).json();
const changed = (change) => {
  const config = structuredClone(shipped);
  change(config);
  return JSON.stringify(config);
};
const JSON_TYPE = { contentType: "application/json" };
const serve = (page, body, more = JSON_TYPE) => page.route("**/config.json", (route) => route.fulfill({ body, ...more }));

/** The page for the web team, with words for a patient above and ways on below. */
async function says(page, text) {
  await page.getByRole("heading", { name: "This page isn't set up yet" }).waitFor();
  await page.getByText(text).first().waitFor();
  await page.getByRole("button", { name: "Reload the page" }).waitFor();
  await page.locator("#shell").waitFor({ state: "detached" });
  await accessible(page);
}

/** The app, as if nothing were odd. */
async function works(page, say) {
  await page.getByRole("searchbox", { name: say(SEARCH) }).waitFor();
  await settled(page);
  await accessible(page);
}

const REFUSED = {
  "is missing": ["not found", /expected a file that can be reached/, { status: 404 }],
  "is a web page": ["<!doctype html><title>x</title>", /expected valid JSON/, { contentType: "text/html" }],
  "is cut off": ['{\n  "brand": { "name": "River" \n', /valid JSON, but it breaks at line/],
  "is a list": ["[]", /config\.json: expected an object in braces/],
  "lacks its server": [changed((c) => delete c.directory), /field "directory": expected an object in braces, but it is missing/],
  "has a number for a text": [changed((c) => (c.brand.name = 7)), /field "brand\.name": expected a text in quotes/],
  "has a server's name without https": [changed((c) => (c.directory.base = "fhir.example.org")), /field "directory\.base": expected the FHIR server's address/],
  "has a script for a server": [changed((c) => (c.directory.base = "javascript:alert(1)")), /field "directory\.base"/],
  "has both a server and a manifest of files": [changed((c) => (c.directory.manifest = "/slots")), /field "directory": expected either "base"/],
  "has a record beside a manifest": [changed((c) => (c.directory = { manifest: "/slots" })), /field "record": expected to be left out/],
  "has a number for a manifest": [changed((c) => ((c.directory = { manifest: 7 }), delete c.record)), /field "directory\.manifest": expected the address of a SMART Scheduling Links manifest/],
  "has a language that nobody translated": [changed((c) => (c.locales = ["tlh"])), /field "locales": expected a list of one or more of en, zh-Hans, ar/],
  "has a country's name for its code": [changed((c) => (c.country.code = "China")), /field "country\.code": expected two capital letters/],
  "has a logo of a third party": [changed((c) => (c.brand.logo = "https://cdn.example.com/logo.svg")), /field "brand\.logo": expected a path on this site/],
  "has sites that are no list": [changed((c) => (c.sites = { "river.example.org": {} })), /field "sites": expected a list/],
};
for (const [what, [body, text, more]] of Object.entries(REFUSED)) {
  inBrowser(`a config.json that ${what} says so`, { expect: FAILED_LOAD }, async (page) => {
    await serve(page, body, more);
    await page.goto("/record");
    await says(page, text);
  });
}

inBrowser("a server by http is refused on a page by https", { expect: [...FAILED_LOAD, /Mixed Content|mixed content/], also: ["https://sampan.example"] }, async (page) => {
  // The same files, as a site by https would send them.
  const site = "https://sampan.example";
  await page.context().route(`${site}/**`, async (route) => {
    const url = route.request().url().replace(site, app);
    if (url.endsWith("/config.json")) return route.fulfill({ ...JSON_TYPE, body: changed((c) => (c.directory.base = "http://fhir.example.org/r4")) });
    const { status, headers, body } = await fetched(url);
    await route.fulfill({ status, headers, body });
  });
  await page.goto(`${site}/`);
  await says(page, /field "directory\.base": expected an address with https/);
});

async function fetched(url) {
  const response = await fetch(url);
  return { status: response.status, headers: { "content-type": response.headers.get("content-type") }, body: Buffer.from(await response.arrayBuffer()) };
}

// What is odd and costs nobody the page

/** Waits until the console has said each of these to the web team; the look comes beside the app, maybe after it. */
const notes = (page) => {
  const all = [];
  page.on("console", (message) => message.type() === "info" && all.push(message.text()));
  return (...texts) => eventually(() => all, () => texts.every((text) => all.some((note) => note.includes(text))), `${texts} in the console`);
};

/** Waits until a token of the page's style is `good`. */
const token = (page, name, good) => eventually(() => page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), name), good, name);

inBrowser("unknown fields are passed over", {}, async (page, say) => {
  await serve(page, changed((c) => Object.assign(c, { colour: "red", brand: { ...c.brand, slogan: "We care" } })));
  const told = notes(page);
  await page.goto("/");
  await works(page, say);
  await told('"brand.slogan"');
});

inBrowser("a script in a name is a name", {}, async (page, say) => {
  const name = `<img src=x onerror="globalThis.hurt=1"><script>hurt=1</script>`;
  await serve(page, changed((c) => (c.brand = { name, texts: { header: { en: name }, footer: { en: name } } })));
  await page.goto("/");
  await works(page, say);
  assert.equal(await page.locator(".brand").innerText(), name);
  await page.locator(".brand-footer").getByText(name).waitFor();
  assert.equal(await page.evaluate(() => globalThis.hurt), undefined);
});

inBrowser("a huge logo is as large as a logo", {}, async (page, say) => {
  await serve(page, changed((c) => (c.brand.logo = "huge.svg")));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"><rect width="9000" height="9000" fill="teal"/></svg>`;
  await page.route("**/huge.svg", (route) => route.fulfill({ contentType: "image/svg+xml", body: svg }));
  await page.goto("/");
  await works(page, say);
  const { width, height } = await page.locator("img.mark").boundingBox();
  assert.ok(width <= 40 && height <= 40, `${width} × ${height}`);
});

for (const dark of [false, true]) {
  inBrowser(`colours that can't be read are moved until they can, ${dark ? "dark" : "light"}`, { dark }, async (page, say) => {
    await serve(page, changed((c) => (c.brand.colors = { action: "#ffe14d", paper: "#8a8a8a", ink: "#9a9a9a" })));
    const told = notes(page);
    await page.goto("/doctors");
    await results(page, say).getByRole("listitem").first().waitFor();
    await token(page, "--action", (action) => action !== (dark ? "#6cc7d3" : "#0b6170"));
    // axe measures contrast.
    await works(page, say);
    await told('"brand.colors.action": #ffe14d can\'t be read');
  });
}

inBrowser("a look that is wrong in every field costs nobody the page", {}, async (page, say) => {
  const brand = { name: "River", colors: { action: "bleu", primary: "#fff" }, dark: [], radius: "big", font: { regular: "https://fonts.example.com/x.woff2" }, icon: 3, texts: { header: "Hello" } };
  await serve(page, changed((c) => (c.brand = brand)));
  const told = notes(page);
  await page.goto("/");
  await works(page, say);
  await told(...["colors.action", "colors.primary", "dark", "radius", "font.regular", "icon", "texts.header"].map((field) => `"brand.${field}"`));
});

// The whole look

inBrowser("a hospital's look: name, logo, icon, colours, corners, font and texts in each language", {}, async (page, say) => {
  const brand = {
    name: "River Hospital",
    logo: "/river.svg",
    icon: "/river.svg",
    manifest: "/river.webmanifest",
    colors: { action: "#7a1f5c" },
    radius: 0,
    font: { regular: "/fonts/river.woff2" },
    texts: {
      header: { en: "Wing B is closed on Friday", "zh-Hans": "B楼周五关闭" },
      help: { en: "Questions? Ask the desk." },
      emergency: { en: "In an emergency call 120." },
      footer: { en: "River Hospital, 1 River Road" },
    },
  };
  await serve(page, changed((c) => (c.brand = brand)));
  await page.route("**/river.svg", (route) => route.fulfill({ contentType: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>` }));
  await page.route("**/river.webmanifest", (route) => route.fulfill({ contentType: "application/manifest+json", body: "{}" }));
  await page.route("**/river.woff2", (route) => route.fulfill({ contentType: "font/woff2", body: "" }));
  await page.goto("/");
  await works(page, say);
  await token(page, "--action", (action) => action === "#7a1f5c");
  const style = await page.evaluate(() => {
    const root = getComputedStyle(document.documentElement);
    return { radius: root.getPropertyValue("--radius"), font: root.fontFamily, fonts: [...document.fonts].map((font) => font.family.replaceAll('"', "")) };
  });
  assert.equal(style.radius, "0rem");
  assert.match(style.font, /^"?Brand/);
  assert.deepEqual(style.fonts, ["Brand"]);
  assert.equal(await page.locator('link[rel="icon"]').getAttribute("href"), "/river.svg");
  assert.equal(await page.title(), "Find a doctor · River Hospital");
  await page.getByText("Wing B is closed on Friday").waitFor();
  for (const text of ["Questions? Ask the desk.", "In an emergency call 120.", "River Hospital, 1 River Road"]) await page.getByRole("contentinfo").getByText(text).waitFor();
  await page.goto("/settings");
  await page.getByRole("radio", { name: "简体中文" }).check();
  await page.getByText("B楼周五关闭").waitFor();
});

inBrowser("stronger contrast is stronger than a brand", {}, async (page, say) => {
  await serve(page, changed((c) => (c.brand.colors = { action: "#7a1f5c" })));
  await page.addInitScript(() => localStorage.setItem("sampan.contrast", "more"));
  await page.goto("/");
  await works(page, say);
  // The hospital's sheet is there, and gives way.
  await page.waitForFunction(() => document.adoptedStyleSheets.length);
  await token(page, "--action", (action) => action === "#00404c");
});

// One folder, many hospitals

const SITES = [
  { path: "/river", brand: { name: "River Hospital" }, phone: "+86 1" },
  { host: "lake.localhost", brand: { name: "Lake Hospital" } },
];

inBrowser("the path chooses the hospital, and all its links stay there", {}, async (page, say) => {
  await serve(page, changed((c) => (c.sites = SITES)));
  const searches = [];
  page.on("request", (request) => /\/fhir\/PractitionerRole\?/.test(request.url()) && searches.push(request.url()));
  await page.goto("/river/doctors?specialty=394579002");
  await results(page, say).getByRole("listitem").first().waitFor();
  await settled(page);
  assert.equal(searches.length, 1, "the first search was sent early, and once");
  assert.equal(await page.locator(".brand").innerText(), "River Hospital");
  const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.ok(links.length > 5 && links.every((href) => href.startsWith("/river/")), links.join(" "));
  await pressUntil(page, results(page, say).getByRole("listitem").getByRole("link"), (url) => url.pathname.startsWith("/river/doctors/role-"));
  await settled(page);
  await page.reload();
  await settled(page);
  await page.goBack();
  await page.waitForURL(/\/river\/doctors\?specialty/);
  await page.goto("/riverside");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  assert.equal(await page.locator(".brand").innerText(), shipped.brand.name);
});

const LAKE = app.replace("//localhost", "//lake.localhost");
const HILL = app.replace("//localhost", "//hill.localhost");
inBrowser("the host chooses the hospital", { also: [LAKE, HILL] }, async (page, say) => {
  await serve(page.context(), changed((c) => (c.sites = [{ ...SITES[1], features: { booking: false }, phone: "+86 2" }, { host: "hill.localhost", brand: { name: "Hill Clinic", colors: { action: "#7a1f5c" } }, locales: ["ar"] }])));
  const doctor = "/doctors/role-00001";
  for (const [site, name] of [[LAKE, "Lake Hospital"], [HILL, "Hill Clinic"], [app, shipped.brand.name]]) {
    await page.goto(`${site}/doctors`);
    await results(page, say).getByRole("listitem").first().waitFor();
    assert.equal(await page.locator(".brand").innerText(), name);
    assert.match(await page.title(), new RegExp(`${name}$`));
    await page.goto(site + doctor);
    await settled(page);
    assert.equal(new URL(page.url()).origin, site, "no link leads to the other");
    assert.equal(await page.locator('input[type="radio"][name="time"]').count() > 0, site !== LAKE, `times of ${name}`);
    await token(page, "--action", (action) => (action === "#7a1f5c") === (site === HILL));
  }
});

/** The site below a path, as a plain static host would have it: one line of index.html says so. */
async function below(folder) {
  const server = createServer(async (request, response) => {
    const inside = request.url.startsWith(folder) ? request.url.slice(folder.length - 1) : request.url.startsWith("/fhir") ? request.url : null;
    if (!inside) return void response.writeHead(404).end();
    const headersSent = { accept: request.headers.accept ?? "*/*", ...(request.headers["content-type"] && { "content-type": request.headers["content-type"] }) };
    const sent = { method: request.method, headers: headersSent, ...(request.method === "POST" && { body: Buffer.concat(await request.toArray()) }) };
    const answer = await fetch(app + inside, sent);
    let content = Buffer.from(await answer.arrayBuffer());
    if (answer.headers.get("content-type")?.startsWith("text/html")) content = Buffer.from(content.toString().replace('<base href="/">', `<base href="${folder}">`));
    const headers = Object.fromEntries(["content-type", "content-security-policy"].flatMap((name) => (answer.headers.get(name) ? [[name, answer.headers.get(name)]] : [])));
    response.writeHead(answer.status, headers).end(content);
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${server.address().port}`;
}

const careSite = await below("/care/");
inBrowser("the app works below a path of a site", { also: [careSite] }, async (page, say) => {
  const site = `${careSite}/care/`;
  await page.goto(site);
  await works(page, say);
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Doctors") }).click();
  await page.waitForURL(`${site}doctors`);
  await pressUntil(page, results(page, say).getByRole("listitem").getByRole("link"), (url) => url.pathname.startsWith("/care/doctors/role-"));
  await settled(page);
  await page.reload();
  await settled(page);
  await page.goto(`${site}doctors#q=Li`);
  await results(page, say).getByRole("listitem").first().waitFor();
  await fits(page);
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await page.getByRole("heading", { name: say("Allergies") }).first().waitFor();
});
