// A hospital that publishes files (SMART Scheduling Links), healthy or with one thing wrong. `node tests/e2e/publisher.mjs [port]` serves
// them by hand; docs/scheduling-links.md tells how to look at them.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EXTENSION = "http://fhir-registry.smarthealthit.org/StructureDefinition";
const PORTAL = "https://portal.example.org/bookings?slot=";
const extension = (name, value) => ({ url: `${EXTENSION}/${name}`, ...value });

const PLACES = [
  { id: "boston", name: "River Clinic Boston", line: "1 Summer Street", city: "Boston", state: "MA", at: [42.356, -71.058], phone: "617-555-0101" },
  { id: "worcester", name: "River Clinic Worcester", line: "22 West Street", city: "Worcester", state: "MA", at: [42.262, -71.802], phone: "508-555-0102" },
  { id: "hartford", name: "River Clinic Hartford", line: "5 Elm Street", city: "Hartford", state: "CT", at: [41.764, -72.685], phone: "860-555-0103" },
  { id: "pittsfield", name: "River Clinic Pittsfield", line: "173 Elm Street", city: "Pittsfield", state: "MA", phone: "413-555-0104" },
];

const location = ({ id, name, line, city, state, at, phone }) => ({
  resourceType: "Location", id, name,
  telecom: [{ system: "phone", value: phone }, { system: "url", value: `https://clinic.example.org/${id}` }],
  address: { line: [line], city, state, postalCode: "01201-7223" },
  ...(at && { position: { latitude: at[0], longitude: at[1] } }),
  identifier: [{ system: "https://cdc.gov/vaccines/programs/vtrcks", value: `pin-${id}` }],
});

const service = (id, display, actors, extensions = []) => ({
  resourceType: "Schedule", id, serviceType: [{ coding: [{ system: "http://terminology.hl7.org/CodeSystem/service-type", code: "57", display }] }],
  actor: actors.map((reference) => ({ reference })), extension: extensions,
});

/** A free time: `from` and `long` in hours from now, on the quarter. */
const slot = (id, schedule, from, long, extensions, status = "free") => {
  const start = Math.ceil((Date.now() + from * HOUR) / (HOUR / 4)) * (HOUR / 4);
  // As a publisher in New England writes it: with the offset of its clocks.
  const local = (ms) => new Date(ms - 5 * HOUR).toISOString().replace("Z", "-05:00");
  return { resourceType: "Slot", id, schedule: { reference: `Schedule/${schedule}` }, status, start: local(start), end: local(start + long * HOUR), extension: extensions };
};

const link = (id) => extension("booking-deep-link", { valueUrl: PORTAL + id });
const call = (number) => extension("booking-phone", { valueString: number });

/** What is published, by file. */
function files() {
  return {
    "locations.ndjson": PLACES.map(location),
    "practitioners.ndjson": [{ resourceType: "Practitioner", id: "garcia", name: [{ family: "García", given: ["Ana"] }] }],
    "roles.ndjson": [{
      resourceType: "PractitionerRole", id: "garcia-boston", practitioner: { reference: "Practitioner/garcia" }, location: [{ reference: "Location/boston" }],
      specialty: [{ coding: [{ system: "http://snomed.info/sct", code: "394582007", display: "Dermatology" }] }],
    }],
    "schedules.ndjson": [
      service("b-vaccine", "Influenza vaccination", ["Location/boston"]),
      service("b-skin", "Skin check", ["PractitionerRole/garcia-boston"]),
      service("w-vaccine", "Influenza vaccination", ["Location/worcester"], [extension("vaccine-product", { valueCoding: { code: "207", display: "Influenza vaccine 2026" } })]),
      service("h-blood", "Blood test", ["Location/hartford"]),
      service("p-vaccine", "Influenza vaccination", ["Location/pittsfield"], [extension("has-availability", { valueCode: "some" })]),
    ],
    "slots-MA.ndjson": [
      ...[26, 27, 28, 50, 51, 52, 74].map((from, n) => slot(`b${n}`, "b-vaccine", from, 1 / 3, [link(`b${n}`)])),
      slot("b-busy", "b-vaccine", 2, 1 / 3, [link("b-busy")], "busy"),
      slot("b-past", "b-vaccine", -30, 1 / 3, [link("b-past")]),
      slot("s0", "b-skin", 29, 0.5, [call("617-555-0199")]),
      slot("s1", "b-skin", 53, 0.5, [extension("booking-deep-link", { valueUrl: "javascript:alert(1)" }), call("617-555-0199")]),
      slot("w0", "w-vaccine", 4, 9, [link("w0"), call("508-555-0102"), extension("slot-capacity", { valueInteger: 100 })]),
    ],
    "slots-CT.ndjson": [slot("h0", "h-blood", 48, 1 / 3, []), slot("h1", "h-blood", 49, 1 / 3, [])],
  };
}

const TYPES = { locations: "Location", practitioners: "Practitioner", roles: "PractitionerRole", schedules: "Schedule", slots: "Slot" };

/** Everything that may be wrong: changes to `published`, which has the manifest and the files' texts. */
export const FAULTS = {
  healthy: () => {},
  empty: ({ manifest }) => (manifest.output = []),
  html: (published) => (published.page = "<!doctype html><title>Sign in</title>"),
  stale: ({ manifest }) => (manifest.transactionTime = new Date(Date.now() - 3 * DAY).toISOString()),
  missing: ({ texts }) => delete texts["slots-CT.ndjson"],
  "cut-off": ({ texts }) => (texts["slots-MA.ndjson"] = texts["slots-MA.ndjson"].slice(0, -200)),
  "web-page": ({ texts }) => (texts["slots-CT.ndjson"] = "<!doctype html>\n<title>Not found</title>\n"),
  odd: ({ texts }) => (texts["slots-MA.ndjson"] = `hello\n{"resourceType":"Location","id":"x"}\n${texts["slots-MA.ndjson"]}`),
  elsewhere: ({ manifest }) => (manifest.output.find((it) => /CT/.test(it.url)).url = "https://elsewhere.example/slots-CT.ndjson"),
  huge: (published) => ((published.huge = 100_000), (published.pause = 5)),
  slow: (published) => ((published.huge = 100_000), (published.pause = 100)),
};

const OPEN = { "access-control-allow-origin": "*", "cache-control": "no-store" };

/** A long file, in pieces that are cut anywhere; some 30 MB. The soonest time is in its last line. */
async function sendHuge(response, lines, pause) {
  const padding = "x".repeat(60);
  response.setMaxListeners(0);
  let text = "";
  for (let n = 1; n <= lines && !response.destroyed; n++) {
    const one = slot(`n${n}`, "b-vaccine", n === lines ? 20 : 25 + ((lines - n) % 4000) / 4, 1 / 3, [link(`n${n}-${padding}`)], n % 3 ? "free" : "busy");
    text += JSON.stringify(one) + "\n";
    if (text.length > 65_000) {
      const piece = text.slice(0, 65_000);
      text = text.slice(65_000);
      if (!response.write(piece)) await new Promise((ready) => (response.once("drain", ready), response.once("close", ready)));
      if (pause) await new Promise((ready) => setTimeout(ready, pause));
    }
  }
  response.end(text);
}

/** Starts one: `{ manifest, origin, asked, ended, close() }`; `asked` has the paths, `ended` those whose reader left early. */
export async function publisher(kind = "healthy", port = 0) {
  const published = {
    manifest: {
      transactionTime: new Date().toISOString(), request: "https://example.org/$bulk-publish", error: [],
      output: Object.keys(files()).map((url) => ({ type: TYPES[url.split(/[-.]/)[0]], url, ...(/-(..)\./.test(url) && { extension: { state: [/-(..)\./.exec(url)[1]] } }) })),
    },
    texts: Object.fromEntries(Object.entries(files()).map(([name, all]) => [name, all.map((it) => JSON.stringify(it) + "\n").join("")])),
  };
  FAULTS[kind](published);
  const [asked, ended] = [[], []];
  const server = createServer((request, response) => {
    const name = request.url.split("?")[0].slice("/slots/".length);
    asked.push(name);
    response.on("close", () => response.writableFinished || ended.push(name));
    if (name === "$bulk-publish") {
      return response.writeHead(200, { ...OPEN, "content-type": published.page ? "text/html" : "application/json" }).end(published.page ?? JSON.stringify(published.manifest));
    }
    const text = published.texts[name];
    response.writeHead(text ? 200 : 404, { ...OPEN, "content-type": "application/fhir+ndjson" });
    if (published.huge && name === "slots-MA.ndjson") return sendHuge(response, published.huge, published.pause);
    response.end(text);
  });
  await new Promise((ready) => server.listen(port, "localhost", ready));
  const origin = `http://localhost:${server.address().port}`;
  const close = () => new Promise((closed) => (server.closeAllConnections(), server.close(closed)));
  return { manifest: `${origin}/slots/$bulk-publish`, origin, asked, ended, close };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { manifest } = await publisher("healthy", Number(process.argv[2] ?? 0));
  console.log(manifest);
}
