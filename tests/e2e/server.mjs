// The FHIR server as a test sees it beside the app: finding a doctor with time, taking a slot away, looking afterwards.

import assert from "node:assert/strict";
import { fhir } from "./support.mjs";

const DAY = 86_400_000;

async function ask(path, init = {}) {
  const headers = { accept: "application/fhir+json", "content-type": "application/fhir+json", ...init.headers };
  const response = await fetch(`${fhir}/${path}`, { ...init, headers });
  const body = await response.json().catch(() => null);
  return { status: response.status, body };
}

export async function read(path) {
  const { status, body } = await ask(path);
  assert.equal(status, 200, `GET ${path}: ${JSON.stringify(body)}`);
  return body;
}

export const search = async (path) => ((await read(path)).entry ?? []).map((entry) => entry.resource);

const idOf = (reference) => reference.split("/").pop();

/** Free slots from `from` to `to` days from now, in order. */
export async function freeSlots(schedules, from = 2, to = 12) {
  const at = (days) => encodeURIComponent(new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+/, ""));
  const list = schedules.map((id) => `Schedule/${id}`).join(",");
  const slots = await search(`Slot?schedule=${list}&status=free&start=ge${at(from)}&start=lt${at(to)}&_count=200`);
  return slots.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

/** Of these slots the first that begins in a day or later: no visit of a test comes up, or is too near to be booked, while it runs. */
export async function dayAhead(ids) {
  const slots = await search(`Slot?_id=${ids.join(",")}&_count=${ids.length}`);
  slots.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const slot = slots.find(({ start }) => Date.parse(start) >= Date.now() + DAY);
  return slot?.id ?? assert.fail(`no time a day ahead among ${slots.map(({ start }) => start)}`);
}

const EXTENSION = "https://sampan.health/fhir/StructureDefinition";
const asks = (schedule) => schedule.extension?.some((one) => one.url === `${EXTENSION}/intake-questionnaire`);

/** A free slot like any other of the doctor of this number, who asks before a visit or keeps a waiting list. */
export async function slotOf(number, days = 5) {
  const start = new Date(Date.now() + days * DAY + Math.floor(Math.random() * DAY));
  const end = new Date(+start + 1_200_000);
  const schedule = { reference: `Schedule/sched-${number}` };
  return create({ resourceType: "Slot", schedule, status: "free", start: start.toISOString(), end: end.toISOString() });
}

/** A doctor who can be booked and asks nothing: `{ role, practitioner, name, slots, schedules }`. Each call gives another one, so that tests don't meet. */
export async function doctorWithTime(least = 3) {
  const schedules = await search("Schedule?active=true&_count=200");
  for (const schedule of shuffled(schedules)) {
    const actor = schedule.actor.find((a) => a.reference.startsWith("PractitionerRole/"));
    if (!actor || asks(schedule)) continue;
    const role = await read(actor.reference);
    if (role.active === false) continue;
    const own = schedules.filter((s) => s.actor.some((a) => a.reference === actor.reference)).map((s) => s.id);
    const slots = await freeSlots(own);
    if (slots.length < least) continue;
    const practitioner = await read(role.practitioner.reference);
    // The Latin form: it can be typed in every language's test.
    const name = practitioner.name.map((n) => n.text).find((text) => /^[\p{Script=Latin}' .-]+$/u.test(text));
    if (name) return { role, practitioner, name, slots, schedules: own };
  }
  return assert.fail("no doctor has free times; is the demo data loaded?");
}

function shuffled(list) {
  return list.map((item) => [Math.random(), item]).sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

/** Somebody else takes the slot, as another app would: busy by PUT with If-Match. */
export async function takeSlot(id) {
  const slot = await read(`Slot/${id}`);
  const headers = { "if-match": `W/"${slot.meta.versionId}"` };
  const { status } = await ask(`Slot/${id}`, { method: "PUT", headers, body: JSON.stringify({ ...slot, status: "busy" }) });
  assert.equal(status, 200);
}

/** A patient's Observations of a LOINC code, all of them. */
export async function observations(patient, code) {
  const all = [];
  for (let next = `${fhir}/Observation?patient=${patient}&code=http://loinc.org|${code}&_count=1000`; next; ) {
    const bundle = await (await fetch(next)).json();
    all.push(...(bundle.entry ?? []).map((entry) => entry.resource));
    next = bundle.link?.find((link) => link.relation === "next")?.url;
  }
  return all;
}

/** Makes a resource and gives it as the server has it. */
export async function create(resource) {
  const { status, body } = await ask(resource.resourceType, {
    method: "POST",
    headers: { prefer: "return=representation" },
    body: JSON.stringify(resource),
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** The Appointments that name a slot: also those that were cancelled, withdrawn or only asked for. */
export const appointmentsNaming = async (slot) =>
  (await search(`Appointment?slot=Slot/${slot}&_count=50`)).filter((a) => a.slot?.some((s) => idOf(s.reference) === slot));

/** The Appointments that hold a slot. */
export const appointmentsOf = async (slot) => (await appointmentsNaming(slot)).filter((a) => a.status === "booked");
