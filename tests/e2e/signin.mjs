// Signing in as a test does it: through the hospital's own pages in the browser, or by the protocol alone.

import { createHash, randomBytes } from "node:crypto";
import { issuer, settled, signInApp } from "./support.mjs";

export const PASSWORD = "sampan";

/** Fills in the hospital's login page. */
export async function login(page, account = "lin.mei") {
  await page.waitForURL(`${issuer}/interaction/*`);
  await page.getByLabel("User name").fill(account);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Let Sampan see your record?" }).waitFor();
}

/** Agrees to all, but for the scopes `without`. */
export async function allow(page, without = []) {
  for (const scope of without) await page.getByRole("checkbox", { name: scope, exact: true }).uncheck();
  await page.getByRole("button", { name: "Allow", exact: true }).click();
}

/** The button of the app that leads to the hospital's login. */
export const signInButton = (page, say) => page.locator("main").getByRole("button", { name: say("Sign in") });

/** From a page of the app to the same page, signed in. */
export async function signIn(page, say, account) {
  const before = page.url();
  await signInButton(page, say).click();
  await login(page, account);
  await allow(page);
  await page.waitForURL(before);
  await settled(page);
}

/** Within another site's page: signs in in the window that the app opens; `meanwhile` looks at the app behind it. */
export async function signInByWindow(page, frame, say, meanwhile = async () => {}) {
  const popup = page.waitForEvent("popup");
  await signInButton(frame, say).click();
  const window = await popup;
  await meanwhile();
  await window.waitForURL(`${issuer}/**`);
  await login(window);
  const closed = window.waitForEvent("close");
  await allow(window);
  await closed;
  await frame.getByText(/Penicillin|青霉素/).first().waitFor();
}

const SCOPE = "openid fhirUser launch/patient online_access patient/*.rs user/Appointment.cu user/Observation.cu user/Patient.u user/QuestionnaireResponse.cu user/Slot.rus user/Medication.rs user/RelatedPerson.rs";

/** A browser of its own, without the pages: what it asks, with its cookies. */
function agent() {
  const jar = new Map();
  return async (url, init = {}) => {
    const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(new URL(url, issuer), { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      jar.set(name, value);
    }
    return response;
  };
}

/** An authorization code of an account, with the verifier that it needs; `state` as sent. */
export async function codeOf(account, patient, state = "state") {
  const ask = agent();
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: "sampan",
    redirect_uri: `${signInApp}/callback`,
    scope: SCOPE,
    state,
    nonce: "nonce",
    aud: `${signInApp}/fhir`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const next = async (response) => response.headers.get("location");
  const send = (url, fields) => ask(url, { method: "POST", body: new URLSearchParams(fields) });
  let at = await next(await ask(`/auth?${query}`));
  at = await next(await send(`${at}/login`, { account, password: PASSWORD }));
  at = await next(await ask(at));
  const consent = [["answer", "yes"], ["patient", patient], ...SCOPE.split(" ").map((scope) => ["scope", scope])];
  at = await next(await send(`${at}/consent`, consent));
  at = await next(await ask(at));
  return { code: new URL(at).searchParams.get("code"), verifier, callback: at };
}

/** Posts to the token endpoint. */
export async function token(fields) {
  const body = new URLSearchParams({ client_id: "sampan", redirect_uri: `${signInApp}/callback`, ...fields });
  const response = await fetch(`${issuer}/token`, { method: "POST", body });
  return { status: response.status, body: await response.json() };
}

/** The tokens of an account. */
export async function tokensOf(account, patient) {
  const { code, verifier } = await codeOf(account, patient);
  const { body } = await token({ grant_type: "authorization_code", code, code_verifier: verifier });
  return body;
}

/** A request to the app's FHIR server, with a token or without. */
export async function askFhir(path, access, init = {}) {
  const headers = { accept: "application/fhir+json", "content-type": "application/fhir+json", ...init.headers };
  if (access) headers.authorization = `Bearer ${access}`;
  const response = await fetch(`${signInApp}/fhir/${path}`, { ...init, headers });
  return { status: response.status, body: await response.json().catch(() => null) };
}
