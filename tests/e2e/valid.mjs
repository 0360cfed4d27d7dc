// FHIR R4's own rules, kept by a validator that isn't ours: types, cardinalities, required codes, and no element that R4 doesn't have.

import { createRequire } from "node:module";

let validator;

/** What is wrong with a resource, and with those inside it; empty where all is well. */
export function flaws(resource) {
  const { Fhir } = createRequire(import.meta.url)("fhir");
  validator ??= new Fhir();
  const { messages } = validator.validate(resource, { errorOnUnexpected: true });
  const wrong = messages.filter((one) => one.severity === "error" || one.severity === "fatal");
  const inside = (resource.entry ?? []).flatMap((entry) => (entry.resource ? flaws(entry.resource) : []));
  return [...wrong.map((one) => `${resource.resourceType}: ${one.location}: ${one.message}`), ...inside];
}

/** The same of a request that writes to a FHIR server; a form or a search writes nothing. */
export function flawsOfRequest(request) {
  if (!["POST", "PUT"].includes(request.method())) return [];
  const body = request.postData();
  if (!/^\s*\{/.test(body ?? "")) return [];
  const resource = JSON.parse(body);
  return resource.resourceType ? flaws(resource) : [];
}
