// The steps of a patient, in the words of the page: each works with the mouse or with the keyboard alone.

import { appointmentsOf, dayAhead, doctorWithTime } from "./server.mjs";
import { fhirFault, json, settled, tabTo } from "./support.mjs";

export const SEARCH = "Doctor, specialty, symptom or hospital";

/** Presses something, by mouse or by keyboard. */
export async function press(page, locator, keyboard) {
  if (!keyboard) return locator.first().click();
  await tabTo(page, locator);
  return page.keyboard.press("Enter");
}

/** Opens the start page and waits until it has asked for all that it asks for: the next visit, of which there is none. */
export async function openHome(page) {
  await fhirFault(page, (_, path) => path.startsWith("Appointment"), json(200, { resourceType: "Bundle", type: "searchset" }));
  const answer = page.waitForResponse((response) => response.url().includes("/fhir/Appointment"));
  await page.goto("/");
  await settled(page);
  await answer;
}

/** Types into the search box and sends it. */
export async function find(page, say, text, keyboard) {
  const box = page.getByRole("searchbox", { name: say(SEARCH) });
  if (keyboard) await tabTo(page, box);
  else await box.click();
  await box.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.waitForFunction((text) => location.pathname === "/doctors" && decodeURIComponent(location.hash) === `#q=${text}`, text);
  await settled(page);
}

export const results = (page, say) => page.getByRole("list", { name: say("Doctors") });

/** Opens a doctor among the results. */
export async function openDoctor(page, say, role, keyboard) {
  const link = results(page, say).getByRole("listitem").getByRole("heading").locator(`a[href^="/doctors/${role}"]`);
  await pressUntil(page, link, (url) => url.pathname.includes(`/doctors/${role}`), keyboard);
  await settled(page);
}

/**
 * Presses something until it has led where it should: a locator that then shows, or a test of the address.
 *
 * What comes late to a page may move it away between the finger's coming down and going up; then one presses again.
 */
export async function pressUntil(page, way, there, keyboard) {
  const arrives = (timeout) => (typeof there === "function" ? page.waitForURL(there, { timeout }) : there.waitFor({ timeout }));
  const before = page.url();
  await press(page, way, keyboard);
  for (let times = 1; times < 5; times++) {
    if (await arrives(5_000).then(() => true, () => false)) return;
    const toNoAvail = page.url() === before && (await way.first().isEnabled({ timeout: 1_000 }).catch(() => false));
    if (toNoAvail) await press(page, way, keyboard).catch(() => {});
  }
  await arrives();
}

/** What leads on, a button or a link. */
export const onward = (page, say) => page.locator("main").getByRole("button", { name: say("Continue") }).or(page.locator("main").getByRole("link", { name: say("Continue") }));

/** Picks the first offered time that is at least a day ahead. Gives its radio button. */
export async function pickTime(page, keyboard) {
  // Not the filters above them, which some doctors' times have.
  const times = page.locator('input[type="radio"][name="time"]');
  await times.first().waitFor();
  const all = await times.evaluateAll((all) => all.map((one) => one.value));
  const time = times.and(page.locator(`[value="${await dayAhead(all)}"]`));
  if (!keyboard) await time.check();
  else {
    await tabTo(page, times);
    await page.keyboard.press("Space");
    for (let n = 0; n < all.length && !(await time.isChecked()); n++) await page.keyboard.press("ArrowDown");
  }
  return time;
}

/** Chooses a free time that is offered and goes on to booking it. Gives the slot's id. */
export async function chooseTime(page, say, keyboard) {
  const before = new URL(page.url()).pathname;
  await pickTime(page, keyboard);
  await pressUntil(page, onward(page, say), (url) => url.pathname.startsWith("/book/") && url.pathname !== before, keyboard);
  await settled(page);
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
}

/** Where the patient says what it is about. */
export const reasonBox = (page, say) => page.locator("main").getByRole("textbox", { name: say("What is it about? (optional)") });

/** Opens the form of a time; `slot` may have a step behind it. */
export async function openBooking(page, slot) {
  await page.goto(`/book/${slot}`);
  await settled(page);
}

/** Goes on from the form as it is to the button that confirms. */
export async function toCheck(page, say, keyboard) {
  const confirm = page.getByRole("button", { name: say("Confirm booking") });
  await pressUntil(page, onward(page, say), confirm, keyboard);
  await settled(page);
  return confirm;
}

/** Goes on from the form to the sign-in that it needs first. */
export async function toSignIn(page, say) {
  await pressUntil(page, onward(page, say), (url) => url.pathname.startsWith("/book/") && url.search === "?step=check");
}

/** Confirms, and waits until it is booked. */
export async function toBooked(page, say, confirm, keyboard) {
  await pressUntil(page, confirm, page.getByRole("heading", { name: say("Booked") }), keyboard);
}

/** Fills in the booking page and goes on to the button that confirms. */
export async function toConfirm(page, say, reason, keyboard) {
  const box = reasonBox(page, say);
  await box.waitFor();
  if ((await box.inputValue()) !== reason) {
    if (keyboard) await tabTo(page, box);
    else await box.click();
    await page.keyboard.type(reason);
  }
  return toCheck(page, say, keyboard);
}

/** The whole way from a doctor's page to "Booked". Gives the slot's id. */
export async function book(page, say, reason, keyboard) {
  const slot = await chooseTime(page, say, keyboard);
  const confirm = await toConfirm(page, say, reason, keyboard);
  await toBooked(page, say, confirm, keyboard);
  return slot;
}

/** Opens the page of a doctor who has at least so many free times. */
export async function openTimes(page, least = 4) {
  const doctor = await doctorWithTime(least);
  await page.goto(`/doctors/${doctor.role.id}`);
  await settled(page);
  return doctor;
}

/** Books a visit and opens its page. */
export async function bookOne(page, say) {
  await openTimes(page);
  const slot = await book(page, say, "A check-up");
  const [appointment] = await appointmentsOf(slot);
  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  return { slot, appointment };
}
