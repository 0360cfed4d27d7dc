// The pages of the hospital's own sign-in: plain HTML, no script.

import { ACCOUNTS, PASSWORD } from "./accounts.mjs";

const STYLE = `
  :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
  body { max-width: 26rem; margin: 2rem auto; padding: 0 1rem; }
  label, fieldset { display: block; margin-block: 1rem; }
  input:not([type=radio], [type=checkbox]) { display: block; inline-size: 100%; box-sizing: border-box; }
  input, button { font: inherit; min-block-size: 44px; padding-inline: .75rem; }
  input[type=radio], input[type=checkbox] { min-block-size: 0; margin-inline-end: .5rem; }
  fieldset label { margin-block: .5rem; }
  .actions { display: flex; gap: 1rem; }
`;

/** Text as text. */
export const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export const page = (title, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

export const login = (action, wrong) =>
  page(
    "Sign in to the demo hospital",
    `${wrong ? `<p role="alert">That name and password don't belong together.</p>` : ""}
<form method="post" action="${action}/login">
<label>User name <input name="account" autocomplete="username" autofocus required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button>
</form>
<form method="post" action="${action}/abort"><p><button>Cancel</button></p></form>
<p>Invented people: ${Object.keys(ACCOUNTS).map(escaped).join(", ")}. The password of each is ${escaped(PASSWORD)}.</p>`,
  );

export const consent = (action, account, scopes) => {
  const choices = account.records.map(
    ({ id, name }, index) =>
      `<label><input type="radio" name="patient" value="${escaped(id)}"${index ? "" : " checked"}>${escaped(name)}</label>`,
  );
  const asked = scopes.map((scope) => `<label><input type="checkbox" name="scope" value="${escaped(scope)}" checked>${escaped(scope)}</label>`);
  return page(
    "Let Sampan see your record?",
    `<p>Signed in as ${escaped(account.name)}.</p>
<form method="post" action="${action}/consent">
${choices.length ? `<fieldset><legend>Whose record</legend>${choices.join("")}</fieldset>` : ""}
<fieldset><legend>What it may do</legend>${asked.join("")}</fieldset>
<p class="actions"><button name="answer" value="yes">Allow</button><button name="answer" value="no">Don't allow</button></p>
</form>`,
  );
};

export const signOut = (form) =>
  page("Sign out of the demo hospital?", `${form}<p class="actions"><button form="op.logoutForm" name="logout" value="yes">Sign out</button><button form="op.logoutForm">Stay signed in</button></p>`);

export const trouble = (error, text) => page("This sign-in can't go on", `<p>${escaped(text ?? "")}</p><p><code>${escaped(error)}</code></p>`);
