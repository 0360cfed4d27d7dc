// A search in everyday words: understood on the device, warned about where it must be, in an order that tells its reasons.

import assert from "node:assert/strict";
import { read } from "./server.mjs";
import { SEARCH, openHome, results } from "./steps.mjs";
import { FAILED_LOAD, accessible, app, fhirFault, inBrowser, settled } from "./support.mjs";
import { count } from "./wire.mjs";

const box = (page, say) => page.getByRole("searchbox", { name: say(SEARCH) });
const cards = (page, say) => results(page, say).getByRole("listitem").filter({ has: page.getByRole("heading") });
/** What the words were taken for, as the page says it. */
const understood = (page) => page.locator('section[aria-labelledby="understood"] > ul').first().getByRole("listitem").allInnerTexts();

async function search(page, say, text) {
  await page.goto(`/doctors#q=${encodeURIComponent(text)}`);
  await settled(page);
  await page.locator("#understood").waitFor({ state: "attached" });
}

const WORDS = [
  ["toothache", ["toothache: Dentistry"]],
  ["tootache", ["tootache: Dentistry"]],
  ["心慌", ["心慌: Cardiology, Endocrinology"]],
  ["heart doctor", ["Cardiology"]],
  ["dr wang cardiology pudong", ["“wang”", "Cardiology", "Near Pudong"]],
  ["浦东的王医生心内科", ["“王”", "Cardiology", "Near Pudong"]],
  ["female gynecologist", ["Obstetrics and gynecology", "Woman"]],
  ["knee hurts", ["knee hurts: Orthopedics"]],
  ["best dentist", ["Dentistry", "Highest rating"]],
];

/** The name of somebody called Wang, as one who hears it would type it. */
async function pinyin() {
  const [{ resource }] = (await read("Practitioner?name=王&_count=1")).entry;
  return resource.name.find((name) => /[a-z]/.test(name.text)).text.toLowerCase().replace(/[^a-z]/g, "");
}

inBrowser("everyday words find the right doctors, with few requests and little data", {}, async (page, say) => {
  const name = await pinyin();
  for (const [text, chips] of [...WORDS, [name, [`“${name}”`]]]) {
    await page.goto("about:blank");
    const wire = await count(page, app);
    await search(page, say, text);
    assert.deepEqual((await understood(page)).map((it) => it.trim()).sort(), [...chips].sort(), text);
    await cards(page, say).first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.ok(wire.requests.length <= 4, `${text}:\n${wire.requests.join("\n")}`);
    assert.ok(wire.data < 150_000, `${text}: ${wire.data} bytes of data`);
    const typed = wire.requests.filter((request) => decodeURIComponent(request).includes(text));
    assert.ok(chips.some((chip) => chip === `“${text}”`) || !typed.length, `a server reads "${text}"`);
  }
});

inBrowser("each piece that was understood can be taken away, and one department be chosen", {}, async (page, say) => {
  await search(page, say, "dr wang cardiology pudong");
  await accessible(page);
  await page.getByRole("link", { name: "Remove: Near Pudong" }).click();
  await page.waitForURL(/#q=dr%20wang%20cardiology$/);
  await search(page, say, "心慌");
  await accessible(page);
  await page.getByRole("link", { name: "Only Endocrinology" }).click();
  await page.waitForURL(/specialty=394583002/);
  await cards(page, say).first().waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "Only Endocrinology" }).waitFor();
});

inBrowser("words that may mean an emergency say whom to call, whatever the server does", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, () => true, (route) => route.abort());
  await page.goto(`/doctors#q=${encodeURIComponent("toothache with chest tightness")}`);
  await page.getByRole("heading", { name: "This may be an emergency. Call 120 now." }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Call 120" }).first().getAttribute("href"), "tel:120");
  await page.unroute("**");
});

inBrowser("suggestions are made on the device and work with the keyboard alone", {}, async (page, say) => {
  await openHome(page);
  const wire = await count(page, app);
  await box(page, say).pressSequentially("tootha", { delay: 30 });
  const list = page.getByRole("listbox", { name: say("Suggestions") });
  await list.getByRole("option", { name: /toothache/ }).waitFor();
  assert.deepEqual(wire.requests, [], "nothing is sent while somebody types");
  await page.waitForFunction(() => /suggestion/.test(document.querySelector("#announcer").textContent));
  await accessible(page);
  await page.keyboard.press("ArrowDown");
  const option = list.getByRole("option", { selected: true });
  assert.equal(await box(page, say).getAttribute("aria-activedescendant"), await option.getAttribute("id"));
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  assert.equal(await box(page, say).inputValue(), "tootha", "Escape takes the list away and not the words");
  await page.keyboard.type("c");
  await list.waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/doctors#q=toothache$/);
  await cards(page, say).first().waitFor();
  await list.waitFor({ state: "detached" });
});

inBrowser("the order is by points, and each doctor says why", {}, async (page, say) => {
  await search(page, say, "cardiology pudong");
  const all = await cards(page, say).all();
  const totals = [];
  for (const card of all) {
    await card.getByText("Why here?").click();
    const lines = await card.locator(".why dd").allInnerTexts();
    const points = lines.map((line) => Number(/^([\d.]+) of/.exec(line)[1]));
    const total = points.pop();
    assert.ok(Math.abs(points.reduce((a, b) => a + b, 0) - total) < 0.21, `${lines}`);
    totals.push(total);
  }
  assert.ok(totals.length > 1);
  assert.deepEqual(totals, [...totals].sort((a, b) => b - a));
  await accessible(page);
  await page.getByText("Order: Best match.").click();
  await page.getByText("Nobody can pay for a place in this list.").waitFor();
});

inBrowser("doctors who are being read stay where they are until asked", {}, async (page, say) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  // Ratings and times come in batches.
  await fhirFault(page, (method) => method === "POST", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/doctors?specialty=394579002");
  await cards(page, say).first().waitFor();
  const names = () => cards(page, say).getByRole("heading").allInnerTexts();
  const before = await names();
  await page.mouse.wheel(0, 600);
  await page.waitForFunction(() => scrollY > 100);
  release();
  await settled(page);
  assert.deepEqual(await names(), before);
  await page.getByRole("button", { name: say("Put the best match first") }).click();
  const after = await names();
  assert.notDeepEqual(after, before);
  assert.deepEqual([...after].sort(), [...before].sort());
});

inBrowser("filters of times, fee and stars are checked on the device, which is said", {}, async (page, say) => {
  await page.goto("/doctors?specialty=394579002&when=evening&fee=300&new=yes&stars=3");
  await settled(page);
  await page.getByText(/^Checked on this device: .*evening.*300/).waitFor();
  for (const card of await cards(page, say).all()) {
    assert.match(await card.innerText(), /Next free: .*(?:1[7-9]|2[0-3]):|[5-9]:\d\d PM|1[01]:\d\d PM/);
  }
  await accessible(page);
  await page.getByRole("link", { name: "Remove: Fee up to 300" }).click();
  await page.waitForURL((url) => !url.search.includes("fee"));
});

inBrowser("without the file of everyday words the names are still found, and it is said", { expect: FAILED_LOAD }, async (page, say) => {
  await page.route("**/vocabulary.json", (route) => route.fulfill({ status: 503 }));
  await page.goto("/doctors#q=cardiology");
  await cards(page, say).first().waitFor();
  await page.getByText(say("Everyday words couldn't be loaded. Names of specialties, doctors and hospitals are found all the same.")).waitFor();
  assert.deepEqual(await understood(page), ["Cardiology"]);
});
