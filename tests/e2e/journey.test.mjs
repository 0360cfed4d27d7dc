// The one journey that everything is for: find a doctor, read the profile, book, find the visit, open the record.

import assert from "node:assert/strict";
import { appointmentsOf, doctorWithTime, read } from "./server.mjs";
import { SEARCH, chooseTime, find, openDoctor, press, results, toBooked, toConfirm } from "./steps.mjs";
import { DESK, LANGUAGES, PHONE, accessible, announcement, app, eventually, fits, focused, inBrowser, settled } from "./support.mjs";

async function journey(page, say, { keyboard = false } = {}) {
  const { role, name } = await doctorWithTime();
  await page.goto("/");
  await accessible(page);

  await find(page, say, name, keyboard);
  assert.doesNotMatch(new URL(page.url()).search, /q=/, "what was typed stays behind the #");
  await accessible(page);

  await openDoctor(page, say, role.id, keyboard);
  await accessible(page);

  const reason = "A cough, for two weeks";
  const slot = await chooseTime(page, say, keyboard);
  await accessible(page);
  const confirm = await toConfirm(page, say, reason, keyboard);
  await accessible(page);
  await toBooked(page, say, confirm, keyboard);
  await accessible(page);
  const booked = await appointmentsOf(slot);
  assert.equal(booked.length, 1);
  assert.equal((await read(`Slot/${slot}`)).status, "busy");
  assert.ok(JSON.stringify(booked[0]).includes(reason), "the reason in the patient's own words");

  const places = page.getByRole("navigation", { name: say("Main") });
  await press(page, places.getByRole("link", { name: say("Appointments") }), keyboard);
  await settled(page);
  await accessible(page);
  await press(page, page.locator(`main a[href="/appointments/${booked[0].id}"]`), keyboard);
  await page.waitForURL(`**/appointments/${booked[0].id}`);
  await settled(page);
  await accessible(page);

  await press(page, places.getByRole("link", { name: say("Record") }), keyboard);
  await page.waitForURL("**/record");
  await settled(page);
  for (const section of ["Allergies", "Conditions", "Medicines"]) {
    await page.getByRole("heading", { name: say(section) }).first().waitFor();
  }
  await accessible(page);
}

for (const language of Object.keys(LANGUAGES)) {
  for (const width of [PHONE, DESK]) {
    const dark = (width === PHONE) !== (language === "en");
    inBrowser(`the journey in ${language} at ${width} px, ${dark ? "dark" : "light"}`, { language, width, dark }, journey);
  }
}

inBrowser("the journey by keyboard alone", { width: DESK }, (page, say) => journey(page, say, { keyboard: true }));

inBrowser("right to left runs the page", { language: "ar" }, async (page) => {
  await page.goto("/");
  await settled(page);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ["ar", "rtl"]);
});

inBrowser("a language chosen in the settings is at once there and stays", {}, async (page) => {
  await page.goto("/settings");
  await page.getByRole("radio", { name: "简体中文" }).check();
  await page.waitForFunction(() => document.documentElement.lang === "zh-Hans" && /设置/.test(document.querySelector("main h1")?.innerText));
  await page.goto("/");
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  assert.match(await page.getByRole("searchbox").evaluate((box) => box.labels[0].innerText), /\p{Script=Han}/u);
});

inBrowser("a link may name the language", {}, async (page) => {
  await page.goto("/?locale=ar");
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
});

const PAGES = ["/", "/doctors", "/doctors?specialty=394579002", "/appointments", "/record", "/settings", "/nowhere"];

inBrowser("nothing scrolls sideways at 320 px", { width: 320 }, async (page) => {
  const { role, slots } = await doctorWithTime();
  for (const path of [...PAGES, `/doctors/${role.id}`, `/book/${slots[0].id}`]) {
    await page.goto(path);
    await settled(page);
    await fits(page);
  }
});

inBrowser("nothing scrolls sideways with text twice as large", { width: PHONE }, async (page) => {
  // The browser's own setting for text, which media queries follow too.
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
  const { role, slots } = await doctorWithTime();
  for (const path of [...PAGES, `/doctors/${role.id}`, `/book/${slots[0].id}`]) {
    await page.goto(path);
    await settled(page);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
    await fits(page);
  }
});

inBrowser("controls are large enough for shaky hands", {}, async (page) => {
  const { role } = await doctorWithTime();
  for (const path of ["/", "/doctors", `/doctors/${role.id}`, "/settings"]) {
    await page.goto(path);
    await settled(page);
    const small = await page.evaluate(() => {
      const large = (node) => {
        const { width, height } = node.getBoundingClientRect();
        return Math.min(width, height) >= 44;
      };
      const target = (node) => node.closest("label") ?? node;
      // A card's link answers wherever the card is tapped; links within a sentence are excepted (WCAG 2.5.8).
      return [...document.querySelectorAll("button, input, select, summary, nav a, .button, .chip, .back-link")]
        .filter((node) => node.offsetParent && !large(target(node)) && !large(node))
        .map((node) => node.outerHTML.slice(0, 120));
    });
    assert.deepEqual(small, [], path);
  }
});

inBrowser("a new page is announced and its heading takes the focus", {}, async (page, say) => {
  await page.goto("/");
  await settled(page);
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await page.waitForURL("**/record");
  await settled(page);
  const heading = (await page.locator("main h1").innerText()).trim();
  const told = async () => [await focused(page), (await announcement(page).textContent()).trim(), (await page.title()).slice(0, heading.length)];
  await eventually(told, (all) => all.every((text) => text === heading), `"${heading}" in focus, announcement and title`);
});

inBrowser("the skip link leads past the menus", { width: DESK }, async (page) => {
  await page.goto("/settings");
  await settled(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "main");
  assert.equal(new URL(page.url()).pathname, "/settings");
});

inBrowser("Back and reload lead where they should", {}, async (page, say) => {
  const { role, name } = await doctorWithTime();
  await page.goto("/");
  await find(page, say, name);
  const search = page.url();
  await openDoctor(page, say, role.id);
  await page.goBack();
  assert.equal(page.url(), search);
  await settled(page);
  assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), name);
  await page.reload();
  await settled(page);
  assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), name);
  await results(page, say).locator(`a[href^="/doctors/${role.id}"]`).first().waitFor();
  await page.goForward();
  await page.waitForURL(`**/doctors/${role.id}*`);
  await settled(page);
});

inBrowser("Back leads to where one was on a long page", {}, async (page, say) => {
  await page.goto("/doctors");
  const link = results(page, say).getByRole("heading").getByRole("link").nth(8);
  await link.waitFor();
  await settled(page);
  await link.scrollIntoViewIfNeeded();
  await page.evaluate(() => addEventListener("click", () => (globalThis.left = scrollY), { capture: true, once: true }));
  await link.click();
  await page.waitForURL(/\/doctors\/./);
  await settled(page);
  const before = await page.evaluate(() => left);
  assert.ok(before > 500, `the page is long: ${before}`);
  assert.equal(await page.evaluate(() => scrollY), 0, "a new page begins at its top");
  // The server takes longer to answer than anybody likes to wait.
  const slow = (route) => new Promise((later) => setTimeout(later, 5_000)).then(() => route.continue());
  await page.route("**/fhir/PractitionerRole?**", slow);
  await page.goBack();
  await page.waitForFunction((before) => Math.abs(scrollY - before) < 100, before);
  // Whoever does something meanwhile isn't taken away from it.
  await page.goForward();
  await settled(page);
  await page.goBack();
  await page.keyboard.press("Shift");
  await link.waitFor();
  await settled(page);
  assert.ok((await page.evaluate(() => scrollY)) < before / 2, "it stays where somebody is at work");
});

inBrowser("a link into any page opens it", {}, async (page, say) => {
  const { role, name } = await doctorWithTime();
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  await page.getByRole("radio").first().waitFor();
  await page.goto(`/doctors?q=${encodeURIComponent(name)}`);
  await settled(page);
  assert.doesNotMatch(page.url(), /\?q=/, "a typed name is moved behind the #");
  await results(page, say).locator(`a[href^="/doctors/${role.id}"]`).first().waitFor();
});

inBrowser("what is typed before the app is there is kept", {}, async (page, say) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const early = page.locator("#shell").getByRole("searchbox", { name: say(SEARCH) });
  await early.pressSequentially("card");
  release();
  await page.keyboard.type("iology", { delay: 60 });
  await page.waitForFunction(() => !document.querySelector("#shell"));
  const box = page.getByRole("searchbox", { name: say(SEARCH) });
  assert.equal(await box.inputValue(), "cardiology");
  await page.keyboard.type("!");
  assert.equal(await box.inputValue(), "cardiology!", "the focus and the cursor came along");
});

inBrowser("a search sent before the app is there is done", {}, async (page, say) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  await page.locator("#shell").getByRole("searchbox", { name: say(SEARCH) }).fill("cardiology");
  await page.keyboard.press("Enter");
  release();
  await settled(page);
  assert.equal(page.url(), `${app}/doctors#q=cardiology`);
  await results(page, say).getByRole("listitem").first().waitFor();
});

inBrowser("a second visit starts from the device", { serviceWorkers: "allow" }, async (page) => {
  await page.goto("/appointments");
  await settled(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await settled(page);
  const inCache = () =>
    page.evaluate(async () => {
      const cache = await caches.open("sampan-app");
      return (await cache.keys()).map((request) => new URL(request.url).pathname);
    });
  const kept = await eventually(inCache, (paths) => paths.some((path) => path.endsWith(".wasm")), "what is kept");
  assert.ok(!kept.some((path) => path.startsWith("/fhir")), "no health data is kept");
});
