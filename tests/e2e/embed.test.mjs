// Sampan in a hospital's own page: xtask/hospital, whose stylesheet means harm and whose policy is strict.
// SAMPAN_HOSPITAL_URL is that page, on another site than the app in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { names } from "../../src/embed/frame.js";
import { appointmentsOf, doctorWithTime } from "./server.mjs";
import { book, find, openDoctor, results } from "./steps.mjs";
import { DESK, fits, inBrowser, PHONE, settled } from "./support.mjs";

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
  await page.waitForTimeout(600);
  const [content, window] = await frame.evaluate(() => [document.body.getBoundingClientRect().height, innerHeight]);
  assert.ok(content <= window + 1, `${content} px of content in a frame of ${window} px`);
  const [element, shown] = await (await frame.frameElement()).evaluate((it) => [it.getRootNode().host, it].map((box) => box.getBoundingClientRect().height));
  assert.ok(element >= shown, `the element of ${element} px cuts the frame of ${shown} px`);
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
    const { y: top } = await frame.getByRole("heading", { name: say("Booked") }).boundingBox();
    assert.ok(top > -1, `"Booked" stands ${-top} px above the window`);
    await nothingJumped(page);
    const heard = await page.evaluate(() => heard);
    const booked = heard.filter(([name]) => name === "booked");
    assert.deepEqual(booked, [["booked", "search", null]], "the page learns that, and no more");
    assert.ok(heard.some(([name, id]) => name === "ready" && id === "search"));
    // The other one is the hospital's heart centre, as its attributes say.
    const heart = await inside(page, "cardiology");
    await results(heart, () => /./).first().waitFor();
    const look = await heart.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [document.documentElement.lang, style.getPropertyValue("--paper"), style.getPropertyValue("--action"), style.colorScheme, location.search];
    });
    assert.deepEqual(look, ["zh-Hans", "#14181a", "#ffd400", "dark", "?specialty=394579002&locale=zh-Hans"]);
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
    const height = element.style.getPropertyValue("--height");
    const told = heard.length;
    const say = (data, from) => dispatchEvent(new MessageEvent("message", { data, ...from }));
    for (const data of [{ sampan: "booked" }, { sampan: "height", height: 9 }, { sampan: "constructor" }, "booked", null]) {
      say(data, { source: inner, origin: "https://evil.example" });
      say(data, { source: window, origin: element.home.origin });
      postMessage(data, "*");
    }
    await new Promise((done) => setTimeout(done, 800));
    return [heard.length - told, element.style.getPropertyValue("--height") === height];
  });
  assert.deepEqual(heard, [0, true]);
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

inBrowser("focus passes through the app in order", { ...HERE, width: DESK }, async (page) => {
  await visit(page);
  const frame = await inside(page, "search");
  await page.locator("#search").evaluate((it) => it.go("/settings"));
  await frame.waitForURL(`${app}/settings`);
  await settled(frame);
  await page.getByRole("link", { name: "Visiting" }).focus();
  const at = [];
  for (let n = 0; n < 40 && !at.includes("cardiology"); n++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => document.activeElement.id);
    if (where !== at.at(-1)) at.push(where);
  }
  assert.deepEqual(at, ["search", "cardiology"]);
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
  const button = page.locator("#button").getByRole("button", { name: "Book a visit" });
  await button.click();
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
  // By keyboard: the embeddings above grow while they load, and the link goes down with it.
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
