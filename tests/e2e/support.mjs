// What every end-to-end test stands on: one browser a file, a fresh context a test, and a watch over what must never happen.
// SAMPAN_URL is the served app, a demonstration without sign-in, and SAMPAN_FHIR the base of its FHIR server;
// SAMPAN_SIGN_IN_URL is the app with its sign-in, SAMPAN_ISSUER its authorization server; CHROMIUM is the browser.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { flawsOfRequest } from "./valid.mjs";

export const app = need("SAMPAN_URL");
export const fhir = need("SAMPAN_FHIR");
/** The app with its sign-in, before the same FHIR server, and the authorization server. */
export const signInApp = need("SAMPAN_SIGN_IN_URL");
export const issuer = need("SAMPAN_ISSUER");

const root = new URL("../../", import.meta.url);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// A page whose answer a test has changed counts as public, and may not ask the servers here.
const FLAGS = ["--disable-features=LocalNetworkAccessChecks", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream"];

export const PHONE = 360;
export const DESK = 1280;
/** The browser's languages for which Sampan has words. */
export const LANGUAGES = { en: "en-GB", "zh-Hans": "zh-CN", ar: "ar-EG" };

let launched;
after(async () => (await launched)?.close());

function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; \`cargo xtask test e2e\` sets it`);
  return value.replace(/\/+$/, "");
}

/**
 * Declares a test that gets a page of its own.
 *
 * After the body, the test fails on a page error, an error in the console (a refusal by the Content-Security-Policy is
 * one), a request to another origin, a resource sent that isn't valid FHIR R4, or a page wider than its window. `expect` lists the console errors that a test
 * means to cause; `base` is the app to open; `also` lists other origins that it may ask.
 */
export function inBrowser(name, options, body) {
  const { width = PHONE, language = "en", dark = false, expect = [], base = app, also = [], ...rest } = options;
  // Long enough for a slow machine: what hangs fails by the shorter limit of each step.
  test(name, { timeout: 300_000 }, async () => {
    launched ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
    const context = await (await launched).newContext({
      baseURL: base,
      viewport: { width, height: width < 600 ? 740 : 800 },
      locale: LANGUAGES[language],
      timezoneId: "Asia/Shanghai",
      colorScheme: dark ? "dark" : "light",
      // Faults are put between page and server, where a service worker would stand in the way.
      serviceWorkers: "block",
      ...rest,
    });
    context.setDefaultTimeout(60_000);
    const problems = watch(context, expect, [...(base === app ? [app] : [base, issuer]), ...also]);
    const page = await context.newPage();
    try {
      await body(page, sayIn(language));
      await fits(page);
      assert.deepEqual(problems, [], "what the browser complained of");
    } catch (error) {
      error.message += `\n  at ${page.url()}${problems.map((p) => `\n  ${p}`).join("")}\n  seen: ${await picture(page, name)}`;
      throw error;
    } finally {
      // What is still on its way would come back to a page that is gone.
      for (const routed of [...context.pages(), context]) await routed.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    }
  });
}

function watch(context, expected, sites) {
  const problems = [];
  const note = (text) => expected.some((pattern) => pattern.test(text)) || problems.push(text);
  context.on("weberror", (error) => note(`page error: ${error.error().stack ?? error.error()}`));
  context.on("console", (message) => message.type() === "error" && note(`console: ${message.text()} (${message.location().url})`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !sites.includes(url.origin)) note(`request to a third party: ${url.origin}`);
    // Whatever the app writes, in whichever journey, is valid R4.
    flawsOfRequest(request).forEach((flaw) => note(`not valid: ${flaw}`));
  });
  return problems;
}

async function picture(page, name) {
  const folder = fileURLToPath(new URL("target/e2e/", root));
  mkdirSync(folder, { recursive: true });
  const path = folder + name.replace(/[^\p{L}\p{N}]+/gu, "-") + ".png";
  return page.screenshot({ path, fullPage: true }).then(() => path, () => "no picture");
}

/** No page scrolls sideways. */
export async function fits(page) {
  const measure = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  };
  const [content, window] = await eventually(() => page.evaluate(measure));
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
}

/** Fails on whatever axe finds wrong on the page as it stands. */
export async function accessible(page) {
  await settled(page);
  // Evaluated by the debugger, which the page's Content-Security-Policy doesn't bind.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
  });
  assert.deepEqual(violations, [], `axe at ${new URL(page.url()).pathname}`);
  const text = await page.locator("body").innerText();
  assert.deepEqual((text.match(KEYS) ?? []).filter((key) => !FIELDS.includes(key)), [], "keys where there should be words");
  await fits(page);
}

/** Waits until the page has its heading and nothing is still loading. */
export async function settled(page) {
  await page.locator("#app main h1").first().waitFor({ state: "attached" });
  await page.waitForFunction(() => !document.querySelector("#shell") && !document.querySelector("main .skeleton"));
  // A transition would be measured half-way.
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))));
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks until `good` likes the answer, and gives it: for what follows a moment after its cause, and for a page that leads on to another meanwhile. */
export async function eventually(ask, good = () => true, what = "an answer") {
  for (const until = Date.now() + 60_000; ; await pause(50)) {
    const { answer, error } = await Promise.resolve().then(ask).then((answer) => ({ answer }), (error) => ({ error }));
    if (!error && good(answer)) return answer;
    if (Date.now() > until) assert.fail(error ?? `${what}: ${JSON.stringify(answer)}`);
  }
}

const stored = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

/** What the browser keeps, once nothing is added to it any more. */
async function storedAtRest(page) {
  for (let before = await stored(page); ; ) {
    await pause(500);
    const now = await stored(page);
    if (now === before) return now;
    before = now;
  }
}

/** Does something that the browser is to keep, and waits until it has: sealing takes its time. */
export async function untilKept(page, act) {
  const before = await storedAtRest(page);
  await act();
  await eventually(() => stored(page), (now) => now !== before, "nothing more is kept");
  await storedAtRest(page);
}

/** Opens the demonstration's record as another patient's. */
export async function openAs(page, patient) {
  await page.route("**/config.json", async (route) => {
    const config = await (await route.fetch()).json();
    config.record.patient = patient;
    await route.fulfill({ json: config });
  });
}

/** Waits until an element has the focus, which a page gives with its next frame. */
export const hasFocus = (page, id) => page.waitForFunction((id) => document.activeElement?.id === id, id);

/** Names and roles are the same words that a person reads: the messages of a language, asked for by their English. */
function sayIn(language) {
  const english = messages("en");
  const local = messages(language);
  return (text) => {
    const keys = Object.keys(english).filter((key) => forms(english[key]).includes(text));
    assert.ok(keys.length, `no message says "${text}" in English`);
    const texts = keys.flatMap((key) => forms(local[key]));
    return new RegExp(`^\\s*(?:${texts.map(pattern).join("|")})\\s*$`, "u");
  };
}

/** What the browser says of an answer that a test made fail. */
export const FAILED_LOAD = [/Failed to load resource/];

/** Whether a request is a transaction. */
export const isTransaction = (method, path, request) => method === "POST" && path === "" && /"transaction"/.test(request.postData());

/** What a message looks like that is missing: its key. */
const KEYS = new RegExp(`\\b(?:${[...new Set(Object.keys(messages("en")).map((key) => key.split(".")[0]))].join("|")})\\.[a-z0-9_]+\\b`, "g");

/** Fields of config.json, which pages for the web team speak of, and which look like keys. */
const FIELDS = ["config.json", "record.base", "record.issuer", "brand.name", "brand.logo"];

function messages(language) {
  const folder = new URL(`public/locales/${language}/`, root);
  const rooms = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")));
  return Object.assign({}, ...rooms);
}

const forms = (message) => (typeof message === "string" ? [message] : Object.values(message));
/** A message as a pattern; its placeholders stand for anything. */
const pattern = (text) => text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");

/** Answers every request to the FHIR server that `matches` (a method and the path below the base) with `answer`. */
export async function fhirFault(page, matches, answer) {
  const base = new URL(app + "/fhir");
  await page.route(
    (url) => url.origin === base.origin && url.pathname.startsWith(base.pathname),
    (route) => {
      const request = route.request();
      const url = new URL(request.url());
      const path = url.pathname.slice(base.pathname.length).replace(/^\//, "");
      return matches(request.method(), path, request) ? answer(route) : route.fallback();
    },
  );
}

export const json = (status, body) => (route) =>
  route.fulfill({ status, contentType: "application/fhir+json", body: typeof body === "string" ? body : JSON.stringify(body) });

export const outcome = (code) => ({ resourceType: "OperationOutcome", issue: [{ severity: "error", code }] });

/** The one polite live region that tells of navigation. */
export const announcement = (page) => page.locator("#announcer");

/** The text of what holds the focus, or its accessible name. */
export const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute("aria-label") || at?.innerText?.trim() || at?.labels?.[0]?.innerText?.trim() || at?.tagName;
  });

/** Presses Tab until what holds the focus satisfies `locator`, as somebody without a mouse would. */
export async function tabTo(page, locator, limit = 200) {
  await locator.first().waitFor();
  for (let n = 0; n < limit; n++) {
    if (await locator.evaluateAll((all) => all.includes(document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no Tab of ${limit} leads to ${locator}; the last is at "${await focused(page)}"`);
}
