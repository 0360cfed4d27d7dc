// Sampan in a hospital's own page: xtask/hospital, whose stylesheet means harm and whose policy is strict.
// SAMPAN_HOSPITAL_URL is that page, on another site than the app in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { names } from "../../src/embed/frame.js";
import { HOST, hosted } from "./host.mjs";
import { appointmentsOf, doctorWithTime, read, search } from "./server.mjs";
import { signInByWindow } from "./signin.mjs";
import { book, find, openDoctor, results } from "./steps.mjs";
import { DESK, eventually, fits, inBrowser, PHONE, settled, signInApp } from "./support.mjs";

const hospital = process.env.SAMPAN_HOSPITAL_URL;
const app = /src="([^"]+)\/embed\.js"/.exec(await (await fetch(hospital)).text())[1];
const HERE = { base: hospital, also: [app], expect: [/favicon/] };
/** What a reader of the hospital's page may at most see jump (CLS). */
const SHIFT = 0.02;

/** The hospital's page, which remembers what jumps and what Sampan tells it. */
async function visit(page) {
  await page.addInitScript(() => {
    if (top !== self) return;
    globalThis.shifts = [];
    globalThis.heard = [];
    const note = (list) => list.getEntries().forEach((it) => it.hadRecentInput || shifts.push({ value: it.value, at: Math.round(it.startTime), scrolled: Math.round(scrollY), what: it.sources.map((s) => `${s.node?.nodeName}#${s.node?.id ?? ""} ${Math.round(s.previousRect.top)}+${Math.round(s.previousRect.height)} > ${Math.round(s.currentRect.top)}+${Math.round(s.currentRect.height)}`).join(", ") }));
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
    for (const name of ["ready", "booked", "resize"]) addEventListener(`sampan:${name}`, (event) => heard.push([name, event.target.id, event.detail]));
  });
  await page.goto(hospital);
}

/** The app within an element, with the keyboard of the page around. */
async function inside(page, id) {
  await page.locator(`#${id}`).scrollIntoViewIfNeeded();
  const frame = await (await page.locator(`#${id} iframe`).elementHandle()).contentFrame();
  await frame.waitForURL(`${app}/**`);
  await settled(frame);
  return Object.assign(frame, { keyboard: page.keyboard });
}

/** Nothing scrolls but the page around. */
async function noScrollbar(page, frame) {
  const shown = () => frame.evaluate(() => [document.body.getBoundingClientRect().height, innerHeight]);
  await eventually(shown, ([content, window]) => content <= window + 1, "content and frame, in pixels");
  const around = async () => (await frame.frameElement()).evaluate((it) => [it.getRootNode().host, it].map((box) => box.getBoundingClientRect().height));
  await eventually(around, ([element, frame]) => element >= frame, "element and frame, in pixels");
  await fits(page);
}

async function nothingJumped(page) {
  const shifts = await page.evaluate(() => shifts);
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  assert.ok(sum <= SHIFT, `${sum}: ${JSON.stringify(shifts)}`);
}

for (const width of [PHONE, DESK]) {
  inBrowser(`a patient finds a doctor and books within the hospital's page at ${width} px`, { ...HERE, width }, async (page, say) => {
    const { role, name } = await doctorWithTime(4);
    await visit(page);
    const frame = await inside(page, "search");
    await results(frame, say).getByRole("listitem").first().waitFor();
    await noScrollbar(page, frame);
    await find(frame, say, name);
    await openDoctor(frame, say, role.id);
    await noScrollbar(page, frame);
    const slot = await book(frame, say, "A cough");
    assert.equal((await appointmentsOf(slot)).length, 1);
    await noScrollbar(page, frame);
    const heading = frame.getByRole("heading", { name: say("Booked") });
    await eventually(async () => (await heading.boundingBox()).y, (top) => top > -1, '"Booked", in pixels below the upper edge of the window');
    await nothingJumped(page);
    const heard = await eventually(() => page.evaluate(() => heard), (heard) => heard.some(([name]) => name === "booked"), "what the page heard");
    const booked = heard.filter(([name]) => name === "booked");
    assert.deepEqual(booked, [["booked", "search", null]], "the page learns that, and no more");
    assert.ok(heard.some(([name, id]) => name === "ready" && id === "search"));
    // The other one is the hospital's heart centre, as its attributes say.
    const heart = await inside(page, "cardiology");
    await results(heart, () => /./).first().waitFor();
    const look = () => heart.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [document.documentElement.lang, style.getPropertyValue("--paper"), style.getPropertyValue("--action"), style.colorScheme, location.search].join(" ");
    });
    await eventually(look, (look) => look === "zh-Hans #14181a #ffd400 dark ?specialty=394579002&locale=zh-Hans", "its look");
    await noScrollbar(page, heart);
    await nothingJumped(page);
  });
}

inBrowser("a message of somebody else changes nothing, on either side", { ...HERE }, async (page) => {
  await visit(page);
  const frame = await inside(page, "search");
  const before = frame.url();
  const heard = await page.evaluate(async () => {
    const element = document.querySelector("#search");
    const inner = element.shadowRoot.querySelector("iframe").contentWindow;
    const say = (data, from) => dispatchEvent(new MessageEvent("message", { data, ...from }));
    for (const data of [{ sampan: "booked" }, { sampan: "height", height: 9 }, { sampan: "constructor" }, "booked", null]) {
      say(data, { source: inner, origin: "https://evil.example" });
      say(data, { source: window, origin: element.home.origin });
      postMessage(data, "*");
    }
    await new Promise((done) => setTimeout(done, 800));
    // The app's own messages go on meanwhile.
    return heard.filter(([name, , detail]) => name === "booked" || detail?.height === 9);
  });
  assert.deepEqual(heard, []);
  await frame.evaluate(async (host) => {
    const go = { sampan: "go", to: "/settings" };
    dispatchEvent(new MessageEvent("message", { data: go, source: parent, origin: "https://evil.example" }));
    dispatchEvent(new MessageEvent("message", { data: go, source: window, origin: host }));
    for (const to of ["//evil.example", "https://evil.example", "javascript:alert(1)", "settings"]) dispatchEvent(new MessageEvent("message", { data: { ...go, to }, source: parent, origin: host }));
    await new Promise((done) => setTimeout(done, 300));
  }, hospital);
  assert.equal(frame.url(), before);
});

inBrowser("the page around gives commands", { ...HERE, width: DESK }, async (page) => {
  await visit(page);
  const frame = await inside(page, "search");
  await page.locator("#search").evaluate((it) => it.go("/settings"));
  await frame.waitForURL(`${app}/settings`);
  await settled(frame);
  await page.locator("#search").evaluate((it) => it.setAttribute("lang", "ar"));
  await frame.waitForFunction(() => document.documentElement.dir === "rtl");
  await settled(frame);
  await page.locator("#search").evaluate((it) => it.setAttribute("action", "#7a1f5c"));
  await frame.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--action") === "#7a1f5c");
  await page.locator("#search").evaluate((it) => it.setAttribute("theme", "dark"));
  const paper = (color) => frame.waitForFunction((color) => getComputedStyle(document.documentElement).getPropertyValue("--paper") === color, color);
  await paper("#14181a");
  await page.locator("#search").evaluate((it) => it.setAttribute("theme", "light"));
  await paper("#fbf9f5");
  await page.locator("#search").evaluate((it) => it.setAttribute("doctor", "role-00001"));
  await page.locator("#search").evaluate((it) => it.removeAttribute("page"));
  await frame.waitForURL(`${app}/doctors/role-00001`);
});

/** Where the keyboard is: an element of the page around by its id or words, and which of the app's own within it. */
async function focusAt(page, frames) {
  const at = await page.evaluate(() => (document.activeElement === document.body ? "" : document.activeElement.id || document.activeElement.textContent));
  const within = await frames[at]?.evaluate(() => (document.activeElement === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(document.activeElement)));
  return { at, within, lost: at === "" || within === -1 };
}

/** Presses a key until the focus is at `end`, and gives every place it was at. A frame of another process has the focus a moment later. */
async function focusesTo(page, frames, key, end) {
  // Else the place where each of them was before would look like the one where it is now.
  for (const frame of Object.values(frames)) await frame.evaluate(() => document.activeElement.blur());
  const places = [await focusAt(page, frames)];
  while (places.at(-1).at !== end) {
    const before = places.at(-1);
    await page.keyboard.press(key);
    const until = Date.now() + 5_000;
    let now;
    do now = await focusAt(page, frames);
    while ((now.lost || (now.at === before.at && now.within === before.within)) && Date.now() < until);
    places.push(now);
    assert.ok(!now.lost && Date.now() < until && places.length < 80, `${key} leads nowhere: ${JSON.stringify(places)}`);
  }
  return places.slice(1);
}

inBrowser("focus passes through the app in order", { ...HERE, width: DESK }, async (page) => {
  // A page that loads nothing afterwards.
  await page.route(`${hospital}/`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('page="/doctors"', 'page="/settings"') });
  });
  await visit(page);
  const frames = { search: await inside(page, "search"), cardiology: await inside(page, "cardiology") };
  const places = (of) => of.filter((it, n) => it.at !== of[n - 1]?.at).map((it) => it.at);
  const within = (of) => of.filter((it) => it.at === "search").map((it) => it.within);
  const ascending = (numbers) => numbers.toSorted((a, b) => a - b);
  await page.getByRole("link", { name: "Visiting" }).focus();
  const there = await focusesTo(page, frames, "Tab", "cardiology");
  assert.deepEqual(places(there), ["search", "cardiology"]);
  const stops = within(there);
  assert.ok(stops.length > 5, `only ${stops.length} places in the app`);
  assert.deepEqual(stops, ascending(stops), "from the app's beginning to its end");
  assert.equal(stops[0], await frames.search.evaluate(() => [...document.querySelectorAll("*")].indexOf(document.querySelector(".skip-link"))), "all of it");
  const back = await focusesTo(page, frames, "Shift+Tab", "Visiting");
  assert.deepEqual(places(back), ["search", "Visiting"]);
  assert.deepEqual(within(back).toReversed(), stops, "and the same way back");
});

inBrowser("one service's doctors, and no others", { ...HERE }, async (page, say) => {
  const [member] = (await search("PractitionerRole?active=true&specialty=http://snomed.info/sct|394579002&_count=50")).filter((role) => role.healthcareService);
  const service = member.healthcareService[0].reference.split("/")[1];
  const colleagues = (await search(`PractitionerRole?active=true&service=HealthcareService/${service}&_count=50`)).map((role) => role.id);
  await visit(page);
  const frame = await inside(page, "search");
  await page.locator("#search").evaluate((it, service) => it.setAttribute("service", service), service);
  await frame.waitForURL(`${app}/doctors?service=${service}`);
  await settled(frame);
  const links = results(frame, say).getByRole("listitem").getByRole("heading").locator("a");
  const shown = async () => (await links.evaluateAll((all) => all.map((a) => a.pathname.split("/").pop()))).sort().join(" ");
  await eventually(shown, (shown) => shown === colleagues.sort().join(" "), `the doctors, not ${colleagues}`);
  // On a server that doesn't know the parameter, the app looks for itself.
  await page.route(/\/fhir\/PractitionerRole\?/, (route) => route.continue({ url: route.request().url().replace(/&service=[^&]+/, "") }));
  await page.locator("#search").evaluate((it) => it.setAttribute("gender", "female"));
  await frame.waitForURL(/gender=female/);
  await settled(frame);
  await eventually(async () => (await shown()).split(" "), (shown) => shown.every((id) => !id || colleagues.includes(id)), "women of the service");
  // The filter is told by the service's own name.
  const { name } = await read(`HealthcareService/${service}`);
  await frame.getByRole("link", { name: new RegExp(name) }).click();
  await frame.waitForURL((url) => !url.search.includes("service"));
});

inBrowser("on paper there is an address, and no frame cut off", { ...HERE, width: DESK }, async (page) => {
  await visit(page);
  await inside(page, "cardiology");
  await page.emulateMedia({ media: "print" });
  const papers = await page.locator("sampan-app").evaluateAll((all) => all.map((it) => [...it.shadowRoot.children].filter((part) => part.checkVisibility()).map((part) => part.textContent).join("|")));
  assert.deepEqual(papers, [
    `Find a doctor and book: ${app}/doctors?locale=en`,
    `找医生并预约: ${app}/doctors?specialty=394579002&locale=zh-Hans`,
    `Book a visit: ${app}/doctors?locale=en`,
    `Book in a new tab: ${app}/doctors?locale=en`,
  ]);
  const { height } = await page.locator("#search").boundingBox();
  assert.ok(height < 100, `${height} px for a line`);
  await page.emulateMedia({ media: "screen" });
  await page.locator("#cardiology iframe").waitFor();
});

inBrowser("within the element, signing in takes a window of its own, and the page around learns nothing of it", { base: signInApp, expect: [...HOST, /token\/revocation/] }, async (page, say) => {
  await page.addInitScript(() => top === self && addEventListener("message", ({ data }) => (globalThis.said ??= []).push(data)));
  await hosted(page, `<script src="${signInApp}/embed.js"></script><sampan-app page="/record"></sampan-app>`, async () => {
    const frame = page.frameLocator("iframe");
    await signInByWindow(page, frame, say);
    await frame.getByRole("link", { name: say("Settings") }).first().click();
    await frame.getByRole("button", { name: say("Sign out") }).click();
    // The login pages of the hospital, which ask about the end too, can't be framed.
    await frame.getByText(say("You have signed out. Nothing of your record is left in this browser.")).waitFor();
    const said = await page.evaluate(() => said);
    assert.ok(said.length > 3);
    for (const message of said) assert.deepEqual(Object.keys(message).filter((key) => !["sampan", "height", "start"].includes(key)), [], JSON.stringify(message));
    assert.equal(said.filter(({ sampan }) => !["hello", "height", "ready", "page"].includes(sampan)).length, 0);
  });
});

inBrowser("an app that is moved to another place of the page is heard there", { ...HERE }, async (page) => {
  await visit(page);
  await inside(page, "search");
  await page.evaluate(() => {
    const app = document.querySelector("#search");
    app.addEventListener("sampan:ready", () => (globalThis.heardAgain = true), { once: true });
    app.parentElement.append(app);
  });
  // A frame that nobody sees draws nothing, and so isn't ready.
  await inside(page, "search");
  await page.waitForFunction(() => globalThis.heardAgain);
});

inBrowser("an app far down the page starts when somebody comes near", { ...HERE }, async (page) => {
  await visit(page);
  await page.evaluate(() => {
    const far = document.createElement("sampan-app");
    far.id = "far";
    const gap = document.createElement("p");
    gap.style.blockSize = "30000px";
    document.querySelector("footer").append(gap, far);
  });
  await page.waitForTimeout(500);
  assert.equal(await page.locator("#far iframe").count(), 0);
  await inside(page, "far");
});

inBrowser("a button opens the app over the page, and another one in a tab", { ...HERE }, async (page) => {
  await visit(page);
  // By keyboard: the embeddings above grow while they load, and button and link go down with it.
  await page.locator("#button").getByRole("button", { name: "Book a visit" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Book a visit" });
  await dialog.waitFor();
  const frame = await (await page.locator("#button iframe").elementHandle()).contentFrame();
  await settled(frame);
  const box = await page.locator("#button iframe").boundingBox();
  assert.ok(box.height > 500 && box.width > 300, "the hospital's stylesheet doesn't reach it");
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
  const link = page.locator("#tab").getByRole("link", { name: "Book in a new tab" });
  assert.equal(await link.getAttribute("href"), `${app}/doctors?locale=en`);
  await link.focus();
  const [tab] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
  await settled(tab);
});

inBrowser("where the app can't come, there is a link", { ...HERE, expect: [/favicon/, /Failed to load/] }, async (page) => {
  await page.context().route(`${app}/doctors*`, (route) => route.abort("connectionrefused"));
  await visit(page);
  await page.locator("#search").getByText("This part of the page couldn't be shown here.").waitFor();
  const link = page.locator("#search").getByRole("link", { name: "Open in a new tab" });
  assert.equal(await link.getAttribute("href"), `${app}/doctors?locale=en`);
  await page.locator("#cardiology").scrollIntoViewIfNeeded();
  await page.locator("#cardiology").getByRole("link", { name: "Our cardiologists" }).waitFor();
});

test("who may hear the app is who may frame it", () => {
  const own = "https://care.example.org";
  for (const [source, origin, allowed] of [
    ["'self'", own, true],
    ["'self'", "https://evil.example", false],
    ["https://www.example.org", "https://www.example.org", true],
    ["https://www.example.org", "http://www.example.org", false],
    ["https://www.example.org", "https://www.example.org:8443", false],
    ["https://www.example.org", "https://www.example.org.evil.example", false],
    ["https://www.example.org:8443", "https://www.example.org:8443", true],
    ["https://www.example.org:*", "https://www.example.org:8443", true],
    ["https://*.example.org", "https://heart.example.org", true],
    ["https://*.example.org", "https://example.org", false],
    ["https://*.example.org", "https://evilexample.org", false],
    ["www.example.org", "https://www.example.org", true],
    ["https:", "https://www.example.org", false],
    ["*", "https://anybody.example", true],
  ]) {
    assert.equal(names(source, origin, own), allowed, `${source} for ${origin}`);
  }
});
