// What crosses the wire to and from a page, as the browser's debugger counts it.

/** Counts from now on: bytes of the app itself, bytes of data, and the requests to the FHIR server. */
export async function count(page, app) {
  const wire = { data: 0, requests: [], files: [] };
  const sent = new Map();
  const session = await page.context().newCDPSession(page);
  const isData = (url) => url.startsWith(`${app}/fhir`);
  session.on("Network.requestWillBeSent", ({ requestId, request, wallTime }) => {
    sent.set(requestId, { url: request.url, at: wallTime * 1000 });
    if (isData(request.url)) wire.requests.push(`${request.method} ${request.url.slice(app.length)}`);
  });
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const request = sent.get(requestId);
    const [, length] = Object.entries(response.headers).find(([name]) => name.toLowerCase() === "content-length") ?? [];
    if (request && length) request.content = Number(length);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength: bytes }) => {
    const { url = "", at = 0, content = bytes } = sent.get(requestId) ?? {};
    if (isData(url)) wire.data += bytes;
    // The tab's icon is asked for when the browser likes.
    else if (!url.includes("/icons/")) wire.files.push({ url, at, bytes, content });
  });
  await session.send("Network.enable");
  /** The app's files that were asked for before a time, in milliseconds since 1970: how many, their bytes with headers and without. */
  wire.until = (until) => {
    const files = wire.files.filter(({ at }) => at < until);
    const sum = (of) => files.reduce((sum, file) => sum + of(file), 0);
    return { files: files.length, bytes: sum(({ bytes }) => bytes), content: sum(({ content }) => content) };
  };
  /** Bytes of the app's files that were asked for before a time. */
  wire.app = (until = Infinity) => wire.until(until).bytes;
  return wire;
}

/** Has the page remember when it first showed a doctor. To be called before it is opened. */
export const watchForDoctors = (page) =>
  page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('main li :is(h2, h3) a[href^="/doctors/"]')) globalThis.doctorsAt = performance.timeOrigin + performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

/** When the page first showed a doctor, in milliseconds since 1970. */
export const doctorsAt = async (page) => (await page.waitForFunction(() => globalThis.doctorsAt)).jsonValue();
