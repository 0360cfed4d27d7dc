// A small FHIR server that is healthy, or has one thing wrong with it: for what a real one can't be made to do on cue.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecure } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DAY = 86_400_000;
const at = (days) => new Date(Date.now() + days * DAY).toISOString();
const outcome = (code) => ({ resourceType: "OperationOutcome", issue: [{ severity: "error", code }] });
const ref = (reference) => ({ reference });

const phone = (value) => ({ system: "phone", value });
const address = { line: ["River Road 1"], city: "Riverton" };

/** Two doctors with all that belongs to them. */
function city() {
  const resources = [
    { resourceType: "Organization", id: "o1", name: "River Hospital", telecom: [phone("+44 20 5550 0001")], address: [address] },
    {
      resourceType: "Location", id: "l1", name: "East wing", status: "active", position: { longitude: 121.5, latitude: 31.2 },
      telecom: [phone("+44 20 5550 0002")], address, managingOrganization: ref("Organization/o1"),
    },
  ];
  for (const [n, family] of [["1", "Wang"], ["2", "Li"]]) {
    resources.push(
      { resourceType: "Practitioner", id: `p${n}`, active: true, name: [{ family, given: ["Wei"] }] },
      {
        resourceType: "PractitionerRole", id: `r${n}`, active: true, practitioner: ref(`Practitioner/p${n}`), organization: ref("Organization/o1"), location: [ref("Location/l1")],
        ...(n === "1" && { telecom: [phone("+44 20 5550 0003")] }),
        specialty: [{ coding: [{ system: "http://snomed.info/sct", code: "394579002" }] }],
      },
      { resourceType: "Schedule", id: `s${n}`, active: true, actor: [ref(`PractitionerRole/r${n}`)] },
      { resourceType: "Slot", id: `t${n}`, schedule: ref(`Schedule/s${n}`), status: "free", start: at(+n), end: at(+n + 0.01) },
      { resourceType: "MeasureReport", id: `m${n}`, status: "complete", type: "summary", subject: ref(`PractitionerRole/r${n}`) },
    );
  }
  return resources;
}

const references = (field) => (field ? [field].flat().map((it) => it.reference) : []);
const codes = (field) => [field ?? []].flat().flatMap((it) => it.coding ?? []).map((it) => `${it.system}|${it.code}`);

/** What the search parameters look at; each gives the values that a resource has. */
const PARAMETERS = {
  _id: (it) => [it.id],
  active: (it) => [String(it.active)],
  specialty: (it) => codes(it.specialty),
  service: (it) => references(it.healthcareService),
  organization: (it) => references(it.organization ?? it.managingOrganization),
  practitioner: (it) => references(it.practitioner),
  name: (it) => [it.name].flat().map((name) => name?.family ?? name),
  actor: (it) => references(it.actor),
  schedule: (it) => references(it.schedule),
  status: (it) => [it.status],
  subject: (it) => references(it.subject),
  target: (it) => references(it.target),
  identifier: (it) => (it.identifier ?? []).map((one) => `${one.system}|${one.value}`),
  patient: () => [],
  code: (it) => codes(it.code),
  category: (it) => codes(it.category),
};

function fits(server, resource, name, wanted) {
  if (name === "start") return wanted.startsWith("ge") ? resource.start >= wanted.slice(2) : resource.start < wanted.slice(2);
  if (name === "_has:PractitionerRole:practitioner:specialty") {
    const of = [...server.all.values()].filter((it) => it.practitioner?.reference === `Practitioner/${resource.id}`);
    return of.some((role) => fits(server, role, "specialty", wanted));
  }
  const has = PARAMETERS[name]?.(resource) ?? [];
  return wanted.split(",").some((value) => has.includes(value));
}

/** Everything that may be wrong, each by a change to the healthy server. */
export const FAULTS = {
  healthy: {},
  "no-cors": { cors: null },
  "cors-without-headers": { cors: { "access-control-allow-origin": "*" } },
  "wrong-path": { before: (path) => path.startsWith("/r4") && [404, { error: "no such page" }] },
  "moved": { before: (path) => !path.startsWith("/r4/fhir") && [404, {}], base: "/r4/fhir" },
  html: { before: () => [200, "<!doctype html><title>Sign in</title>"] },
  "not-fhir": { before: () => [200, { hello: "world" }] },
  r5: { version: "5.0.0" },
  "no-search": { before: (path) => /\/PractitionerRole$/.test(path) && [501, outcome("not-supported")] },
  "ignored-filter": { ignored: ["specialty"] },
  "no-slots": { without: "Slot" },
  "no-booking": { without: "Schedule" },
  "no-doctors": { without: "PractitionerRole" },
  unauthorized: { before: () => [401, outcome("login")] },
  "broken-pages": { next: "http://elsewhere.invalid/r4?page=2" },
  "failing": { before: () => [503, outcome("exception")] },
  "batch-for-transaction": { atomic: false },
  "any-version": { versions: false },
};

class Odd {
  constructor(kind) {
    this.fault = FAULTS[kind];
    this.all = new Map();
    this.made = 0;
    for (const it of city()) if (it.resourceType !== this.fault.without) this.put(it);
  }

  put(resource) {
    const key = `${resource.resourceType}/${resource.id}`;
    const versionId = String(1 + Number(this.all.get(key)?.meta.versionId ?? 0));
    const stored = { ...resource, meta: { ...resource.meta, versionId } };
    this.all.set(key, stored);
    return stored;
  }

  find(key) {
    return this.all.get(key);
  }

  capability() {
    const interaction = ["read", "search-type", "create", "update", "delete"].map((code) => ({ code }));
    const types = ["AllergyIntolerance", "Appointment", "CarePlan", "Condition", "DiagnosticReport", "DocumentReference", "Encounter", "Goal", "Immunization",
      "MedicationRequest", "Observation", "Procedure", "ServiceRequest", "PractitionerRole", "Slot", "Schedule"];
    return {
      resourceType: "CapabilityStatement", fhirVersion: this.fault.version ?? "4.0.1", software: { name: "Odd" },
      rest: [{ mode: "server", interaction: [{ code: "transaction" }, { code: "batch" }], resource: types.map((type) => ({ type, interaction })) }],
    };
  }

  search(kind, query, base) {
    const narrowing = [...query].filter(([name]) => /^([^_]|_id$|_has:)/.test(name)).filter(([name]) => !this.fault.ignored?.includes(name));
    const found = [...this.all.values()].filter((it) => it.resourceType === kind && narrowing.every(([name, value]) => fits(this, it, name, value)));
    const [skip, count] = [Number(query.get("_skip") ?? 0), Number(query.get("_count") ?? 20)];
    const page = found.slice(skip, skip + count);
    const along = query.getAll("_include").flatMap((path) => page.flatMap((it) => references(it[path.split(":")[1]])));
    const others = [...new Set(along)].map((key) => this.find(key)).filter(Boolean);
    const used = new URLSearchParams(narrowing);
    const link = [{ relation: "self", url: `${base}/${kind}?${used}` }];
    const following = new URLSearchParams([...query].filter(([name]) => name !== "_skip").concat([["_skip", skip + count]]));
    if (found.length > skip + count) link.push({ relation: "next", url: this.fault.next ?? `${base}/${kind}?${following}` });
    const entry = [...page.map((resource) => ({ resource, search: { mode: "match" } })), ...others.map((resource) => ({ resource, search: { mode: "include" } }))];
    return { resourceType: "Bundle", type: "searchset", total: found.length, link, entry };
  }

  /** One request as `[status, body]`. */
  one(method, path, query, body, headers, base) {
    const [kind, id] = path.split("/");
    const key = `${kind}/${id}`;
    if (path === "metadata") return [200, this.capability()];
    if (path === ".well-known/smart-configuration") {
      return [200, { authorization_endpoint: `${base}/authorize`, token_endpoint: `${base}/token`, code_challenge_methods_supported: ["S256"] }];
    }
    if (method === "GET" && !id) return kind === "Observation" ? [401, outcome("login")] : [200, this.search(kind, query, base)];
    if (method === "GET") return this.find(key) ? [200, this.find(key)] : [404, outcome("not-found")];
    if (method === "DELETE") return [this.all.delete(key) ? 204 : 404, ""];
    if (method === "PUT") {
      const asked = headers["if-match"]?.replace(/\D/g, "");
      const stale = asked && this.fault.versions !== false && asked !== this.find(key)?.meta.versionId;
      return stale ? [412, outcome("conflict")] : [200, this.put(body)];
    }
    const unless = headers["if-none-exist"];
    const known = unless && this.search(kind, new URLSearchParams(unless), base).entry[0]?.resource;
    return known ? [200, known] : [201, this.put({ ...body, id: `n${++this.made}` })];
  }

  bundle(bundle, base) {
    const before = new Map(this.all);
    const entry = bundle.entry.map(({ request, resource }) => {
      const [path, query] = request.url.split("?");
      const [status, body] = this.one(request.method, path, new URLSearchParams(query), resource, { "if-match": request.ifMatch }, base);
      return { resource: body, response: { status: String(status) } };
    });
    const failed = entry.find((it) => it.response.status >= "400");
    if (bundle.type === "transaction" && failed && this.fault.atomic !== false) {
      this.all = before;
      return [Number(failed.response.status), outcome("conflict")];
    }
    return [200, { resourceType: "Bundle", type: `${bundle.type}-response`, entry }];
  }

  answer(request, url, body, origin) {
    const early = this.fault.before?.(url.pathname);
    if (early) return early;
    const root = this.fault.base ?? "/r4";
    const base = origin + root;
    const path = url.pathname.slice(root.length).replace(/^\//, "");
    if (!url.pathname.startsWith(root)) return [404, outcome("not-found")];
    if (request.method === "POST" && !path) return this.bundle(body, base);
    return this.one(request.method, path, url.searchParams, body, request.headers, base);
  }
}

const OPEN = { "access-control-allow-origin": "*", "access-control-allow-methods": "GET,POST,PUT,DELETE", "access-control-allow-headers": "accept,content-type,authorization,if-match,if-none-exist" };

/** Starts one: `{ base, origin, resources(), close() }`. */
export async function oddServer(kind, secure) {
  const odd = new Odd(kind);
  const cors = odd.fault.cors === undefined ? OPEN : (odd.fault.cors ?? {});
  const handle = async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const origin = `${secure ? "https" : "http"}://${request.headers.host}`;
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
    const text = Buffer.concat(chunks).toString();
    const [status, body] = odd.answer(request, new URL(request.url, origin), text && JSON.parse(text), origin);
    const type = typeof body === "string" ? "text/html" : "application/fhir+json";
    response.writeHead(status, { ...cors, "content-type": type }).end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = secure ? createSecure(secure, handle) : createServer(handle);
  await new Promise((ready) => server.listen(0, "localhost", ready));
  const origin = `${secure ? "https" : "http"}://localhost:${server.address().port}`;
  const close = () => new Promise((closed) => (server.closeAllConnections(), server.close(closed)));
  return { base: `${origin}/r4`, origin, resources: () => [...odd.all.keys()], close };
}

/** A certificate that expired in 2020, and its key; none where there is no openssl. */
export function expired() {
  const folder = mkdtempSync(join(tmpdir(), "sampan-"));
  const file = (name) => join(folder, name);
  const openssl = (...words) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  try {
    writeFileSync(file("ca.cnf"), "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\ndefault_md=sha256\npolicy=p\nnew_certs_dir=.\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:localhost\n");
    writeFileSync(file("index"), "");
    writeFileSync(file("serial"), "01");
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=localhost");
    openssl("ca", "-config", "ca.cnf", "-selfsign", "-keyfile", "key.pem", "-in", "request.pem", "-out", "cert.pem", "-batch", "-notext", "-extensions", "e",
      "-startdate", "20200101000000Z", "-enddate", "20200201000000Z");
    return { key: readFileSync(file("key.pem")), cert: readFileSync(file("cert.pem")) };
  } catch {
    return null;
  }
}
