// Who tries to get in where they don't belong, doesn't: each attack fails, and its test fails where the defence is taken away.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { doctorWithTime } from "./server.mjs";
import { allow, codeOf, login, signIn, signInButton } from "./signin.mjs";
import { FAILED_LOAD, accessible, inBrowser, issuer, settled, signInApp } from "./support.mjs";

const base = signInApp;
const GUODONG = "patient-lin-guodong";

/** Watches for requests that spend a code. */
function exchanges(page) {
  const seen = [];
  page.on("request", (request) => request.url() === `${issuer}/token` && seen.push(request.postData()));
  return seen;
}

/** A page that refuses, with a way on, and with nobody signed in. */
async function refuses(page, say, title) {
  await page.getByRole("heading", { name: say(title) }).waitFor();
  await accessible(page);
  assert.equal(new URL(page.url()).search, "", "nothing of the answer stays in the address");
  await page.locator('a[href="/settings"]').first().click();
  await signInButton(page, say).waitFor();
}

/** Goes as far as the hospital's answer, which `change` may tamper with on its way to the app. */
async function tampered(page, say, change) {
  await page.goto("/record");
  await signInButton(page, say).click();
  await login(page);
  // The browser follows the hospital's redirects by itself; here each is followed by hand.
  await page.route(`${issuer}/interaction/*/consent`, async (route) => {
    const onward = await route.fetch({ maxRedirects: 0 });
    const answer = await page.request.get(onward.headers().location, { maxRedirects: 0 });
    const url = new URL(answer.headers().location);
    change(url.searchParams);
    const to = url.href.replaceAll("&", "&amp;");
    await route.fulfill({ contentType: "text/html", body: `<!doctype html><meta http-equiv="refresh" content="0;url=${to}">` });
  });
  await allow(page);
}

// Forged answers

inBrowser("an answer that nobody asked for is refused", { base }, async (page, say) => {
  const spent = exchanges(page);
  const { callback } = await codeOf("lin.guodong", GUODONG);
  await page.goto(callback);
  await refuses(page, say, "This sign-in didn't start here");
  assert.deepEqual(spent, [], "no code was spent");
});

inBrowser("a forged state is refused, though a sign-in is under way", { base }, async (page, say) => {
  const spent = exchanges(page);
  await tampered(page, say, (answer) => answer.set("state", "forged"));
  await refuses(page, say, "This sign-in didn't start here");
  assert.deepEqual(spent, []);
});

inBrowser("an answer can't be replayed", { base }, async (page, say) => {
  let callback;
  page.on("request", (request) => request.url().startsWith(`${base}/callback?`) && (callback = request.url()));
  await page.goto("/record");
  await signIn(page, say);
  const spent = exchanges(page);
  await page.goto(callback);
  await refuses(page, say, "This sign-in didn't start here");
  assert.deepEqual(spent, []);
});

inBrowser("another server's answer is refused (mix-up)", { base }, async (page, say) => {
  const spent = exchanges(page);
  await tampered(page, say, (answer) => answer.set("iss", "https://evil.example"));
  await refuses(page, say, "This isn't your hospital's sign-in");
  assert.deepEqual(spent, [], "the code went nowhere");
});

inBrowser("an answer without its server's name is refused", { base }, async (page, say) => {
  await tampered(page, say, (answer) => answer.delete("iss"));
  await refuses(page, say, "This isn't your hospital's sign-in");
});

inBrowser("another's code can't be slipped in", { base, expect: FAILED_LOAD }, async (page, say) => {
  const { code } = await codeOf("lin.guodong", GUODONG);
  await tampered(page, say, (answer) => answer.set("code", code));
  await refuses(page, say, "That took too long");
});

inBrowser("a forged discovery leads nobody elsewhere", { base }, async (page, say) => {
  await page.route("**/.well-known/smart-configuration", async (route) => {
    const response = await route.fetch();
    const said = await response.json();
    await route.fulfill({ response, json: { ...said, authorization_endpoint: "https://evil.example/auth" } });
  });
  await page.goto("/record");
  await signInButton(page, say).click();
  await refuses(page, say, "This isn't your hospital's sign-in");
});

// Links that lead elsewhere

for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/callback?code=x"]) {
  inBrowser(`a link to the sign-in leads on to no other site: ${next}`, { base }, async (page, say) => {
    await page.goto(`/sign-in#next=${encodeURIComponent(next)}`);
    await signInButton(page, say).click();
    await login(page);
    await allow(page);
    await page.waitForURL(`${base}/record`);
  });
}

inBrowser("a portal of another server is refused", { base }, async (page, say) => {
  await page.goto("/sign-in?iss=https%3A%2F%2Fevil.example%2Ffhir&launch=x");
  await page.getByRole("heading", { name: say("This isn't your hospital's sign-in") }).waitFor();
  await accessible(page);
});

inBrowser("the hospital's own portal is let in, with its context", { base }, async (page, say) => {
  const asked = page.waitForRequest((request) => request.url().startsWith(`${issuer}/auth?`));
  await page.goto(`/sign-in?iss=${encodeURIComponent(`${base}/fhir`)}&launch=from-the-portal`);
  const query = new URL((await asked).url()).searchParams;
  assert.equal(query.get("launch"), "from-the-portal");
  assert.ok(query.get("scope").split(" ").includes("launch"));
  await login(page);
  await allow(page);
  await page.waitForURL(`${base}/record`);
  await settled(page);
});

// Ends that are nobody's fault

inBrowser("a patient who doesn't allow it is told so, and may think again", { base }, async (page, say) => {
  await page.goto("/record/labs");
  await signInButton(page, say).click();
  await login(page);
  await page.getByRole("button", { name: "Don't allow" }).click();
  await page.getByRole("heading", { name: say("You are not signed in") }).waitFor();
  await accessible(page);
  await page.getByRole("button", { name: say("Try again") }).click();
  await page.getByRole("heading", { name: "Let Sampan see your record?" }).waitFor();
  await allow(page);
  await page.waitForURL(`${base}/record/labs`);
});

inBrowser("an account without a record is told so", { base }, async (page, say) => {
  await page.goto("/record");
  await signInButton(page, say).click();
  await login(page, "visitor");
  await allow(page);
  await refuses(page, say, "There is no record for this account");
});

inBrowser("what the hospital didn't allow is said in words", { base }, async (page, say) => {
  await page.goto("/appointments");
  await signInButton(page, say).click();
  await login(page);
  await allow(page, ["user/Slot.rus"]);
  await page.getByRole("heading", { name: say("Signed in, with limits") }).waitFor();
  await page.getByText(say("Appointments can't be booked or changed here.")).waitFor();
  await accessible(page);
  await page.getByRole("button", { name: say("Go on") }).click();
  await page.waitForURL(`${base}/appointments`);
});

inBrowser("a browser that keeps nothing says what to do", { base }, async (page, say) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "sessionStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } });
  });
  await page.goto("/record");
  await signInButton(page, say).click();
  await page.getByRole("heading", { name: say("This browser can't sign in") }).waitFor();
  await accessible(page);
});

inBrowser("a clock that is wrong is named", { base }, async (page, say) => {
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 3 * 3_600_000;
  });
  await page.goto("/record");
  await signInButton(page, say).click();
  await login(page);
  await allow(page);
  await refuses(page, say, "The time of this device is wrong");
});

// What a server's data may try

inBrowser("script in a name is text", {}, async (page) => {
  const { role } = await doctorWithTime();
  const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  await page.route("**/fhir/PractitionerRole?**", async (route) => {
    const response = await route.fetch();
    const bundle = await response.json();
    for (const { resource } of bundle.entry ?? []) {
      if (resource.resourceType === "Practitioner") resource.name = [{ text: evil }];
    }
    await route.fulfill({ response, json: bundle });
  });
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  await page.getByText("<img src=x").first().waitFor();
  assert.equal(await page.locator('main img[src="x"], main script').count(), 0);
  assert.doesNotMatch(await page.title(), /^owned/);
});

const HUGE = {
  "nested a hundred thousand deep": () => `{"resourceType":"Bundle","entry":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  "of thirty megabytes": () => `{"resourceType":"Bundle","type":"searchset","x":"${"x".repeat(30_000_000)}"}`,
};
for (const [what, body] of Object.entries(HUGE)) {
  inBrowser(`an answer ${what} takes no page down`, {}, async (page) => {
    await page.route("**/fhir/**", (route) => route.fulfill({ contentType: "application/fhir+json", body: body() }));
    await page.goto("/doctors");
    await page.getByRole("alert").first().waitFor();
    assert.equal(await page.locator("#trouble").count(), 0, "the app lives");
  });
}

inBrowser("no foreign site can frame the app", { expect: [/./] }, async (page) => {
  const { SAMPAN_URL } = process.env;
  const evil = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>evil</title><iframe src="${SAMPAN_URL}/record" width="200" height="200"></iframe>`);
  });
  await new Promise((resolve) => evil.listen(0, "127.0.0.1", resolve));
  try {
    await page.goto(`http://127.0.0.1:${evil.address().port}/`);
    await page.waitForLoadState("networkidle");
    const [, frame] = page.frames();
    assert.ok(!(await frame.content()).includes('id="app"'), "the frame shows nothing of ours");
  } finally {
    evil.close();
    evil.closeAllConnections();
  }
});
