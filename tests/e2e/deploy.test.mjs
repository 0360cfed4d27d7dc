// docs/deploy.md and docs/counting.md, followed to the letter: its commands are run and its nginx is started, with other folders and ports.

import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, test } from "node:test";
import { oddServer } from "./odd-server.mjs";
import { pressUntil, results } from "./steps.mjs";
import { app, eventually, inBrowser, settled } from "./support.mjs";

const guide = ["deploy.md", "counting.md"].map((name) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8")).join("\n");
const { SAMPAN_XTASK: xtask, SAMPAN_DIST: dist, NGINX: program, NGINX_BROTLI: brotli } = process.env;

/** The fenced blocks of a recipe in one language, as they stand in the guide. */
function block(language, recipe) {
  const found = [...guide.matchAll(new RegExp(`^\`\`\`${language} ${recipe}\\n([^]*?)^\`\`\`$`, "gm"))];
  assert.equal(found.length, 1, `one block of ${language} for ${recipe}`);
  return found[0][1];
}

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** A machine of one's own: a folder in the place of `/`, the built app in its `dist`. */
class Machine {
  constructor(fhir) {
    this.fhir = fhir;
    this.root = mkdtempSync(join(tmpdir(), "sampan-host-"));
    cpSync(dist, join(this.root, "dist"), { recursive: true });
  }

  at = (path) => join(this.root, path);

  /** Runs the commands of a recipe. */
  run(recipe) {
    const commands = block("sh", recipe).replaceAll(/ \/(srv|etc|var)\//g, ` ${this.root}/$1/`).replaceAll("cargo xtask", xtask);
    return execFileSync("sh", ["-euc", commands], { cwd: this.root, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Starts nginx with a recipe's block; gives the site's address. */
  async serve(recipe, wrap = (text) => text) {
    const port = await freePort();
    const text = wrap(block("nginx", recipe))
      .replace("listen 80;", `listen 127.0.0.1:${port};`)
      .replaceAll(/ \/(srv|etc|var)\//g, ` ${this.root}/$1/`)
      .replaceAll("http://127.0.0.1:8103/fhir", this.fhir);
    mkdirSync(this.at("run"), { recursive: true });
    const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${this.at(`run/${name}`)};`).join(" ");
    // Started by root it would read the files as somebody else, who may not see this folder.
    const user = process.getuid() === 0 ? "user root;" : "";
    writeFileSync(this.at("nginx.conf"), `${user}\nload_module ${brotli};\npid ${this.at("run/pid")};\nerror_log ${this.at("run/error.log")};\nevents {}\nhttp { access_log off; ${places}\n${text}}\n`);
    this.words = ["-p", this.root, "-c", this.at("nginx.conf"), "-e", this.at("run/error.log")];
    execFileSync(program, [...this.words, "-t"], { stdio: "pipe" });
    this.nginx = spawn(program, [...this.words, "-g", "daemon off;"], { stdio: "ignore" });
    this.url = `http://localhost:${port}`;
    for (let tries = 0; tries < 100; tries++) {
      if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false)) return this.url;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    return assert.fail(readFileSync(this.at("run/error.log"), "utf8"));
  }

  /** The processes that answer; those with the settings of before go when they have nothing left to say. */
  workers = () => readFileSync(`/proc/${this.nginx.pid}/task/${this.nginx.pid}/children`, "utf8").split(" ").filter(Boolean);

  async reload() {
    const before = this.workers();
    execFileSync(program, [...this.words, "-s", "reload"], { stdio: "pipe" });
    await eventually(this.workers, (now) => now.length > 0 && !now.some((pid) => before.includes(pid)), "nginx's workers");
  }

  async stop() {
    const ended = this.nginx && new Promise((done) => this.nginx.on("exit", done));
    this.nginx?.kill();
    await ended;
    rmSync(this.root, { recursive: true, force: true });
  }
}

const fhir = `${app}/fhir`;
const machines = [];
after(() => Promise.all(machines.map((machine) => machine.stop())));
async function hosted(recipe, server = fhir, wrap) {
  const machine = new Machine(server);
  machines.push(machine);
  if (recipe !== "gateway") machine.run(recipe);
  await machine.serve(recipe, wrap);
  return machine;
}

const root = await hosted("nginx");
const path = await hosted("path");

const head = async (url, init) => {
  const response = await fetch(url, { ...init, headers: { "accept-encoding": "br", ...init?.headers } });
  await response.arrayBuffer();
  return { status: response.status, ...Object.fromEntries(response.headers) };
};

for (const [where, machine, folder] of [["at a root", root, "srv/sampan"], ["under a path", path, "srv/www/care"]]) {
  const base = machine.url + (where === "at a root" ? "" : "/care");
  test(`nginx ${where}: types, compression, caching, pages and nothing`, async () => {
    const files = readdirSync(machine.at(folder)).filter((name) => !name.endsWith(".br"));
    const named = (pattern) => files.find((name) => pattern.test(name)) ?? assert.fail(`no ${pattern}`);
    const types = {
      [named(/^app\..*\.js$/)]: "text/javascript; charset=utf-8",
      [named(/^app\..*\.wasm$/)]: "application/wasm",
      [named(/\.css$/)]: "text/css; charset=utf-8",
      "config.json": "application/json",
      "manifest.webmanifest": "application/manifest+json",
      "icons/sampan.svg": "image/svg+xml",
      "sw.js": "text/javascript; charset=utf-8",
      "index.html": "text/html; charset=utf-8",
    };
    for (const [name, type] of Object.entries(types)) {
      const told = await head(`${base}/${name}`);
      const hashed = /\.[0-9a-f]{8}\./.test(name);
      assert.equal(told.status, 200, name);
      assert.equal(told["content-type"].replace(/^application\/json; charset=utf-8$/, "application/json"), type, name);
      assert.equal(told["cache-control"], hashed ? "public, max-age=31536000, immutable" : "no-cache", name);
      assert.equal(told["x-content-type-options"], "nosniff", name);
      const packed = existsSync(machine.at(`${folder}/${name}.br`));
      assert.equal(told["content-encoding"], packed ? "br" : undefined, name);
      // Compressed the one way or the other, nothing large goes out as it is.
      if (hashed) assert.ok(packed, `${name} is packed`);
    }
    const served = await head(`${app}/doctors`);
    for (const page of ["", "/doctors", "/doctors/role-1.2.3", "/connect"]) {
      const told = await head(`${base}${page || "/"}`);
      assert.deepEqual([told.status, told["content-type"], told["cache-control"]], [200, "text/html; charset=utf-8", "no-cache"], page);
      for (const header of ["content-security-policy", "permissions-policy", "referrer-policy", "x-content-type-options"]) assert.equal(told[header], served[header], `${header} of ${page}`);
    }
    for (const name of ["app.01234567.js", "chunk_1.01234567.wasm", "missing.json", "icons/missing.svg"]) {
      const told = await head(`${base}/${name}`);
      assert.equal(told.status, 404, name);
      // What is missing now may be there after the next upload.
      assert.doesNotMatch(told["cache-control"] ?? "", /immutable/, name);
    }
    // What is edited is what is sent.
    const file = machine.at(`${folder}/config.json`);
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace('"Sampan"', '"River Hospital"'));
    assert.equal((await (await fetch(`${base}/config.json`)).json()).brand.name, "River Hospital");
    writeFileSync(file, before);
  });

  inBrowser(`nginx ${where}: a doctor is found, the policy minds nothing`, { base: machine.url, also: [app] }, async (page, say) => {
    await page.goto(`${base}/doctors?specialty=394579002`);
    await results(page, say).getByRole("listitem").first().waitFor();
    await pressUntil(page, results(page, say).locator("a"), (url) => /\/doctors\/[^/]+$/.test(url.pathname));
    await settled(page);
    assert.ok(page.url().startsWith(`${base}/doctors/`), page.url());
    await page.reload();
    await settled(page);
    await page.goto(`${base}/settings`);
    await page.getByRole("heading", { level: 1, name: say("Settings") }).waitFor();
  });
}

/** Another build of the same app, as far as names go: each hashed file has another hash, and so has what names it. */
function anotherBuild(folder) {
  const turned = (name) => name.replace(/\.([0-9a-f]{8})\./, (_, hash) => `.${[...hash].reverse().join("")}.`);
  const below = (at) => readdirSync(at, { withFileTypes: true }).flatMap((it) => (it.isDirectory() ? below(join(at, it.name)) : [join(at, it.name)]));
  const files = below(folder);
  const names = [...new Set(files.map((file) => basename(file).replace(/\.br$/, "")))].filter((name) => turned(name) !== name);
  const rewrite = (text) => names.reduce((text, name) => text.replaceAll(name, turned(name)), text);
  const integrity = (text) => `sha384-${createHash("sha384").update(text).digest("base64")}`;
  for (const file of files) renameSync(file, join(dirname(file), turned(basename(file))));
  const glue = join(folder, turned(names.find((name) => /^app\..*\.js$/.test(name))));
  const before = readFileSync(glue, "utf8");
  const now = rewrite(before);
  const index = join(folder, "index.html");
  const page = rewrite(readFileSync(index, "utf8")).replaceAll(integrity(before), integrity(now));
  for (const [file, text] of [[glue, now], [index, page]]) {
    writeFileSync(file, text);
    // Packed anew it would say the same; a stale one would not.
    rmSync(`${file}.br`);
    writeFileSync(`${file}.br`, execFileSync(process.execPath, ["-e", "process.stdout.write(require('zlib').brotliCompressSync(require('fs').readFileSync(process.argv[1])))", file]));
  }
}

inBrowser("an upgrade and the way back under an open tab", { base: root.url, also: [app] }, async (page, say) => {
  const old = root.at("dist-of-before");
  cpSync(root.at("dist"), old, { recursive: true });
  await page.goto("/doctors?specialty=394579002");
  await results(page, say).getByRole("listitem").first().waitFor();
  anotherBuild(root.at("dist"));
  root.run("upgrade");
  await root.reload();
  // The tab of yesterday goes on: its next room is a file of yesterday.
  await page.getByRole("link", { name: say("Settings") }).first().click();
  await page.getByRole("heading", { level: 1, name: say("Settings") }).waitFor();
  const started = () => page.evaluate(() => performance.getEntriesByType("resource").map((it) => it.name).find((name) => /\/app\..*\.js$/.test(name)));
  const yesterday = await started();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: say("Settings") }).waitFor();
  const today = await started();
  assert.notEqual(today, yesterday);
  // And back.
  rmSync(root.at("dist"), { recursive: true });
  renameSync(old, root.at("dist"));
  root.run("upgrade");
  await root.reload();
  await page.getByRole("link", { name: say("Record") }).first().click();
  await page.waitForURL(/\/record$/);
  await settled(page);
  await page.reload();
  await settled(page);
  assert.equal(await started(), yesterday);
});

test("the gateway of the guide gives a server without CORS what pages need", async () => {
  const closed = await oddServer("no-cors");
  const machine = await hosted("gateway", closed.base, (text) => `server {\n listen 80;\n${text}}\n`);
  const connect = (base) =>
    new Promise((done) => execFile(xtask, ["connect", "--fhir", base, "--site", "https://care.example.org"], (error, out) => done({ code: error?.code ?? 0, out })));
  assert.match((await connect(closed.base)).out, /doesn't let pages of https:\/\/care\.example\.org read it/);
  const told = await connect(`${machine.url}/fhir`);
  await closed.close();
  assert.match(told.out, /Pages of https:\/\/care\.example\.org may read the answers/);
  assert.match(told.out, /Requests may carry all the headers/);
});

test("the counter of the guide counts, and keeps nothing of who it was", async () => {
  const machine = new Machine(fhir);
  machines.push(machine);
  mkdirSync(machine.at("var/log/nginx"), { recursive: true });
  const site = await machine.serve("counter", (text) => `${block("nginx", "counting")}\nserver {\n listen 80;\n${text}}\n`);
  for (const asked of ["page=home", "page=book.one&step=check", "page=book.one&step=check"]) {
    assert.equal((await head(`${site}/count?${asked}`, { method: "POST" })).status, 204);
  }
  const sums = machine.run("counter").toString().trim().split(/\n/).map((line) => line.trim());
  assert.deepEqual(sums.sort(), ["1 home -", "2 book.one check"]);
});
