// Starts and drives the real program for the tests and benchmarks that see it from outside: its commands, its server, its
// pages over plain HTTP as a browser without JavaScript would.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = process.env.PLUMBLINE_BINARY ?? join(root, "build", "plumbline");

// A folder of its own that goes away with the process.
const made = [];
export function temporaryFolder(word = "test") {
  const folder = mkdtempSync(join(tmpdir(), `plumbline-${word}-`));
  made.push(folder);
  return folder;
}
const running = new Set();
process.on("exit", () => {
  running.forEach((child) => child.kill("SIGKILL"));
  made.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

// Runs one command to its end: { code, out, err, ms }.
export function run(args, { input, env, timeout = 120_000, prefix = [] } = {}) {
  const [program, ...rest] = [...prefix, binary, ...args];
  const start = process.hrtime.bigint();
  const done = spawnSync(program, rest, {
    input, timeout, encoding: "utf8", maxBuffer: 256 << 20, cwd: root, env: { ...process.env, ...env },
  });
  if (done.error && done.error.code !== "ETIMEDOUT") throw done.error;
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  return { code: done.status, signal: done.signal, out: done.stdout, err: done.stderr, ms };
}

// As `run`, and throws with the command's own words when it does not exit 0.
export function must(args, options) {
  const done = run(args, options);
  if (done.code !== 0) {
    throw new Error(`plumbline ${args.join(" ")} ended with ${done.code ?? done.signal}:\n${done.err}${done.out}`);
  }
  return done;
}

export class Server {
  constructor(child, url, data, logFile) {
    this.child = child;
    this.url = url;
    this.data = data;
    this.logFile = logFile;
    this.ended = new Promise((done) => child.on("exit", (code, signal) => done({ code, signal })));
  }

  get pid() {
    return this.child.pid;
  }

  get log() {
    return readFileSync(this.logFile, "utf8");
  }

  get residentMegabytes() {
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
  }

  // Asks it to finish what it does; resolves to its exit.
  async stop() {
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), 15_000);
    const end = await this.ended;
    clearTimeout(late);
    return end;
  }

  // The power cut.
  async kill() {
    this.child.kill("SIGKILL");
    return this.ended;
  }
}

// Serves the data folder and resolves once /health answers; `startedIn` is the time from the start to then.
export async function serve(data, { env, port, prefix = [], args = [] } = {}) {
  const at = port ?? (await freePort());
  const url = `http://127.0.0.1:${at}`;
  const [program, ...rest] = [...prefix, binary, "--data", data, "serve", "--listen", `127.0.0.1:${at}`, ...args];
  const start = process.hrtime.bigint();
  // Into a file, not a pipe: a benchmark that waits for another program reads no pipe, and the server would wait with it.
  const logFile = join(temporaryFolder("log"), "server.log");
  const log = openSync(logFile, "a");
  const child = spawn(program, rest, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", log, log] });
  closeSync(log);
  const server = new Server(child, url, data, logFile);
  let ended = null;
  server.ended.then((end) => (ended = end));
  running.add(child);
  server.ended.then(() => running.delete(child));
  for (;;) {
    if (ended) throw new Error(`plumbline serve ended with ${ended.code ?? ended.signal}:\n${server.log}`);
    try {
      const answer = await fetch(`${url}/health`);
      await answer.arrayBuffer();
      if (answer.ok) break;
    } catch {
      // Not listening yet.
    }
    if (process.hrtime.bigint() - start > 30_000_000_000n) {
      child.kill("SIGKILL");
      throw new Error(`plumbline serve did not answer within 30 seconds:\n${server.log}`);
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  server.startedIn = Number(process.hrtime.bigint() - start) / 1e6;
  return server;
}

// The environment of a program whose wall clock is so many days ahead of this one.
export function laterBy(days) {
  const library = join(temporaryFolder("later"), "days_later.so");
  const built = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, join(root, "tests", "support", "days_later.c")], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`days_later.c is not built: ${built.stderr ?? built.error}`);
  // A build with the address sanitizer asks to be loaded first, which a moved clock does not need.
  const sanitizer = [process.env.ASAN_OPTIONS, "verify_asan_link_order=0"].filter(Boolean).join(":");
  return { LD_PRELOAD: library, DAYS_LATER: String(days + Number(process.env.DAYS_LATER ?? 0)), ASAN_OPTIONS: sanitizer };
}

// One request on a connection of its own. Not fetch: that of node 18 forgets requests whose connection was closed under it.
async function ask(target, method, headers, body) {
  const encoded = body === undefined ? undefined : new Response(body);
  const bytes = encoded && Buffer.from(await encoded.arrayBuffer());
  const sent = { ...headers, connection: "close" };
  if (bytes) Object.assign(sent, { "content-type": encoded.headers.get("content-type"), "content-length": bytes.length });
  return new Promise((done, failed) => {
    const asking = request(target, { method, headers: sent, timeout: 60_000 }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("error", failed);
      answer.on("aborted", () => failed(new Error("the answer broke off")));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    asking.on("timeout", () => asking.destroy(new Error(`${target.pathname} did not answer within a minute`)));
    asking.on("error", failed);
    asking.end(bytes);
  });
}

// One person's visit over plain HTTP: keeps cookies, follows redirects, fills forms by their names.
export class Visitor {
  constructor(url) {
    this.url = url;
    this.cookies = new Map();
  }

  get cookieHeader() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async request(path, { method = "GET", body, headers = {}, follow = true } = {}) {
    let target = new URL(path, this.url);
    for (let hops = 0; hops < 10; ++hops) {
      const answer = await ask(target, method, { cookie: this.cookieHeader, origin: this.url, "sec-fetch-site": "same-origin", ...headers }, body);
      for (const cookie of answer.headers["set-cookie"] ?? []) {
        const [pair] = cookie.split(";");
        const at = pair.indexOf("=");
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.cookies.delete(pair.slice(0, at));
        else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      if (follow && [301, 302, 303, 307].includes(answer.status)) {
        target = new URL(answer.headers.location, target);
        method = "GET";
        body = undefined;
        continue;
      }
      return { status: answer.status, path: target.pathname + target.search, headers: answer.headers, text: answer.text };
    }
    throw new Error(`${path} redirects without end`);
  }

  get(path, options) {
    return this.request(path, options);
  }

  // The form's hidden fields (its token among them) come from the page at `path`; `fields` are what the person fills in.
  async submit(path, fields, { action, follow = true } = {}) {
    const page = await this.get(path);
    const forms = [...page.text.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([text]) => text);
    const wanted = action ? forms.find((text) => text.includes(`action="${action}"`)) : forms.find((text) => /method="post"/i.test(text) && !text.includes("/sign-out"));
    if (!wanted) throw new Error(`${path} (${page.status}) has no form to send`);
    const target = unescape(/action="([^"]*)"/.exec(wanted)?.[1] ?? page.path);
    const hidden = [...wanted.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      unescape(/name="([^"]*)"/.exec(tag)?.[1] ?? ""), unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? ""),
    ]);
    const body = new URLSearchParams([...hidden, ...Object.entries(fields)]);
    return this.request(target || page.path, { method: "POST", body, follow });
  }
}

function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
}

export function binaryIsThere() {
  return existsSync(binary);
}
