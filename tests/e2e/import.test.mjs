// Readings from a file of another app: looked through on the device, chosen, and sent once, in bundles.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { observations } from "./server.mjs";
import { accessible, app, inBrowser, isTransaction, settled } from "./support.mjs";

const MEI = "patient-lin-mei";

/** What the server has of a kind from this time on its calendar, which begins as the text does. */
const held = async (code, time) => (await observations(MEI, code)).filter((one) => one.effectiveDateTime?.startsWith(time));

async function choose(page, name, text) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByLabel("Choose a file").click()]);
  await chooser.setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

async function open(page) {
  await page.goto("/record/import");
  await settled(page);
}

inBrowser("a file of readings is looked through, and what is chosen is sent once", {}, async (page, say) => {
  await open(page);
  await accessible(page);
  const time = "2020-01-31T08:00:00+08:00";
  const before = [await held("85354-9", time), await held("8867-4", time)].map((all) => all.length);
  const text = "Date;Systolic;Diastolic;Pulse\n31.01.2020 08:00;121;79;64\n01.02.2020 08:00;421;79;\n30.02.2020;121;79;\n31.01.2020 08:00;121;79;\n";
  await choose(page, "monitor.csv", text);
  await page.getByText(say("{n} readings in this file.")).waitFor();
  await accessible(page);
  const rows = await page.locator("main tbody tr").evaluateAll((rows) => rows.map((row) => row.innerText.replace(/\s+/g, " ").trim()));
  assert.equal(rows.length, 5);
  for (const [at, words] of [[0, /Blood pressure 121\/79 mmHg.*Line 2.*Fine/], [1, /Pulse 64.*Fine/], [2, /421\/79.*very unusual/], [3, /Can't be read: there is no date/], [4, /121\/79.*Line 5.*Already there/]]) assert.match(rows[at], words);
  const boxes = page.locator("main tbody input[type=checkbox]");
  assert.deepEqual(await boxes.evaluateAll((all) => all.map((box) => box.checked)), [true, true, false], "what is fine is chosen, what is doubtful isn't");
  await page.getByRole("button", { name: /^Save 2/ }).click();
  await page.getByText(say("{n} readings are saved in your record.")).waitFor();
  await accessible(page);
  assert.deepEqual([await held("85354-9", time), await held("8867-4", time)].map((all) => all.length), [before[0] + 1, before[1] + 1]);
  const [mine] = await held("8867-4", time);
  assert.deepEqual([mine.valueQuantity.value, mine.performer], [64, [{ reference: `Patient/${MEI}` }]]);

  // The same file again brings nothing.
  await choose(page, "monitor.csv", text);
  await page.getByText(say("{n} readings in this file.")).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Save/ }).isDisabled(), true);
  assert.equal(await page.getByText(say("Already there"), { exact: true }).count(), 3);
});

inBrowser("what a file doesn't say is asked, and what isn't a table is refused", {}, async (page, say) => {
  await open(page);
  await choose(page, "note.txt", "Dear diary,\nI feel well.\n");
  await page.getByText(/can't be read as a table/).waitFor();
  await choose(page, "scale.csv", "Date,Weight\n03/04/2020,160.5\n");
  await page.getByText(say("How is this date meant: {date}?")).waitFor();
  await accessible(page);
  await page.getByLabel(say("The month comes first")).check();
  await page.getByLabel("lb", { exact: true }).check();
  await page.getByRole("button", { name: say("Go on") }).click();
  await page.getByText(/Weight 160\.5 lb/).waitFor();
  await page.getByRole("button", { name: /^Save 1/ }).click();
  await page.getByText(say("{n} readings are saved in your record.")).waitFor();
  const mine = (await held("29463-7", "2020-03-04")).at(0);
  assert.deepEqual([mine.valueQuantity.value, mine.valueQuantity.code], [160.5, "[lb_av]"]);
});

inBrowser("two thousand readings go in bundles, and an answer that is lost brings none twice", { expect: [/Failed to load|net::/] }, async (page, say) => {
  await open(page);
  const before = (await held("8310-5", "2019")).length;
  const lines = Array.from({ length: 2000 }, (_, at) => `${new Date(Date.UTC(2019, 0, 1) + at * 3_600_000).toISOString()},36.${at % 10}`);
  await choose(page, "many.csv", `Time stamp,Temperature (C)\n${lines.join("\n")}`.replace("Time stamp", "Timestamp"));
  await page.getByText(say("{n} readings in this file.")).waitFor();
  assert.equal(await page.locator("main tbody tr").count(), 100);
  let bundles = 0;
  let requests = 0;
  await page.route(
    (url) => url.href.startsWith(`${app}/fhir`),
    async (route) => {
      requests++;
      if (!isTransaction(route.request().method(), new URL(route.request().url()).pathname.slice(5), route.request())) return route.continue();
      if (++bundles !== 3) return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    },
  );
  await page.getByRole("button", { name: /^Save 2,?000/ }).click();
  await page.getByText(say("{n} readings are saved in your record.")).waitFor({ timeout: 180_000 });
  assert.equal((await held("8310-5", "2019")).length, before + 2000, "each once");
  assert.ok(requests < 250, `${requests} requests`);
});

inBrowser("our own table is read back, and known line by line", { expect: [/\$summary/] }, async (page, say) => {
  await page.goto("/record/export");
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: say("Vital signs") }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  await open(page);
  await choose(page, "vitals.csv", text);
  await page.getByText(say("{n} readings in this file.")).waitFor();
  const verdicts = await page.locator("#import-sort option").allTextContents();
  assert.ok(verdicts.some((text) => /^Already there/.test(text)), verdicts.join());
  assert.ok(!verdicts.some((text) => /^(Fine|Doubtful)/.test(text)), `all of it is on record: ${verdicts.join()}`);
});
