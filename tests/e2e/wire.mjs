// What crosses the wire to and from a page, as the browser's debugger counts it.

/** Counts from now on: bytes of the app itself, bytes of data, and the requests to the FHIR server. */
export async function count(page, app) {
  const wire = { app: 0, data: 0, requests: [] };
  const urls = new Map();
  const session = await page.context().newCDPSession(page);
  const isData = (url) => url.startsWith(`${app}/fhir`);
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    urls.set(requestId, request.url);
    if (isData(request.url)) wire.requests.push(`${request.method} ${request.url.slice(app.length)}`);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    wire[isData(urls.get(requestId) ?? "") ? "data" : "app"] += encodedDataLength;
  });
  await session.send("Network.enable");
  return wire;
}
