// The development stack's authorization server: oidc-provider with the demo family's accounts and its own pages.
//
// xtask starts it and sets: SAMPAN_MODULES (the folder that holds oidc-provider), SAMPAN_APP (the app's origin),
// SAMPAN_AUDIENCE (the FHIR base as browsers see it), SAMPAN_SERVICE_SECRET (of xtask's own client), and optionally
// SAMPAN_TOKEN_SECONDS (how long a patient's access token lasts). It prints one line of JSON once it listens: {"issuer"}.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { ACCOUNTS, PASSWORD, fhirUser } from "./accounts.mjs";
import * as pages from "./pages.mjs";

const { SAMPAN_MODULES, SAMPAN_APP, SAMPAN_AUDIENCE, SAMPAN_SERVICE_SECRET, SAMPAN_TOKEN_SECONDS = "300" } = process.env;
const { Provider, errors } = await import(pathToFileURL(createRequire(`${SAMPAN_MODULES}/`).resolve("oidc-provider")));

const MONTH = 30 * 86_400;
/** What a patient's app may ask for; `user/` where a compartment can't say what belongs to whom. */
const PATIENT_SCOPES = [
  "patient/*.rs",
  "user/Appointment.cu",
  "user/DocumentReference.c",
  "user/Observation.cu",
  "user/QuestionnaireResponse.cu",
  "user/Slot.rus",
  "user/Medication.rs",
  "user/Patient.u",
  "user/RelatedPerson.rs",
];
const OTHER_SCOPES = ["openid", "fhirUser", "launch", "launch/patient", "online_access", "offline_access"];
/** What the development server's own client may ask for: everything, or one patient's record in the name of who cares for them. */
const SERVICE_SCOPES = ["system/*.cruds", "patient/*.rs", "user/Medication.rs", "user/Slot.rs"];

const server = createServer();
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const issuer = `http://localhost:${server.address().port}`;

/** The record that was chosen at the consent page, by grant. */
const chosen = new Map();

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "sampan",
      client_name: "Sampan",
      token_endpoint_auth_method: "none",
      redirect_uris: [`${SAMPAN_APP}/callback`],
      post_logout_redirect_uris: [`${SAMPAN_APP}/sign-in`],
      grant_types: ["authorization_code", "refresh_token"],
    },
    {
      client_id: "xtask",
      client_secret: SAMPAN_SERVICE_SECRET,
      redirect_uris: [],
      response_types: [],
      grant_types: ["client_credentials"],
    },
  ],
  jwks: { keys: [{ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "demo" }] },
  cookies: { keys: [randomBytes(24).toString("hex")] },
  scopes: OTHER_SCOPES,
  claims: { openid: ["sub"], fhirUser: ["fhirUser"] },
  conformIdTokenClaims: false,
  // SMART's name for the resource (SMART App Launch 2.2, section 2.1.10.1).
  extraParams: {
    aud(_, value) {
      if (value !== undefined && value !== SAMPAN_AUDIENCE) throw new errors.InvalidRequest("aud is not this FHIR server");
    },
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => (ctx.body = pages.signOut(form)),
      postLogoutSuccessSource: (ctx) => (ctx.body = pages.page("You have signed out", "")),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => SAMPAN_AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource, client) => {
        if (resource !== SAMPAN_AUDIENCE) throw new errors.InvalidTarget();
        const service = client.clientId === "xtask";
        return {
          scope: (service ? SERVICE_SCOPES : PATIENT_SCOPES).join(" "),
          audience: resource,
          accessTokenFormat: "jwt",
          accessTokenTTL: service ? MONTH : Number(SAMPAN_TOKEN_SECONDS),
          jwt: { sign: { alg: "RS256" } },
        };
      },
    },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: (_, client, code) =>
    client.grantTypeAllowed("refresh_token") && (code.scopes.has("online_access") || code.scopes.has("offline_access")),
  extraTokenClaims: (ctx, token) =>
    token.grantId ? { patient: chosen.get(token.grantId), fhirUser: fhirUser(token.accountId) } : { patient: ctx.oidc.body?.patient },
  findAccount: (_, id) => ACCOUNTS[id] && { accountId: id, claims: () => ({ sub: id, fhirUser: fhirUser(id) }) },
  clientBasedCORS: (_, origin) => origin === SAMPAN_APP,
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  formats: {
    customizers: {
      jwt: (_, token, jwt) => {
        if (ACCOUNTS[token.accountId]?.late) jwt.payload.exp -= 86_400;
      },
    },
  },
  ttl: { Session: 3600, Grant: 3600, Interaction: 3600, RefreshToken: 3600, IdToken: 300, AuthorizationCode: 60, ClientCredentials: MONTH },
  renderError: (ctx, out) => {
    ctx.type = "html";
    ctx.body = pages.trouble(out.error, out.error_description);
  },
});

// The launch context stands beside the token (SMART App Launch 2.2, section 2.1.14).
provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route !== "token" || !ctx.body?.access_token) return;
  const patient = chosen.get(ctx.oidc.entities.AccessToken?.grantId);
  if (patient) ctx.body.patient = patient;
});

/** What a FHIR server with this authorization server says at `.well-known/smart-configuration`. */
const smartConfiguration = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/token/revocation`,
  end_session_endpoint: `${issuer}/session/end`,
  jwks_uri: `${issuer}/jwks`,
  authorization_response_iss_parameter_supported: true,
  grant_types_supported: ["authorization_code", "client_credentials"],
  response_types_supported: ["code"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["none"],
  scopes_supported: [...OTHER_SCOPES, ...PATIENT_SCOPES],
  capabilities: [
    "launch-standalone", "client-public", "sso-openid-connect", "context-standalone-patient",
    "permission-patient", "permission-user", "permission-online", "permission-offline", "permission-v2",
  ],
};

async function form(request) {
  let body = "";
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

function send(response, html, status = 200) {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "referrer-policy": "no-referrer" });
  response.end(html);
}

/** The login and consent pages, and what comes back from them. */
async function interact(request, response, [uid, step]) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  const action = `/interaction/${encodeURIComponent(uid)}`;
  const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: step === "consent" });
  if (request.method === "GET") {
    if (prompt.name === "login") return send(response, pages.login(action));
    return send(response, pages.consent(action, ACCOUNTS[session.accountId], params.scope.split(" ").filter((scope) => scope !== "openid")));
  }
  const fields = await form(request);
  if (step === "abort" || fields.get("answer") === "no") {
    return finish({ error: "access_denied", error_description: "The patient didn't allow it." });
  }
  if (step === "login") {
    const account = fields.get("account");
    if (!Object.hasOwn(ACCOUNTS, account) || fields.get("password") !== PASSWORD) return send(response, pages.login(action, true), 403);
    return finish({ login: { accountId: account } });
  }
  const { accountId } = session;
  const grant = (grantId && (await provider.Grant.find(grantId))) || new provider.Grant({ accountId, clientId: params.client_id });
  const asked = params.scope.split(" ");
  const allowed = asked.filter((scope) => scope === "openid" || fields.getAll("scope").includes(scope));
  const ofServer = (scope) => PATIENT_SCOPES.includes(scope);
  grant.addOIDCScope(allowed.filter((scope) => !ofServer(scope)).join(" "));
  grant.addResourceScope(SAMPAN_AUDIENCE, allowed.filter(ofServer).join(" "));
  // What was left out is refused, or it would be asked for again.
  grant.rejectOIDCScope(asked.filter((scope) => !allowed.includes(scope) && !ofServer(scope)).join(" "));
  grant.rejectResourceScope(SAMPAN_AUDIENCE, asked.filter((scope) => !allowed.includes(scope) && ofServer(scope)).join(" "));
  const id = await grant.save();
  const patient = fields.get("patient");
  if (ACCOUNTS[accountId].records.some((record) => record.id === patient)) chosen.set(id, patient);
  return finish({ consent: { grantId: id } });
}

const answer = provider.callback();
server.on("request", (request, response) => {
  const { pathname } = new URL(request.url, issuer);
  if (pathname === "/.well-known/smart-configuration") {
    response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" });
    return response.end(JSON.stringify(smartConfiguration));
  }
  if (!pathname.startsWith("/interaction/")) return answer(request, response);
  interact(request, response, pathname.split("/").slice(2)).catch((error) => send(response, pages.trouble(error.message, error.error_description), 400));
});

console.log(JSON.stringify({ issuer }));
// Nobody reads on; whatever comes later goes to the log.
console.log = console.info = console.error;
