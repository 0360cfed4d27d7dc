// The steps of a patient, in the words of the page: each works with the mouse or with the keyboard alone.

import { appointmentsOf, doctorWithTime } from "./server.mjs";
import { settled, tabTo } from "./support.mjs";

export const SEARCH = "Doctor, specialty, symptom or hospital";

/** Presses something, by mouse or by keyboard. */
export async function press(page, locator, keyboard) {
  if (!keyboard) return locator.first().click();
  await tabTo(page, locator);
  return page.keyboard.press("Enter");
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
  await press(page, link, keyboard);
  await page.waitForURL(new RegExp(`/doctors/${role}`));
  await settled(page);
}

/** What leads on, a button or a link. */
const onward = (page, say) => page.locator("main").getByRole("button", { name: say("Continue") }).or(page.locator("main").getByRole("link", { name: say("Continue") }));

/** Chooses the first free time that is offered and goes on to booking it. Gives the slot's id. */
export async function chooseTime(page, say, keyboard) {
  const before = new URL(page.url()).pathname;
  // Not the filters above them, which some doctors' times have.
  const times = page.locator('input[type="radio"][name="time"]');
  await times.first().waitFor();
  if (keyboard) {
    await tabTo(page, times);
    await page.keyboard.press("Space");
  } else {
    await times.first().check();
  }
  await press(page, onward(page, say), keyboard);
  await page.waitForURL((url) => url.pathname.startsWith("/book/") && url.pathname !== before);
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
export async function toCheck(page, say) {
  await press(page, onward(page, say));
  const confirm = page.getByRole("button", { name: say("Confirm booking") });
  await confirm.waitFor();
  await settled(page);
  return confirm;
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
  await press(page, onward(page, say), keyboard);
  const confirm = page.getByRole("button", { name: say("Confirm booking") });
  // A notice that comes late may move the button from under a finger: then one taps again.
  await confirm.waitFor({ timeout: 10_000 }).catch(() => press(page, onward(page, say), keyboard));
  await confirm.waitFor();
  await settled(page);
  return confirm;
}

/** The whole way from a doctor's page to "Booked". Gives the slot's id. */
export async function book(page, say, reason, keyboard) {
  const slot = await chooseTime(page, say, keyboard);
  const confirm = await toConfirm(page, say, reason, keyboard);
  await press(page, confirm, keyboard);
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
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
