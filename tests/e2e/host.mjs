// A page of another site that holds the app with its sign-in, as a hospital's own does that `embed.ancestors` names.

import { createServer } from "node:http";
import { signInApp } from "./support.mjs";

/** What the browser says of such a page. */
export const HOST = [/third party: http:\/\/127\.0\.0\.1/, /favicon/];

/** Opens a page with `html` as its body, and calls `body` while it is served. */
export async function hosted(page, html, body) {
  const host = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>Hospital</title>${html}`);
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${host.address().port}`;
  // The tests' config names no ancestor.
  await page.context().route(`${signInApp}/**`, async (route) => {
    const config = route.request().url().endsWith("/config.json");
    if (!config && !route.request().isNavigationRequest()) return route.fallback();
    const response = await route.fetch();
    if (config) return route.fulfill({ response, json: { ...(await response.json()), embed: { ancestors: [origin] } } });
    const headers = response.headers();
    headers["content-security-policy"] = headers["content-security-policy"]?.replace(/frame-ancestors [^;]*/, `frame-ancestors ${origin}`) ?? "";
    await route.fulfill({ response, headers });
  });
  try {
    await page.goto(origin);
    await body();
  } finally {
    host.close();
    host.closeAllConnections();
  }
}
