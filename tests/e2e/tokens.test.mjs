// What a token may and may not: each of these fails where the development server's guard is taken away.

import assert from "node:assert/strict";
import { test } from "node:test";
import { askFhir, codeOf, signIn, token, tokensOf } from "./signin.mjs";
import { FAILED_LOAD, inBrowser, issuer, settled, signInApp } from "./support.mjs";

const base = signInApp;
const MEI = "patient-lin-mei";
const GUODONG = "patient-lin-guodong";

test("without a token there is the directory and nothing else", async () => {
  for (const path of ["Slot?status=free&_count=1", "PractitionerRole?_count=1", "metadata"]) {
    assert.equal((await askFhir(path)).status, 200, path);
  }
  const closed = ["Patient", `Patient/${MEI}`, `Observation?patient=${MEI}`, "Appointment", "Slot?_revinclude=Appointment:slot", `Slot?_has:Appointment:slot:patient=${MEI}`, `Patient/${MEI}/$everything`, "RelatedPerson", "AuditEvent", "Slot/_history"];
  for (const path of closed) assert.equal((await askFhir(path)).status, 401, path);
  const batch = { resourceType: "Bundle", type: "batch", entry: [{ request: { method: "GET", url: `Patient/${MEI}` } }] };
  assert.equal((await askFhir("", null, { method: "POST", body: JSON.stringify(batch) })).status, 401);
  const { body } = await askFhir("Schedule?_include=Schedule:actor&_count=200");
  assert.ok(body.entry.every(({ resource }) => resource.resourceType !== "Patient"));
});

test("a patient's token sees and changes nothing of another patient", async () => {
  const { access_token: access, patient } = await tokensOf("lin.guodong", GUODONG);
  assert.equal(patient, GUODONG);
  const own = await askFhir(`Condition?patient=${GUODONG}`, access);
  assert.ok(own.body.entry.length > 0, "sees their own");
  for (const kind of ["Observation", "Condition", "AllergyIntolerance", "MedicationRequest", "Immunization", "Encounter", "Procedure", "DocumentReference", "Appointment", "DiagnosticReport", "CarePlan", "Consent", "AuditEvent"]) {
    const { status, body } = await askFhir(`${kind}?patient=${MEI}`, access);
    assert.ok(status === 403 || (status === 200 && !body.entry?.length), `${kind}: ${status}`);
    const all = await askFhir(`${kind}?_count=500`, access);
    assert.doesNotMatch(JSON.stringify(all.body), new RegExp(`"Patient/(?!${GUODONG}")`), `every ${kind} of a server that is asked for all`);
  }
  const patients = await askFhir("Patient?_count=500", access);
  assert.deepEqual((patients.body.entry ?? []).map(({ resource }) => resource.id), [GUODONG]);
  assert.ok([403, 404].includes((await askFhir(`Patient/${MEI}`, access)).status));

  const send = (method, url, resource) =>
    askFhir("", access, {
      method: "POST",
      body: JSON.stringify({ resourceType: "Bundle", type: "transaction", entry: [{ resource, request: { method, url } }] }),
    });
  const visit = (of) => ({ resourceType: "Appointment", status: "booked", participant: [{ actor: { reference: `Patient/${of}` }, status: "accepted" }] });
  assert.equal((await send("POST", "Appointment", visit(MEI))).status, 403, "books in another's name");
  const hers = (await tokensOf("lin.mei", MEI)).access_token;
  const [{ resource: theirs }] = (await askFhir(`Appointment?patient=${MEI}`, hers)).body.entry;
  assert.equal((await send("PUT", `Appointment/${theirs.id}`, { ...visit(GUODONG), id: theirs.id })).status, 403, "takes an appointment over");
  assert.equal((await askFhir(`Appointment/${theirs.id}`, access, { method: "PUT", body: JSON.stringify({ ...visit(GUODONG), id: theirs.id }) })).status, 403);
  assert.equal((await askFhir(`Appointment/${theirs.id}`, access, { method: "DELETE" })).status, 403);

  // A search in the place of an id, or of a reference, is whatever it finds.
  const reading = (of) => ({ resourceType: "Observation", status: "final", code: { text: "Pulse" }, subject: { reference: of } });
  const [{ resource: slot }] = (await askFhir("Slot?status=busy&_count=1")).body.entry;
  assert.equal((await send("PUT", `Slot?_id=${slot.id}`, { ...slot, status: "free" })).status, 403, "frees another's time by a search");
  assert.equal((await send("POST", "Observation", reading(`Patient?_id=${MEI}`))).status, 403, "writes into another's record by a search");
  const put = { resourceType: "Bundle", type: "transaction", entry: [{ resource: { ...slot, status: "free" }, request: { method: "PUT", url: `Slot/${slot.id}` } }] };
  assert.equal((await askFhir("?_format=json", access, { method: "POST", body: JSON.stringify(put) })).status, 403, "a transaction is one with a query, too");
  assert.equal((await send("POST", "MeasureReport", { resourceType: "MeasureReport", status: "complete", type: "summary" })).status, 403, "gives a doctor stars");
  const unless = { "if-none-exist": `subject=Patient/${MEI}` };
  assert.equal((await askFhir("Observation", access, { method: "POST", body: JSON.stringify(reading(`Patient/${GUODONG}`)), headers: unless })).status, 403, "asks about another by a condition");
});

test("a token that was tampered with is none", async () => {
  const { access_token: access } = await tokensOf("lin.guodong", GUODONG);
  const [head, payload, signature] = access.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  const other = Buffer.from(JSON.stringify({ ...claims, patient: MEI })).toString("base64url");
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
  const stale = Buffer.from(JSON.stringify({ ...claims, exp: 1 })).toString("base64url");
  for (const forged of [`${head}.${other}.${signature}`, `${none}.${other}.`, `${head}.${stale}.${signature}`, "x.y.z", "x"]) {
    assert.equal((await askFhir(`Condition?patient=${MEI}`, forged)).status, 401);
  }
  // A carer's, whose requests about others go on with another token.
  const carers = (await tokensOf("lin.mei", MEI)).access_token.split(".");
  const carer = `${carers[0]}.${carers[1]}.${signature}`;
  for (const path of [`Condition?patient=${GUODONG}`, "Condition?_id=x", "RelatedPerson?_id=lin-mei-of-lin-an", `Patient/${GUODONG}`]) {
    const { status, body } = await askFhir(path, carer);
    assert.ok(status === 401 || status === 403, `${path}: ${status} ${JSON.stringify(body)}`);
  }
});

test("a stolen code is worth nothing", async () => {
  const refused = async (fields) => {
    const { status, body } = await token(fields);
    assert.equal(status, 400);
    assert.ok(["invalid_grant", "invalid_request"].includes(body.error), body.error);
  };
  const grant_type = "authorization_code";
  const first = await codeOf("lin.mei", MEI);
  await refused({ grant_type, code: first.code });
  await refused({ grant_type, code: first.code, code_verifier: "a".repeat(43) });
  const second = await codeOf("lin.mei", MEI);
  await refused({ grant_type, code: second.code, code_verifier: second.verifier, redirect_uri: "https://evil.example/callback" });
  const third = await codeOf("lin.mei", MEI);
  const spend = { grant_type, code: third.code, code_verifier: third.verifier };
  assert.equal((await token(spend)).status, 200);
  await refused(spend);
});

test("a refresh token is good for one use, and none after signing out", async () => {
  const grant_type = "refresh_token";
  const first = await tokensOf("lin.mei", MEI);
  const second = await token({ grant_type, refresh_token: first.refresh_token });
  assert.equal(second.status, 200);
  assert.equal((await token({ grant_type, refresh_token: first.refresh_token })).status, 400, "used twice");
  const third = await tokensOf("lin.mei", MEI);
  const body = new URLSearchParams({ token: third.refresh_token, client_id: "sampan" });
  assert.equal((await fetch(`${issuer}/token/revocation`, { method: "POST", body })).status, 200);
  assert.equal((await token({ grant_type, refresh_token: third.refresh_token })).status, 400, "revoked");
});

inBrowser("a second patient finds nothing of the first on any page", { base, expect: FAILED_LOAD }, async (page, say) => {
  const hers = (await tokensOf("lin.mei", MEI)).access_token;
  const [{ resource: theirs }] = (await askFhir(`Appointment?patient=${MEI}`, hers)).body.entry;
  const answers = [];
  page.on("response", async (response) => response.url().startsWith(`${base}/fhir`) && answers.push(await response.text().catch(() => "")));
  await page.goto("/record");
  await signIn(page, say, "lin.guodong");
  const go = async (path) => {
    await page.evaluate((path) => {
      const link = Object.assign(document.createElement("a"), { href: path });
      document.querySelector("main").append(link);
      link.click();
    }, path);
    await page.waitForURL(base + path);
    await settled(page);
    assert.doesNotMatch(await page.locator("main").innerText(), /Penicillin/, path);
  };
  for (const path of ["/record/allergies", "/record/labs", "/record/medicines", "/appointments", "/", `/appointments/${theirs.id}`]) await go(path);
  assert.ok(answers.length > 3);
  for (const answer of answers) assert.ok(!answer.includes(`Patient/${MEI}"`), answer.slice(0, 300));
});
