// Whatever goes wrong gets a page that says so and has a way on; none is dead.

import assert from "node:assert/strict";
import { appointmentsOf, create, doctorWithTime, read, takeSlot } from "./server.mjs";
import { chooseTime, find, press, reasonBox, results, toConfirm, SEARCH } from "./steps.mjs";
import { accessible, app, fhirFault, inBrowser, json, outcome, settled } from "./support.mjs";

const FAILED_LOAD = [/Failed to load resource/];
const RELOAD = "Reload the page";
const NO_DETAILS = "Ratings and free times couldn't be loaded.";

/** A page that tells of trouble: readable, accessible, and with something to press. */
async function tells(page, text) {
  await page.getByText(text).first().waitFor();
  await page.locator("#shell .skeleton").first().waitFor({ state: "detached" });
  assert.ok(await page.locator("main :is(a, button), .places a").count(), "there is a way on");
}

// The FHIR server

const everything = () => true;
const CARDIOLOGY = "/doctors?specialty=394579002";
const faults = {
  "is down": [(route) => route.abort("connectionrefused"), "The hospital's server can't be reached"],
  "answers with a web page": [(route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><h1>Login</h1>" }), "The answer couldn't be read"],
  "answers 500": [json(500, outcome("exception")), "The hospital's server has a problem"],
  "answers half a Bundle": [json(200, '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Pract'), "The answer couldn't be read"],
  "answers nothing": [json(200, ""), "The answer couldn't be read"],
  "is too busy": [(route) => route.fulfill({ status: 429, headers: { "retry-after": "120" }, body: "" }), "The hospital's server is very busy"],
  "wants a sign-in": [json(401, outcome("login")), "Please sign in"],
  "forbids it": [json(403, outcome("forbidden")), "You may not see this"],
};
for (const [what, [answer, title]] of Object.entries(faults)) {
  inBrowser(`a server that ${what}: every page says so, and recovers`, { expect: FAILED_LOAD }, async (page, say) => {
    await fhirFault(page, everything, answer);
    for (const path of ["/appointments", "/record", CARDIOLOGY]) {
      await page.goto(path);
      await page.getByText(title).first().waitFor();
      await page.locator("main h1").waitFor({ state: "attached" });
      await page.getByRole("link", { name: /^Call/ }).first().waitFor();
    }
    await accessible(page);
    await page.unrouteAll();
    const again = page.getByRole("button", { name: "Try again" });
    if (await again.count()) await again.first().click();
    else await page.reload();
    await results(page, say).getByRole("listitem").first().waitFor();
  });
}

inBrowser("an entry that can't be read doesn't take the page down", {}, async (page, say) => {
  await fhirFault(
    page,
    (method, path) => method === "GET" && path === "PractitionerRole",
    async (route) => {
      const bundle = await (await route.fetch()).json();
      bundle.entry[0] = { resource: "nonsense" };
      bundle.entry[1] = {};
      bundle.entry.push({ resource: { resourceType: "PractitionerRole", id: "odd", specialty: "cardiology", practitioner: 7 } });
      await json(200, bundle)(route);
    },
  );
  await page.goto("/doctors");
  await results(page, say).getByRole("listitem").first().waitFor();
});

for (const [what, path] of [
  ["doctor", "/doctors/nobody-0"],
  ["hospital", "/hospitals/nowhere-0"],
  ["appointment", "/appointments/none-0"],
  ["slot", "/book/none-0"],
]) {
  inBrowser(`an unknown ${what} can't be found, and says so`, { expect: FAILED_LOAD }, async (page) => {
    await page.goto(path);
    await page.getByText(/can't be found/).first().waitFor();
    await accessible(page);
    assert.ok(await page.locator("main a[href]").count(), "there is a way on");
  });
}

inBrowser("an odd id in the address is an unknown one", { expect: FAILED_LOAD }, async (page) => {
  for (const id of ["../Patient?x=1", "a,b", "x|y&z=1#", "%"]) {
    await page.goto(`/doctors/${encodeURIComponent(id)}`);
    await page.getByText(/can't be found/).first().waitFor();
  }
});

inBrowser("a search with quotes and commas is taken as typed", {}, async (page, say) => {
  await page.goto("/");
  for (const text of [`O'Brien, "Anna" | x\\y $z & %41 #1`, ",", `"`]) {
    await find(page, say, text);
    assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), text);
    await page.getByRole("heading", { name: say("No doctors found") }).waitFor();
    await accessible(page);
    await page.reload();
    await settled(page);
    assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), text);
  }
});

inBrowser("an unknown route has a way home", {}, async (page) => {
  await page.goto("/no/such/page");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await accessible(page);
  await page.getByRole("link", { name: "Go to the start" }).click();
  await page.waitForURL(`${app}/`);
});

inBrowser("an unknown section of the record says so", {}, async (page) => {
  await page.goto("/record/horoscope");
  await settled(page);
  await page.getByText(/can't be found|no such/i).first().waitFor();
  await accessible(page);
});

// Booking

const isTransaction = (method, path, request) => method === "POST" && path === "" && /"transaction"/.test(request.postData());

inBrowser("a slot in the past can't be booked", {}, async (page, say) => {
  const { slots } = await doctorWithTime();
  const { id: _id, meta: _meta, ...like } = slots[0];
  const hour = 3_600_000;
  const past = await create({ ...like, start: new Date(Date.now() - 2 * hour).toISOString(), end: new Date(Date.now() - hour).toISOString() });
  await page.goto(`/book/${past.id}`);
  await settled(page);
  await page.getByRole("heading", { name: say("This time has passed") }).waitFor();
  assert.equal(await page.getByRole("button", { name: say("Confirm booking") }).count(), 0);
  await accessible(page);
});

async function losesTo(page, say, race) {
  const { role } = await doctorWithTime(4);
  const reason = "Knee pain, worse on stairs";
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, reason);
  await race(slot);
  await press(page, confirm);
  await page.getByRole("heading", { name: say("This time was just taken") }).waitFor();
  await page.getByRole("radio").first().waitFor();
  await accessible(page);
  return { slot, reason };
}

inBrowser("a race that is lost says so, offers other times and keeps what was typed", { expect: FAILED_LOAD }, async (page, say) => {
  const { slot, reason } = await losesTo(page, say, takeSlot);
  assert.deepEqual(await appointmentsOf(slot), [], "the loser holds no appointment");
  const other = await chooseTime(page, say);
  assert.notEqual(other, slot);
  assert.equal(await reasonBox(page, say).inputValue(), reason);
  await press(page, await toConfirm(page, say, reason));
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  assert.equal((await appointmentsOf(other)).length, 1);
});

inBrowser("a slot that somebody else has taken can't be booked", {}, async (page, say) => {
  const { slots } = await doctorWithTime();
  await takeSlot(slots[0].id);
  await page.goto(`/book/${slots[0].id}`);
  await page.getByRole("heading", { name: say("This time is taken") }).waitFor();
  await page.getByRole("radio").first().waitFor();
  await accessible(page);
});

for (const [name, status, body] of [
  ["409", 409, outcome("conflict")],
  ["412", 412, outcome("conflict")],
  ["400 with a 412 inside, as Helios does", 400, { ...outcome("processing"), issue: [{ severity: "error", code: "processing", diagnostics: "Entry failed with status 412" }] }],
]) {
  inBrowser(`a race lost with ${name} says so`, { expect: FAILED_LOAD }, async (page, say) => {
    await losesTo(page, say, async (slot) => {
      await takeSlot(slot);
      await fhirFault(page, isTransaction, json(status, body));
    });
  });
}

inBrowser("an answer that is lost after the booking was done is still a booking", { expect: FAILED_LOAD }, async (page, say) => {
  const { role } = await doctorWithTime(4);
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, "A cough");
  await fhirFault(
    page,
    isTransaction,
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
  );
  await press(page, confirm);
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  assert.equal((await appointmentsOf(slot)).length, 1);
});

inBrowser("a booking that fails says so and keeps what was typed", { expect: FAILED_LOAD }, async (page, say) => {
  const { role } = await doctorWithTime(4);
  const reason = "Knee pain, worse on stairs";
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, reason);
  await fhirFault(page, isTransaction, json(500, outcome("exception")));
  await press(page, confirm);
  await page.getByText(say("Your visit has not been booked.")).waitFor();
  await accessible(page);
  await page.unrouteAll();
  assert.equal((await read(`Slot/${slot}`)).status, "free");
  await page.getByRole("button", { name: say("Try again") }).click();
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  const [appointment] = await appointmentsOf(slot);
  assert.ok(JSON.stringify(appointment).includes(reason));
});

inBrowser("a booking whose end nobody can tell says that, and is looked up again", { expect: FAILED_LOAD }, async (page, say) => {
  const { role } = await doctorWithTime(4);
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, "A cough");
  // The transaction arrives and its answer doesn't; after that there is no connection at all.
  let arrived = false;
  await fhirFault(page, everything, async (route) => {
    if (!arrived) await route.fetch();
    arrived = true;
    await route.abort("connectionreset");
  });
  await press(page, confirm);
  await page.getByText(say("We can't tell yet whether your visit was booked")).waitFor();
  await accessible(page);
  await page.unrouteAll();
  await page.getByRole("button", { name: say("Look again") }).click();
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  assert.equal((await appointmentsOf(slot)).length, 1, "booked once");
});

// The app itself

inBrowser("an app that can't load says so and shows the phone", { expect: [/Failed to load/, /TypeError/, /WebAssembly/] }, async (page) => {
  await page.route("**/app*.wasm", (route) => route.abort());
  await page.goto("/");
  await page.getByRole("heading", { name: "This page couldn't start" }).waitFor();
  await page.getByRole("link", { name: /^Call \+86/ }).waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: RELOAD }).click();
  await settled(page);
});

inBrowser("a browser without WebAssembly is told", { expect: [/Failed to load/, /TypeError/, /WebAssembly/, /ReferenceError/] }, async (page) => {
  await page.addInitScript(() => {
    WebAssembly.instantiate = WebAssembly.instantiateStreaming = () => Promise.reject(new WebAssembly.CompileError("refused"));
  });
  await page.goto("/record");
  await page.getByRole("heading", { name: "This page couldn't start" }).waitFor();
  await page.getByRole("link", { name: /^Call \+86/ }).waitFor();
});

inBrowser("a room that fails to load can be asked for again", { expect: [/Failed to load/, /preload/, /TypeError/] }, async (page, say) => {
  await page.goto("/");
  await settled(page);
  await page.route(/\/[^/]*\.wasm$/, (route) => route.abort());
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await page.getByRole("heading", { name: "This part couldn't be loaded" }).waitFor();
  await accessible(page);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: say("Allergies") }).first().waitFor();
});

inBrowser("doctors whose ratings and times can't be loaded are still there, and can be asked again", { expect: [...FAILED_LOAD, /Failed to fetch/] }, async (page, say) => {
  await page.route("**/split_home*", (route) => route.abort("connectionreset"));
  await page.goto(CARDIOLOGY);
  const failed = page.getByRole("status").filter({ hasText: NO_DETAILS });
  await failed.waitFor();
  assert.equal(await results(page, say).locator(".skeleton").count(), 0, "nothing pretends to be on its way");
  await accessible(page);
  await page.unrouteAll();
  await failed.getByRole("button", { name: "Try again" }).click();
  await results(page, say).locator(".stars").first().waitFor();
  await failed.waitFor({ state: "detached" });
});

inBrowser("ratings and times that the server refused are asked for again", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, (method, path) => /MeasureReport|Slot/.test(path) || (method === "POST" && path === ""), json(500, outcome("exception")));
  await page.goto(CARDIOLOGY);
  const failed = page.getByRole("status").filter({ hasText: NO_DETAILS });
  await failed.waitFor();
  assert.equal(await results(page, say).locator(".skeleton").count(), 0, "nothing pretends to be on its way");
  await page.unrouteAll();
  await failed.getByRole("button", { name: "Try again" }).click();
  await results(page, say).locator(".stars").first().waitFor();
  await failed.waitFor({ state: "detached" });
});

inBrowser("a trap shows a page to reload, and keeps what is on it", { expect: [/RuntimeError/] }, async (page, say) => {
  await page.goto("/");
  await settled(page);
  await page.getByRole("searchbox", { name: say(SEARCH) }).fill("what I typed");
  await page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError("unreachable")));
  const trouble = page.getByRole("alert").filter({ hasText: "Something went wrong on this page" });
  await trouble.waitFor();
  await trouble.getByRole("link", { name: /^Call/ }).waitFor();
  assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), "what I typed");
  await accessible(page);
  await trouble.getByRole("button", { name: RELOAD }).click();
  await settled(page);
});

inBrowser("being offline is told, and so is being back", {}, async (page) => {
  await page.goto("/settings");
  await settled(page);
  await page.context().setOffline(true);
  await page.getByText("You are offline. What you see may be out of date.").waitFor();
  await accessible(page);
  await page.context().setOffline(false);
  await page.getByText("You are offline. What you see may be out of date.").waitFor({ state: "detached" });
});

inBrowser("offline, a page that needs the server says so", { expect: FAILED_LOAD }, async (page, say) => {
  await page.goto("/appointments");
  await settled(page);
  await page.goto("/settings");
  await settled(page);
  await fhirFault(page, everything, (route) => route.abort("internetdisconnected"));
  // The device's own word, while the app's files still come: the chunk may be in the cache, the data isn't.
  await page.evaluate(() => {
    Object.defineProperty(navigator, "onLine", { get: () => false });
    dispatchEvent(new Event("offline"));
  });
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Appointments") }).click();
  await page.getByText("Check your connection, then try again. Nothing you typed is lost.").waitFor();
  await accessible(page);
});

inBrowser("one section of the record that fails leaves the others", { expect: FAILED_LOAD }, async (page, say) => {
  const failing = /(^|\/)MedicationStatement|(^|\/)MedicationRequest/;
  await fhirFault(page, (method, path) => failing.test(path), json(500, outcome("exception")));
  // The same within a batch.
  await fhirFault(
    page,
    (method, path) => method === "POST" && path === "",
    async (route) => {
      const asked = JSON.parse(route.request().postData());
      const answer = await (await route.fetch()).json();
      asked.entry.forEach((entry, n) => {
        if (failing.test(entry.request.url)) answer.entry[n] = { response: { status: "500 Internal Server Error", outcome: outcome("exception") } };
      });
      await json(200, answer)(route);
    },
  );
  await page.goto("/record");
  await settled(page);
  for (const section of ["Allergies", "Conditions", "Medicines"]) {
    await page.getByRole("heading", { name: say(section) }).first().waitFor();
  }
  await page.locator("main").getByText(/problem|couldn't|can't/i).first().waitFor();
  await accessible(page);
});
