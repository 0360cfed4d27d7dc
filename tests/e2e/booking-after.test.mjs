// Around a visit: the waiting list, the check of camera and microphone, and reminders.

import assert from "node:assert/strict";
import { create, read, search } from "./server.mjs";
import { press } from "./steps.mjs";
import { FAILED_LOAD, accessible, app, fhirFault, fits, inBrowser, json, outcome, settled } from "./support.mjs";

const participant = (...actors) => actors.map((reference) => ({ actor: { reference }, status: "accepted" }));
const MEI = "Patient/patient-lin-mei";

let days = 40;
/** A booked visit of this kind, on a day of its own, when no other test's visit comes up. */
const visit = (mode, more = {}) => {
  const start = Date.now() + days++ * 86_400_000;
  const coding = [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: mode }];
  return create({
    resourceType: "Appointment",
    status: "booked",
    serviceType: [{ coding }],
    participant: participant(MEI, "PractitionerRole/role-00003"),
    start: new Date(start).toISOString(),
    end: new Date(start + 1_200_000).toISOString(),
    ...more,
  });
};

for (const language of ["en", "zh-Hans", "ar"]) {
  // One doctor for each language: whoever waits already isn't asked again.
  const role = { en: "role-00002", "zh-Hans": "role-00005", ar: "role-00012" }[language];
  inBrowser(`a place on the waiting list is taken and left (${language})`, { language }, async (page, say) => {
    await page.goto(`/doctors/${role}`);
    await settled(page);
    await press(page, page.getByRole("button", { name: say("Join the waiting list") }));
    await page.locator("#wait-reason").fill("As soon as there is a time");
    await accessible(page);
    await press(page, page.getByRole("button", { name: say("Put me on the waiting list") }));
    await page.getByText(say("You are on the waiting list. The clinic will tell you when it has a time.")).waitFor();
    await accessible(page);
    const waits = await search(`Appointment?patient=patient-lin-mei&status=waitlist&_count=100`);
    const one = waits.find((it) => it.participant.some((p) => p.actor.reference === `PractitionerRole/${role}`));
    assert.equal(one.reasonCode[0].text, "As soon as there is a time");
    // Who comes back is told so.
    await page.reload();
    await page.getByText(say("You are on the waiting list. The clinic will tell you when it has a time.")).waitFor();
    await page.goto("/appointments");
    const heading = page.getByRole("heading", { name: say("On the waiting list") });
    await page.locator("section").filter({ has: heading }).getByRole("listitem").first().waitFor();
    await page.goto(`/appointments/${one.id}`);
    await settled(page);
    await press(page, page.getByRole("button", { name: say("Leave the waiting list") }));
    await press(page, page.getByRole("button", { name: say("Yes, leave it") }));
    await page.getByRole("heading", { name: say("You have left the waiting list") }).waitFor();
    await accessible(page);
    assert.equal((await read(`Appointment/${one.id}`)).status, "cancelled");
  });
}

inBrowser("a lost answer puts nobody on the waiting list twice", { expect: FAILED_LOAD }, async (page, say) => {
  const role = "role-00011";
  let tries = 0;
  await fhirFault(page, (method, path) => method === "POST" && path === "Appointment", async (route) => {
    tries += 1;
    await route.fetch();
    await json(502, outcome("exception"))(route);
  });
  await page.goto(`/doctors/${role}`);
  await settled(page);
  await press(page, page.getByRole("button", { name: say("Join the waiting list") }));
  await press(page, page.getByRole("button", { name: say("Put me on the waiting list") }));
  await page.getByText(/You are on the waiting list/).waitFor();
  const waits = await search(`Appointment?patient=patient-lin-mei&status=waitlist&_count=100`);
  assert.equal(waits.filter((it) => it.participant.some((p) => p.actor.reference === `PractitionerRole/${role}`)).length, 1);
  assert.equal(tries, 1);
});

/** Opens a page so many minutes before a visit. */
async function openBefore(page, one, minutes, path = `/appointments/${one.id}`) {
  await page.clock.install({ time: Date.parse(one.start) - minutes * 60_000 });
  await page.goto(path);
  await settled(page);
}

const URL_OF = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService";
const link = { extension: [{ url: URL_OF, extension: [{ url: "addressUrl", valueUrl: "https://video.example/7" }] }] };

inBrowser("camera and microphone are checked before a video visit", { permissions: ["camera", "microphone"] }, async (page, say) => {
  const one = await visit("VR", link);
  await openBefore(page, one, 120);
  assert.equal(await page.getByRole("link", { name: say("Join the video visit") }).count(), 0, "too early for the link");
  await press(page, page.getByRole("button", { name: say("Check camera and microphone") }));
  await page.getByText(say("Camera and microphone work. Nothing is recorded or sent.")).waitFor();
  await page.waitForFunction(() => document.querySelector("video").videoWidth > 0);
  await page.waitForFunction(() => document.querySelector("meter").value > 0);
  await accessible(page);
  const track = await page.evaluateHandle(() => document.querySelector("video").srcObject.getTracks());
  await press(page, page.getByRole("button", { name: say("End the check") }));
  await page.getByRole("button", { name: say("Check camera and microphone") }).waitFor();
  assert.deepEqual(await track.evaluate((all) => all.map((one) => one.readyState)), ["ended", "ended"], "the camera is off again");
});

inBrowser("a check that isn't allowed is told plainly", {}, async (page, say) => {
  const one = await visit("VR", link);
  await openBefore(page, one, 14);
  const join = page.getByRole("link", { name: say("Join the video visit") });
  assert.equal(await join.getAttribute("href"), "https://video.example/7");
  await press(page, page.getByRole("button", { name: say("Check camera and microphone") }));
  await page.getByText(/The browser doesn't let this page use the camera or microphone/).waitFor();
  await accessible(page);
});

inBrowser("where there is no camera the page says so", {}, async (page, say) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
  });
  const one = await visit("VR", link);
  await openBefore(page, one, 14);
  await press(page, page.getByRole("button", { name: say("Check camera and microphone") }));
  await page.getByText(/No camera or no microphone was found/).waitFor();
});

inBrowser("the site lets its own pages use camera and microphone, and nobody else's", {}, async (page) => {
  const answer = await page.goto("/");
  const policy = answer.headers()["permissions-policy"];
  assert.match(policy, /camera=\(self\)/);
  assert.match(policy, /microphone=\(self\)/);
  assert.ok(answer.url().startsWith(app));
});

inBrowser("a visit that comes up is told of while the app is open", {}, async (page, say) => {
  const one = await visit("AMB");
  await openBefore(page, one, 50, "/appointments");
  const reminder = page.getByRole("status", { name: say("Reminder") });
  await reminder.waitFor();
  await accessible(page);
  // Also with text twice as large it stays within the window.
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  await fits(page);
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  await reminder.getByRole("link", { name: say("See this appointment") }).click();
  await page.waitForURL(`**/appointments/${one.id}`);
  await reminder.waitFor({ state: "detached" });
  // Several looks at the clock later, and before the visit's second reminder.
  await page.clock.runFor("05:00");
  assert.equal(await reminder.count(), 0, "it is told once");
});
