// What is written into the record or the directory to run as script, and what may be opened of it; and signing in from
// within another site's page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { HOST, hosted } from "./host.mjs";
import { allow, askFhir, login, signInButton, signInByWindow, tokensOf } from "./signin.mjs";
import { accessible, fhirFault, inBrowser, json, settled, signInApp } from "./support.mjs";

const bundle = (...resources) => ({ resourceType: "Bundle", type: "searchset", total: resources.length, entry: resources.map((resource) => ({ resource, search: { mode: "match" } })) });
const base64 = (text) => Buffer.from(text).toString("base64");
const SCRIPT = `<svg xmlns="http://www.w3.org/2000/svg" onload="opener?.alert(1)"><script>top.document.title="owned"</script></svg>`;

/** A document of the record, by itself. */
async function openDocument(page, attachment) {
  const document = {
    resourceType: "DocumentReference",
    id: "evil",
    status: "current",
    type: { text: "Letter" },
    subject: { reference: "Patient/patient-lin-mei" },
    date: "2026-01-02",
    content: [{ attachment: { title: "letter", ...attachment } }],
  };
  await fhirFault(page, (method, path) => method === "GET" && path.startsWith("DocumentReference"), json(200, bundle(document)));
  await fhirFault(page, (method, path) => method === "POST" && path === "", async (route) => {
    const asked = JSON.parse(route.request().postData());
    const answer = await (await route.fetch()).json();
    asked.entry.forEach(({ request }, n) => {
      if (request.url.startsWith("DocumentReference")) answer.entry[n] = { response: { status: "200 OK" }, resource: bundle(document) };
    });
    await json(200, answer)(route);
  });
  await page.goto("/record/documents#item=evil");
  await settled(page);
  await page.locator("main").getByText("letter").first().waitFor();
}

/** No link or picture of the page leads anywhere but to https, to our own pages, or to the phone. */
async function onlySafeLinks(page) {
  const links = await page.locator("[href], [src]").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src")));
  for (const link of links) assert.match(link, /^(https:\/\/|\/(?!\/)|icons\/[\w-]+\.svg$|manifest\.webmanifest$|#|tel:|mailto:|blob:|\.\/|data:image\/svg)/, link);
}

for (const url of ["javascript:alert(document.domain)", "data:text/html,<script>alert(1)</script>", "http://plain.example/letter.html", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "//evil.example/x", "Binary/../../callback", "vbscript:x"]) {
  inBrowser(`a document at ${url} can't be followed`, {}, async (page) => {
    await openDocument(page, { contentType: "text/html", url });
    await onlySafeLinks(page);
    assert.equal(await page.locator("main").getByRole("link", { name: /open|elsewhere/i }).count(), 0);
  });
}

inBrowser("a document elsewhere is a link that tells that site nothing", {}, async (page) => {
  await openDocument(page, { contentType: "application/pdf", url: "https://elsewhere.example/letter.pdf" });
  const link = page.locator('main a[href="https://elsewhere.example/letter.pdf"]');
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  await onlySafeLinks(page);
});

for (const contentType of ["text/html", "image/svg+xml", "application/xhtml+xml", "text/html; charset=utf-8", "application/javascript", ""]) {
  inBrowser(`a document of type "${contentType}" with script in it is saved, never run`, {}, async (page, say) => {
    await openDocument(page, { contentType, data: base64(SCRIPT) });
    const pages = page.context().pages().length;
    const saved = page.waitForEvent("download");
    await page.locator("main").getByRole("button", { name: say("Open") }).first().click();
    const file = await saved;
    assert.equal(await readFile(await file.path(), "utf8"), SCRIPT, "as it came");
    assert.equal(page.context().pages().length, pages, "no page opens");
    assert.equal(await page.locator("iframe, object, embed, main svg script").count(), 0);
    assert.doesNotMatch(await page.title(), /^owned/);
  });
}

inBrowser("links among a doctor's and a hospital's data are safe or no links", {}, async (page) => {
  const evil = [
    { system: "url", value: "javascript:alert(1)" },
    { system: "phone", value: "javascript:alert(1)" },
    { system: "email", value: "x@y.example?bcc=z@y.example\"onmouseover=alert(1)" },
    { system: "url", value: "data:text/html,<script>alert(1)</script>" },
  ];
  await page.route("**/fhir/**", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    if (!text.startsWith("{")) return route.fulfill({ response, body: text });
    const answer = JSON.parse(text);
    const spoil = (value) => {
      if (Array.isArray(value)) value.forEach(spoil);
      else if (value && typeof value === "object") {
        if (["Organization", "Location", "Practitioner", "PractitionerRole"].includes(value.resourceType)) value.telecom = evil;
        Object.values(value).forEach(spoil);
      }
    };
    spoil(answer);
    await route.fulfill({ response, json: answer });
  });
  for (const path of ["/doctors/role-00001", "/hospitals/org-01", "/doctors/role-00008"]) {
    await page.goto(path);
    await settled(page);
    await onlySafeLinks(page);
  }
});

inBrowser("a config.json can't bring script, and a wrong one is refused", { expect: [/./] }, async (page) => {
  const body = await (await fetch(`${process.env.SAMPAN_URL}/config.json`)).json();
  const evil = `<img src=x onerror="document.title='owned'">`;
  body.brand.name = evil;
  body.brand.logo = "javascript:document.title='owned'";
  body.brand.tokens = { "--action": "red;} body{background:url(https://evil.example/)", action: "url(https://evil.example/x)" };
  await page.route("**/config.json", json(200, body));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/");
  await page.locator("main h1").first().waitFor();
  assert.doesNotMatch(await page.title(), /^owned/);
  assert.equal(await page.locator('img[src="x"], img[src^="javascript"]').count(), 0);
  assert.deepEqual(asked.filter((url) => url.includes("evil.example")), []);
});

// Within another site's page

/** The app in a plain frame of another site. */
const framed = (page, body) => hosted(page, `<iframe src="${signInApp}/record" width="340" height="700"></iframe>`, () => body(page.frameLocator("iframe")));

inBrowser("within another site's page, signing in takes a window of its own", { base: signInApp, expect: HOST }, async (page, say) => {
  await framed(page, async (frame) => {
    await signInByWindow(page, frame, say, () => frame.getByText(say("Please sign in in the other window. This page then goes on by itself.")).waitFor());
  });
});

inBrowser("a blocked sign-in window is told, with a way on", { base: signInApp, expect: HOST }, async (page, say) => {
  await page.addInitScript(() => (window.open = () => null));
  await framed(page, async (frame) => {
    await frame.locator("main").getByRole("button", { name: say("Sign in") }).click();
    await frame.getByRole("heading", { name: say("The sign-in window was blocked") }).waitFor();
    await frame.getByRole("link", { name: say("Open in a window of its own") }).waitFor();
  });
});

// Tokens that have ended

inBrowser("tokens that have really ended let nobody in, and ask for a new sign-in", { base: signInApp, expect: [/401/] }, async (page, say) => {
  const { access_token: ended } = await tokensOf("late", "patient-lin-guodong");
  const { exp } = JSON.parse(Buffer.from(ended.split(".")[1], "base64url"));
  assert.ok(exp * 1000 < Date.now(), "signed, and over");
  assert.equal((await askFhir("Condition?patient=patient-lin-guodong", ended)).status, 401);
  await page.goto("/record");
  await signInButton(page, say).click();
  await login(page, "late");
  await allow(page);
  await page.waitForURL("**/record");
  await page.getByText(say("Please sign in")).first().waitFor();
  await accessible(page);
});
