// The connection check tells failing servers apart, in a browser and from a terminal, and says what to do.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, test } from "node:test";
import { expired, FAULTS, oddServer } from "./odd-server.mjs";
import { accessible, app, DESK, inBrowser, settled } from "./support.mjs";

const xtask = process.env.SAMPAN_XTASK;
const servers = Object.fromEntries(await Promise.all(Object.keys(FAULTS).map(async (kind) => [kind, await oddServer(kind)])));
const certificate = expired();
if (certificate) servers.certificate = await oddServer("healthy", certificate);
const gone = await oddServer("healthy");
await gone.close();
servers.down = { base: gone.base, origin: gone.origin, close: () => {} };
after(() => Promise.all(Object.values(servers).map((server) => server.close())));

/** Runs the command; its exit code and what it printed. */
const command = (...words) =>
  new Promise((done) => execFile(xtask, ["connect", ...words], (error, out) => done({ code: error?.code ?? 0, out })));

// What each server is told by: the exit code, the words of the finding, and of the advice.
const TOLD = {
  healthy: [0, /\[Good\] Free times: Free times in the next 60 days: 2/, /Book a visit: Yes/],
  down: [1, /\[Must change\] Reachable: Nobody answers there\./, /The server may be off, the address or port wrong/],
  certificate: [1, /\[Must change\] Reachable: The server's certificate isn't valid/, /Renew the certificate/],
  "no-cors": [1, /\[Must change\] .*CORS.*: The server answers, and doesn't let pages of http:\/\/care\.example read it/, /access-control-allow-origin/],
  "cors-without-headers": [1, /CORS refuses requests with: content-type, authorization, if-match, if-none-exist\./, /access-control-allow-headers/],
  "wrong-path": [1, /Nothing is there \(404\)/, /The server is right, the path isn't/],
  moved: [1, /FHIR isn't here, but it is at http:\/\/localhost:\d+\/r4\/fhir/, /Use that address/],
  html: [1, /A web page came instead of FHIR/, /A login page, a proxy's error page/],
  "not-fhir": [1, /Something came that isn't FHIR/, /application\/fhir\+json/],
  r5: [1, /FHIR 5\.0\.0\. Sampan speaks R4/, /R4 at an address of its own/],
  "no-search": [1, /\[Must change\] Doctors: The server doesn't do this \(501\)/, /PractitionerRole must be searchable/],
  "no-doctors": [1, /\[Must change\] Doctors: No doctors found/, /active=true/],
  "ignored-filter": [1, /\[Must change\] Search by specialty: The server ignores: specialty\./, /Switch the search parameter specialty on/],
  "no-slots": [0, /\[Could be better\] Free times: No free time/, /patients book by phone only/],
  "no-booking": [0, /\[Could be better\] Calendars: The first doctors have no calendar/, /still show phone and address/],
  unauthorized: [1, /\[Must change\] Doctors: Refused without a sign-in \(401\)/, /Open them for reading without a token/],
  "broken-pages": [1, /The next page is on another server: http:\/\/elsewhere\.invalid/, /base URL/],
  failing: [1, /The server failed \(503\)/, /server's log/],
  "batch-for-transaction": [0, /runs a transaction as a batch/, /withdraws it/],
  "any-version": [1, /Both got the same time/, /switch booking off/],
};

test("every odd server has its own words", () => {
  assert.ok(Object.keys(TOLD).length >= 12);
  assert.deepEqual(Object.keys(TOLD).filter((kind) => !servers[kind]), certificate ? [] : ["certificate"]);
});

for (const [kind, [code, found, advice]] of Object.entries(TOLD)) {
  const skip = !servers[kind] && "skipped: no openssl to make a certificate";
  test(`the command tells: ${kind}`, { skip }, async () => {
    const { base, resources } = servers[kind];
    const before = resources?.();
    const told = await command("--fhir", base, "--site", "http://care.example", "--write");
    assert.equal(told.code, code, told.out);
    assert.match(told.out, found);
    assert.match(told.out, advice);
    // No other server is told by these words.
    for (const [other, [, words]] of Object.entries(TOLD)) if (other !== kind && other !== "healthy") assert.doesNotMatch(told.out, words, other);
    assert.deepEqual(resources?.(), before, "what the check made is gone");
  });
}

test("without an address there is nothing to run", async () => {
  assert.equal((await command()).code, 2);
  assert.equal((await command("--fhir", "fhir.example.org")).code, 2);
});

const NOISE = [/Failed to load resource/, /blocked by CORS policy/];
/** Opens the page where its policy names the server too, as after `cargo xtask headers`, and checks. */
async function checked(page, say, server, { named = true } = {}) {
  if (named) {
    await page.route("**/connect", async (route) => {
      const answer = await route.fetch();
      const headers = answer.headers();
      headers["content-security-policy"] = headers["content-security-policy"].replace("connect-src 'self'", `connect-src 'self' ${server.origin}`);
      await route.fulfill({ response: answer, headers });
    });
  }
  await page.goto("/connect");
  await settled(page);
  // While anything is routed, Playwright answers the browser's preflights by itself.
  await page.unrouteAll();
  await page.getByRole("textbox", { name: say("Address of the FHIR server") }).fill(server.base);
  await page.getByRole("button", { name: say("Check") }).click();
  await page.getByRole("heading", { name: say("Report") }).waitFor();
}
const outcomeOf = (page, check) => page.locator(`[data-check="${check}"]`).getAttribute("data-outcome");

const SEEN = {
  down: ["reach", "down"],
  certificate: ["reach", "down"],
  "no-cors": ["cors", "cors_none"],
  "cors-without-headers": ["headers", "headers_refused"],
  "wrong-path": ["metadata", "wrong_path"],
  html: ["metadata", "html"],
  r5: ["version", "version_other"],
  "ignored-filter": ["filter", "ignored"],
  unauthorized: ["roles", "unauthorized"],
};
for (const [kind, [check, outcome]] of Object.entries(SEEN)) {
  if (!servers[kind]) continue;
  const server = servers[kind];
  inBrowser(`the page tells: ${kind}`, { expect: NOISE, also: [server.origin] }, async (page, say) => {
    await checked(page, say, server);
    assert.equal(await outcomeOf(page, check), outcome);
    await page.locator(`[data-check="${check}"] .connect-advice`).waitFor();
    assert.equal(await page.locator("[data-outcome].connect-check").last().getAttribute("data-check"), outcome === "ignored" || outcome === "headers_refused" ? "record_types" : check);
  });
}

inBrowser("the page tells: a server that the site's own policy doesn't name", { expect: [/Content Security Policy/i, /Refused to connect/], also: [servers.healthy.origin] }, async (page, say) => {
  await checked(page, say, servers.healthy, { named: false });
  assert.equal(await outcomeOf(page, "reach"), "policy");
  await page.getByText(/cargo xtask headers/).first().waitFor();
});

for (const [language, width] of [["en", 360], ["zh-Hans", DESK], ["ar", 360]]) {
  inBrowser(`the page: a healthy server, a booking tried, the report, ${language}`, { language, width, expect: NOISE, also: [servers.healthy.origin] }, async (page, say) => {
    const before = servers.healthy.resources();
    await checked(page, say, servers.healthy);
    assert.equal(await outcomeOf(page, "sign_in"), "sign_in_good");
    await page.getByRole("button", { name: say("Check again and try a booking") }).click();
    await page.locator('[data-check="clean"]').waitFor();
    await page.getByRole("heading", { name: say("Report") }).waitFor();
    for (const [check, outcome] of [["transaction", "transaction_good"], ["conflict", "conflict_good"], ["version_guard", "guard_good"], ["once", "once_good"], ["clean", "clean_good"]]) {
      assert.equal(await outcomeOf(page, check), outcome);
    }
    assert.deepEqual(servers.healthy.resources(), before);
    await page.locator(".connect-ability").filter({ hasText: new RegExp(say("Book a visit").source.replace(/^\^|\$$/g, ""), "u") }).filter({ hasText: new RegExp(say("Yes").source.replace(/^\^|\$$/g, ""), "u") }).waitFor();
    const report = await page.locator("pre").innerText();
    assert.match(report, /GET metadata \(\d+ ms\)/);
    assert.doesNotMatch(report, /Bearer/i);
    await accessible(page);
  });
}

inBrowser("the page checks the site's own server first", {}, async (page, say) => {
  await page.goto("/connect");
  await settled(page);
  assert.equal(await page.getByRole("textbox", { name: say("Address of the FHIR server") }).inputValue(), `${app}/fhir`);
  await page.getByRole("button", { name: say("Check") }).click();
  await page.getByRole("heading", { name: say("Report") }).waitFor();
  assert.equal(await outcomeOf(page, "cors"), "cors_same");
  assert.equal(await page.locator('.connect-check .tag.warning').count(), 0, "the development backend has all that patients need");
});
