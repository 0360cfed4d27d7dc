// A hospital's colours: whatever is asked for can be read. And the page that tries a look, whose JSON is a config.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checked, themes } from "../../src/brand/colors.js";
import { accessible, DESK, eventually, inBrowser, settled } from "./support.mjs";

const sheet = readFileSync(new URL("../../style/tokens.css", import.meta.url), "utf8");
const colors = (block) => Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, color]) => [name, color]));
const [light, dark] = [...sheet.matchAll(/^ *:root \{([^}]*)\}/gm)].map(([, block]) => colors(block));
const own = { light, dark: { ...light, ...dark } };

test("whatever colours are asked for, every pair can be read", () => {
  // The same ones each time (Park and Miller's generator).
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const color = () => "#" + Math.floor(random() * 0x1000000).toString(16).padStart(6, "0");
  const some = () => Object.fromEntries(["action", "paper", "ink"].filter(() => random() < 0.7).map((name) => [name, color()]));
  for (let n = 0; n < 3_000; n++) {
    const [asked, askedDark] = [some(), some()];
    const worn = themes(own, asked, askedDark);
    for (const theme of ["light", "dark"]) {
      const poor = checked(worn[theme]).filter(({ ratio, least }) => ratio < least);
      assert.deepEqual(poor, [], `${theme}: ${JSON.stringify([asked, askedDark])}`);
    }
    for (const { field, asked: before, given } of worn.notes) assert.notEqual(before, given, field);
  }
});

test("colours that can be read stay as they are", () => {
  const { light: worn, notes } = themes(own, { action: "#7a1f5c", paper: "#fdf8fb", ink: "#22181f" });
  assert.deepEqual([worn.action, worn.paper, worn.ink, notes], ["#7a1f5c", "#fdf8fb", "#22181f", []]);
});

/** What a sample wears. */
const worn = (page, theme, token) => page.locator(`#sample-${theme}`).evaluate((it, token) => getComputedStyle(it).getPropertyValue(token), token);

for (const [language, width, dark] of [["en", 360, false], ["zh-Hans", DESK, true], ["ar", 360, false]]) {
  inBrowser(`a look is tried and copied, ${language}`, { language, width, dark, permissions: ["clipboard-read", "clipboard-write"] }, async (page, say) => {
    await page.goto("/connect");
    await page.getByRole("link", { name: say("Try your hospital's look") }).click();
    const field = (name) => page.getByRole("textbox", { name: say(name) });
    await eventually(() => field("Name of the hospital").inputValue(), (name) => name !== "", "the name of the config");
    await field("Name of the hospital").fill("River Hospital");
    await field("Colour of what can be pressed, light").fill("#ffd400");
    // Yellow can't be read on white.
    await page.getByText(/#[0-9a-f]{6}/).filter({ hasText: say("This can't be read on all its grounds. {given} is shown instead.") }).waitFor();
    const given = await worn(page, "light", "--action");
    assert.match(given, /^#[0-9a-f]{6}$/);
    assert.notEqual(given, "#ffd400");
    assert.equal(await worn(page, "dark", "--action"), "#ffd400", "and can on black");
    await field("Colour of text, dark").fill("red");
    await page.getByText(say("A colour is written as #0b6170.")).waitFor();
    await field("Roundness of corners, 0 to 24 pixels").fill("4");
    await field("Logo: a path on this site").fill("https://cdn.example.com/logo.svg");
    await page.getByText(say("A path on this site, as /river/logo.svg.")).waitFor();
    await page.locator("summary").nth(0).click();
    await page.locator("#brand-texts-header-en").fill("Wing B is closed.");
    assert.equal(await worn(page, "light", "--radius"), "0.25rem");
    for (const theme of ["light", "dark"]) await page.locator(`#sample-${theme}`).getByText("River Hospital").waitFor();
    await accessible(page);
    await page.getByRole("button", { name: say("Copy the JSON") }).click();
    const copied = JSON.parse(await eventually(() => page.evaluate(() => navigator.clipboard.readText()), (text) => text.includes("River"), "what was copied"));
    await page.getByRole("status").filter({ hasText: say("The JSON was copied") }).waitFor();
    const { brand } = copied;
    assert.deepEqual({ ...brand, texts: brand.texts.header }, { name: "River Hospital", colors: { action: "#ffd400" }, radius: 4, texts: { en: "Wing B is closed." } }, "what can be used, and nothing else");
    // The app takes it.
    const shipped = await (await page.request.get("/config.json")).json();
    await page.route("**/config.json", (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify({ ...shipped, ...copied }) }));
    await page.goto("/");
    await settled(page);
    await eventually(() => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--action")), (action) => action === (dark ? "#ffd400" : given), "the look");
    await page.getByText("River Hospital").first().waitFor();
  });
}

inBrowser("what a browser refuses to copy is marked", {}, async (page, say) => {
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await page.goto("/connect?brand");
  await page.getByRole("button", { name: say("Copy the JSON") }).click();
  await page.getByRole("status").filter({ hasText: say("Copying didn't work. The text is marked: copy it by hand.") }).waitFor();
  const marked = await page.evaluate(() => getSelection().toString());
  assert.equal(marked.trim(), (await page.locator("pre").innerText()).trim());
  await accessible(page);
});

inBrowser("without a name there is nothing to copy", {}, async (page, say) => {
  await page.goto("/connect?brand");
  const name = page.getByRole("textbox", { name: say("Name of the hospital") });
  await eventually(() => name.inputValue(), (name) => name !== "", "the name of the config");
  await name.fill(" ");
  await page.getByText(say("The hospital needs a name.")).first().waitFor();
  assert.equal(await page.getByRole("button", { name: say("Copy the JSON") }).count(), 0);
});
