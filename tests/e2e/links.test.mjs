// A hospital that publishes only files (SMART Scheduling Links): search, and booking on its own pages or by phone.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { publisher } from "./publisher.mjs";
import { accessible, DESK, eventually, FAILED_LOAD, inBrowser, settled } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "sampan-links-"));
const ends = [];
after(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true });
});

/** Serves the app for what a publisher publishes, the policy that follows from its config included. */
async function site(kind, more = {}) {
  const files = await publisher(kind);
  ends.push(files.close);
  const config = {
    brand: { name: "River Clinics" }, phone: "+1 617 555 0100", directory: { manifest: files.manifest }, country: { code: "US", emergency: "911" }, ...more,
  };
  const file = join(folder, `${new URL(files.origin).port}.json`);
  writeFileSync(file, JSON.stringify(config));
  const serving = spawn(process.env.SAMPAN_XTASK, ["serve", "--port", "0", "--dist", process.env.SAMPAN_DIST, "--config", file]);
  ends.push(() => serving.kill());
  for await (const text of serving.stdout) {
    const address = /http:\/\/localhost:\d+/.exec(text);
    if (address) return { ...files, base: address[0] };
  }
  return assert.fail("the site didn't start");
}

// All of them before the first journey: a runner takes a pause between two for the end.
const KINDS = ["healthy", "empty", "html", "stale", "missing", "cut-off", "web-page", "elsewhere", "odd", "huge", "slow"];
const sites = Object.fromEntries(await Promise.all(KINDS.map(async (kind) => [kind, await site(kind)])));
const { healthy, huge, slow } = sites;

// A hospital's own page around it.
const around = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(around.page));
await new Promise((ready) => around.listen(0, "127.0.0.1", ready));
ends.push(() => (around.closeAllConnections(), around.close()));
const host = `http://127.0.0.1:${around.address().port}`;
const framed = await site("healthy", { embed: { ancestors: [host] } });
around.page = `<!doctype html><title>Hospital</title><h1>River</h1><script src="${framed.base}/embed.js" defer></script><sampan-app label="Free times"></sampan-app>`;
const at = (site, more = {}) => ({ base: site.base, also: [site.origin], ...more });

const list = (page, say) => page.getByRole("list", { name: say("Places") });
const cards = (page, say) => list(page, say).locator("> li");
const card = (page, say, name) => cards(page, say).filter({ has: page.getByRole("heading", { name }) });
const names = (page, say) => cards(page, say).getByRole("heading", { level: 3 }).allInnerTexts();

/** Waits until all is read. */
async function read(page, say) {
  await page.getByRole("button", { name: say("Stop"), exact: true }).waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  await settled(page);
}

const open = async (page, say, path = "/doctors") => {
  await page.goto(path);
  await page.getByRole("searchbox", { name: say("Place, service or doctor") }).waitFor();
  await read(page, say);
};

for (const [language, width, dark] of [["en", 360, false], ["zh-Hans", DESK, true], ["ar", 360, false]]) {
  inBrowser(`published files (${language}): from a place to the hospital's own booking page`, at(healthy, { language, width, dark }), async (page, say) => {
    await open(page, say);
    await accessible(page);
    // The soonest first; who publishes no time last.
    assert.deepEqual(await names(page, say), ["River Clinic Worcester", "River Clinic Boston", "River Clinic Hartford", "River Clinic Pittsfield"]);
    const boston = card(page, say, "River Clinic Boston");
    await boston.getByText("1 Summer Street").waitFor();
    await boston.getByText("Influenza vaccination").waitFor();
    await boston.getByText("Ana García · Dermatology").waitFor();
    const first = boston.locator("a[href*='portal.example.org']").first();
    assert.equal(await first.getAttribute("href"), "https://portal.example.org/bookings?slot=b0&source=localhost");
    assert.equal(await first.getAttribute("target"), "_blank");
    assert.equal(await first.getAttribute("rel"), "noopener noreferrer");
    assert.match(await first.innerText(), /portal\.example\.org/, "where it leads is said");
    await boston.getByText(say("You book at {host}, which opens in a new tab.")).waitFor();
    // The others of it are folded: seven in all, those that are taken or past left out.
    await boston.locator("summary").click();
    assert.equal(await boston.locator("a[href*='portal.example.org']").count(), 7);
    // By phone; a link that is a script is none.
    assert.equal(await boston.locator("a.chip[href='tel:6175550199']").count(), 2);
    assert.equal(await page.locator("a[href^='javascript']").count(), 0);
    const worcester = card(page, say, "River Clinic Worcester");
    await worcester.getByText(say("for {n} people")).waitFor();
    await worcester.getByText(say("Book by phone: {phone}")).waitFor();
    // Without link and number at its times, the place's own number is the way; without times as well.
    await card(page, say, "River Clinic Hartford").getByText(say("Book by phone: {phone}")).waitFor();
    await card(page, say, "River Clinic Pittsfield").getByText(say("There are free times, but it isn't published which. Ask there.")).waitFor();
    await accessible(page);
  });
}

inBrowser("a booking link opens in a tab of its own, which can't reach back", at(healthy, { also: [healthy.origin, "https://portal.example.org"] }), async (page, say) => {
  await page.context().route("https://portal.example.org/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Portal</title>" }));
  await open(page, say);
  const popup = page.waitForEvent("popup");
  await page.locator("a[href*='slot=b0']").click();
  const portal = await popup;
  await portal.waitForLoadState();
  assert.equal(new URL(portal.url()).searchParams.get("source"), "localhost");
  assert.deepEqual(await portal.evaluate(() => [globalThis.opener, document.referrer]), [null, ""]);
  assert.equal(new URL(page.url()).pathname, "/doctors");
});

inBrowser("published files: words, a region and a position narrow, and stand in the address", at(healthy, { geolocation: { latitude: 41.77, longitude: -72.68 }, permissions: ["geolocation"] }), async (page, say) => {
  await open(page, say);
  await page.getByRole("searchbox").fill("garcia boston");
  await page.keyboard.press("Enter");
  await eventually(() => names(page, say), (all) => all.length === 1 && all[0] === "River Clinic Boston");
  assert.match(page.url(), /\/doctors#q=garcia%20boston$/, "typed words stay behind the #");
  assert.equal(await page.getByText("Influenza vaccination").count(), 0, "only what fits of the place");
  await page.getByRole("searchbox").fill("");
  await page.keyboard.press("Enter");
  healthy.asked.length = 0;
  await page.getByLabel("State or region").selectOption("CT");
  await eventually(() => names(page, say), (all) => all.length === 1 && all[0] === "River Clinic Hartford");
  await read(page, say);
  assert.ok(healthy.asked.includes("slots-CT.ndjson") && !healthy.asked.includes("slots-MA.ndjson"), `of a region only its files are read: ${healthy.asked}`);
  await page.getByLabel("State or region").selectOption("");
  await page.getByRole("button", { name: say("Nearest to me") }).click();
  await eventually(() => names(page, say), (all) => all[0] === "River Clinic Hartford" && all.length === 4);
  await page.getByText(/^\d[\d.]* mi$/).first().waitFor();
  assert.match(page.url(), /near=41\.77,-72\.68/);
  assert.ok(healthy.asked.every((path) => !/41|72/.test(path)), "where somebody is, stays here");
  await accessible(page);
  await page.goBack();
  await eventually(() => names(page, say), (all) => all[0] === "River Clinic Worcester");
  // A link that says it all.
  await page.goto("/doctors?state=MA&near=41.77,-72.68#q=clinic");
  await eventually(() => names(page, say), (all) => all.length === 3);
  await page.goto("/doctors?q=hartford");
  await eventually(() => names(page, say), (all) => all.length === 1);
  assert.match(page.url(), /\/doctors#q=hartford$/);
});

inBrowser("published files: no page pretends a sign-in, a record or an appointment", at(healthy), async (page, say) => {
  for (const path of ["/doctors/role-00001", "/book/slot-1", "/hospitals/org-01", "/appointments", "/record", "/record/vitals", "/sign-in", "/doctors/saved"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: say("This isn't available here") }).waitFor();
    await settled(page);
    assert.equal(await page.getByRole("link", { name: /sign in|record|appointments/i }).count(), 0);
    await accessible(page);
  }
  await page.getByRole("main").getByRole("link", { name: say("Find a free time") }).click();
  await read(page, say);
  assert.equal(await page.locator("nav").count(), 0);
  // The settings have what there is: language and look.
  await page.getByRole("link", { name: say("Settings") }).click();
  await page.getByRole("radio", { name: "简体中文" }).waitFor();
  await settled(page);
  assert.equal(await page.getByText(/unit|sensitive|sign|record/i).count(), 0);
  await accessible(page);
  await page.getByRole("radio", { name: "简体中文" }).check();
  await page.getByRole("link", { name: "River Clinics" }).click();
  await page.getByRole("heading", { level: 1, name: "查找空闲时间" }).waitFor();
  await page.getByRole("link", { name: "设置" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await accessible(page);
});

const WRONG = {
  empty: ["The hospital publishes no times at the moment."],
  html: ["The answer couldn't be read", "Try again"],
  stale: ["This list was published long ago: {when}. Some of its times may be taken."],
  missing: ["{n} of {total} files couldn't be read to its end. Places and times may be missing.", "isn't there"],
  "cut-off": ["{n} of {total} files couldn't be read to its end. Places and times may be missing.", "stops in the middle"],
  "web-page": ["{n} of {total} files couldn't be read to its end. Places and times may be missing.", "is something else than a list"],
  elsewhere: ["{n} of {total} files couldn't be read to its end. Places and times may be missing.", "lies on another site, which this one doesn't allow"],
  odd: ["{n} entries couldn't be understood and are left out."],
};
for (const [kind, [text, detail]] of Object.entries(WRONG)) {
  inBrowser(`published files that are ${kind} say so, and show what there is`, at(sites[kind], { expect: FAILED_LOAD }), async (page, say) => {
    await page.goto("/doctors");
    await page.getByText(say(text)).waitFor();
    await settled(page);
    if (["empty", "html"].includes(kind)) {
      assert.equal(await cards(page, say).count(), 0);
    } else {
      await read(page, say);
      assert.equal(await cards(page, say).count(), 4);
      await card(page, say, "River Clinic Boston").locator("a[href*='slot=b0']").waitFor();
    }
    if (kind === "html") await page.getByRole("link", { name: "Call +1 617 555 0100" }).waitFor();
    else if (detail) {
      await page.locator("main .notice summary").click();
      await page.locator("main .notice li").getByText(detail).waitFor();
    }
    await accessible(page);
  });
}

inBrowser("published files without a network: said, and tried again", at(healthy, { expect: FAILED_LOAD }), async (page, say) => {
  await page.route("**/$bulk-publish", (route) => route.abort("internetdisconnected"));
  await page.goto("/doctors");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByText(say("The hospital's server can't be reached")).waitFor();
  await accessible(page);
  await page.unroute("**/$bulk-publish");
  await page.getByRole("button", { name: say("Try again") }).click();
  await eventually(() => names(page, say), (all) => all.length === 4);
});

inBrowser("a file of 100,000 lines is read to its end without filling the page", at(huge, { width: DESK }), async (page, say) => {
  await page.goto("/doctors");
  await eventually(() => page.getByText(say("Reading what is published: {n} entries so far")).innerText(), (text) => Number(text.replace(/\D/g, "")) > 1000);
  // What was read so far can be used meanwhile.
  await cards(page, say).first().waitFor();
  await page.getByRole("searchbox").fill("boston");
  await page.keyboard.press("Enter");
  await eventually(() => names(page, say), (all) => all.length === 1);
  await read(page, say);
  const boston = card(page, say, "River Clinic Boston");
  // Its last line has the soonest time.
  await boston.locator("a[href*='slot=n100000-']").waitFor();
  assert.equal(await boston.locator(".links-service").first().locator("a.chip").count(), 12, "of each service the soonest dozen");
  await boston.getByText(say("Later times aren't listed here.")).waitFor();
  await accessible(page);
});

inBrowser("the reading ends when somebody stops it, or leaves", at(slow), async (page, say) => {
  await page.goto("/doctors");
  const stop = page.getByRole("button", { name: say("Stop"), exact: true });
  await stop.click();
  await page.getByText(say("Stopped before the end. There may be more places and sooner times.")).waitFor();
  await eventually(() => slow.ended, (ended) => ended.filter((it) => it === "slots-MA.ndjson").length === 1, "the request is given up");
  await accessible(page);
  await page.getByRole("button", { name: say("Read all") }).click();
  await stop.waitFor();
  await eventually(() => slow.asked.filter((it) => it === "slots-MA.ndjson").length, (n) => n === 2);
  await page.getByRole("link", { name: say("Settings") }).click();
  await page.getByRole("radio", { name: "简体中文" }).waitFor();
  await eventually(() => slow.ended, (ended) => ended.filter((it) => it === "slots-MA.ndjson").length === 2, "the request is given up");
});

inBrowser("published files in a hospital's page: a booking opens beside it", at(framed, { also: [framed.origin, host, "https://portal.example.org"], expect: [/favicon/] }), async (page, say) => {
  await page.context().route("https://portal.example.org/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Portal</title>" }));
  await page.goto(host);
  const app = page.frameLocator("sampan-app iframe");
  const time = app.locator("a[href*='slot=b0']");
  await time.waitFor();
  const popup = page.waitForEvent("popup");
  await time.click();
  await (await popup).waitForLoadState();
  assert.equal(new URL(page.url()).origin, host, "the hospital's page stays");
  await app.getByRole("searchbox", { name: say("Place, service or doctor") }).fill("hartford");
  await app.getByRole("button", { name: say("Search") }).click();
  await eventually(() => app.getByRole("heading", { level: 3 }).allInnerTexts(), (all) => all.length === 1);
});
