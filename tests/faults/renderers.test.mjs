// The programs that make PDF and pictures, missing, slow, killed, hungry, silent and lying: the page says so and what to do,
// the figures still come as CSV and JSON, and nobody else waits.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder, Visitor } from "../support/plumbline.mjs";

const folder = temporaryFolder("renderers");
const data = join(folder, "data");
const ask = "?from=2026-10&to=2026-10";
let account;

before(() => {
  chmodSync(folder, 0o755); // where the tests run as root the programs run as nobody
  const printed = must(["--data", data, "demo", "--council", "lancashire", "--cases", "600"]).out;
  account = demoAccounts(printed)["qa.lead"];
});

function program(name, script) {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const servers = [];
after(() => Promise.all(servers.map((server) => server.stop())));

async function siteWith(env) {
  const server = await serve(data, { env: { PLUMBLINE_DOCUMENT_SECONDS: "2", PLUMBLINE_DOCUMENT_MEGABYTES: "64", ...env } });
  servers.push(server);
  const visitor = new Visitor(server.url);
  await visitor.submit("/sign-in", account);
  return { server, visitor };
}

// The page as it stands when there is nothing more to wait for.
async function outcome(visitor, form) {
  let page = await visitor.get(`/reports/monthly.${form}${ask}`);
  for (let tries = 0; tries < 20 && page.headers.refresh; ++tries) page = await visitor.get(page.path);
  return page;
}

async function saysSo(env, form, words) {
  const { server, visitor } = await siteWith(env);
  const began = Date.now();
  const page = await outcome(visitor, form);
  const took = Date.now() - began;
  assert.equal(page.status, 200, page.text);
  assert.match(page.headers["content-type"], /text\/html/);
  assert.match(page.text, words);
  assert.ok(took < 12_000, `it took ${took} ms to say so`);
  for (const [other, type] of [[`/reports/monthly.csv${ask}`, /csv/], [`/api/v1/reports/monthly${ask}`, /json/], [`/reports/monthly.xlsx${ask}`, /sheet/]]) {
    if (type.source !== "sheet") assert.ok(page.text.includes(other.replace("&", "&amp;").split("?")[0]), `the page leads to ${other}`);
    const figures = await visitor.get(other);
    assert.equal(figures.status, 200, other);
    assert.match(figures.headers["content-type"], type);
  }
  await server.stop();
}

test("a PDF program that is not there", () =>
  saysSo({ PLUMBLINE_PDF_RENDERER: "/nowhere/chromium" }, "pdf", /not on the server\. Ask your administrator to install the package chromium-headless-shell/));
test("a picture program that is not there", () =>
  saysSo({ PLUMBLINE_PICTURE_RENDERER: "/nowhere/rsvg" }, "docx", /not on the server\. Ask your administrator to install the package librsvg2-bin/));
test("one that ends well and writes nothing", () =>
  saysSo({ PLUMBLINE_PDF_RENDERER: program("silent", "exit 0") }, "pdf", /finished without writing a file/));
test("one that writes half a file", () =>
  saysSo({ PLUMBLINE_PDF_RENDERER: program("half", 'for a in "$@"; do case $a in --print-to-pdf=*) printf "%%PDF-1.4 and no more" > "${a#*=}";; esac; done') },
    "pdf", /finished without writing a file/));
test("one that writes a link to somebody else's file", () =>
  saysSo({ PLUMBLINE_PDF_RENDERER: program("link", 'for a in "$@"; do case $a in --print-to-pdf=*) ln -s /etc/passwd "${a#*=}";; esac; done') },
    "pdf", /finished without writing a file/));
test("one that is killed", () => saysSo({ PLUMBLINE_PDF_RENDERER: program("killed", "kill -9 $$") }, "pdf", /was stopped before it was finished/));
test("one that fails", () => saysSo({ PLUMBLINE_PDF_RENDERER: program("fails", "echo /secret/path >&2; exit 3") }, "pdf", /could not finish/));
test("one that fills its folder without end", () =>
  saysSo({ PLUMBLINE_PDF_RENDERER: program("filler", 'cat /dev/zero > endless') }, "pdf", /could not finish|was stopped|longer than 2 seconds/));

test("one that needs more memory than it is given is ended, with all it started", async () => {
  // A child of a child grows, well past 64 MB and no further than 300.
  const hungry = program("hungry", 'sh -c \'head -c 300000000 /dev/zero | tail -c 290000000 | (sleep 1; wc -c) & wait\'; sleep 20');
  await saysSo({ PLUMBLINE_PDF_RENDERER: hungry }, "pdf", /more memory than the server gives it/);
});

test("one that is slow holds up nobody and is ended in its time", async () => {
  const file = join(folder, "slow.pid");
  writeFileSync(file, "");
  chmodSync(file, 0o666);
  const slow = program("slow", `echo $$ > ${file}; sleep 60 & wait`);
  const { server, visitor } = await siteWith({ PLUMBLINE_PDF_RENDERER: slow });
  const page = await visitor.get(`/reports/monthly.csv${ask}`);
  assert.equal(page.status, 200);
  // Five people ask at once: one is made, the others wait in the queue, and pages go on coming.
  const others = await Promise.all([1, 2, 3, 4].map(async (month) => {
    const other = new Visitor(server.url);
    await other.submit("/sign-in", account);
    return other.get(`/reports/monthly.pdf?from=2026-0${month + 4}&to=2026-0${month + 4}`, { follow: false });
  }).concat(Array.from({ length: 20 }, async () => {
    const began = performance.now();
    const home = await visitor.get(`/reports/monthly${ask}`);
    assert.equal(home.status, 200);
    return performance.now() - began;
  })));
  const times = others.filter((one) => typeof one === "number").sort((a, b) => a - b);
  // The renderer sleeps for a minute: whoever waited for it would need many times as long.
  assert.ok(times[Math.floor(times.length / 2)] < 10_000, `pages took ${times.map(Math.round)} ms while files were waited for`);
  for (const answer of others.filter((one) => typeof one !== "number")) assert.equal(answer.status, 303);
  const waiting = await visitor.get(others.find((one) => typeof one !== "number").headers.location);
  assert.match(waiting.text, /is being made|longer than 2 seconds/);
  const end = await outcome(visitor, "pdf");
  // Too many of one person's wait already, or this one was ended in its time: both are said.
  assert.match(end.text, /longer than 2 seconds|Many files are being made/);
  const pid = Number(readFileSync(file, "utf8"));
  const began = Date.now();
  await server.stop();
  assert.ok(Date.now() - began < 10_000, "stopping waits for no renderer");
  assert.ok(!existsSync(`/proc/${pid}`), "what it started is gone");
});

// ---- the browser that waits ready ----

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const browser = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => existsSync(path));

// Browsers that the server started beforehand: its children with the word of the waiting.
function waiting(server, word = "--remote-debugging-pipe") {
  const found = [];
  for (const task of readdirSync(`/proc/${server.pid}/task`)) {
    for (const pid of readFileSync(`/proc/${server.pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean)) {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        if (["--remote-debugging-pipe", word].every((each) => line.includes(each))) found.push(Number(pid));
      } catch {
        // Gone between the two looks.
      }
    }
  }
  return found;
}
async function until(what, holds) {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    const value = await holds();
    if (value) return value;
  }
  assert.fail(what);
}
async function isMade(visitor, month) {
  let file = await visitor.get(`/reports/monthly.pdf?from=${month}&to=${month}`);
  for (let tries = 0; tries < 20 && file.headers.refresh; ++tries) file = await visitor.get(file.path);
  if (file.headers["content-type"].startsWith("text/html")) file = await visitor.get(`${file.path}/file`);
  assert.equal(file.headers["content-type"], "application/pdf", file.text.slice(0, 2000));
  assert.match(file.text, /^%PDF-/);
}
const patient = { PLUMBLINE_DOCUMENT_SECONDS: "20", PLUMBLINE_DOCUMENT_MEGABYTES: "1024" };

test("a browser waits once somebody looks at a report, prints one file, and the next takes its place", async () => {
  const { server, visitor } = await siteWith(patient);
  assert.deepEqual(waiting(server), [], "nobody looked at a report yet");
  await visitor.get(`/reports/monthly${ask}`);
  const [first] = await until("no browser waits", () => waiting(server).length === 1 && waiting(server));
  await isMade(visitor, "2026-10");
  // The one that printed goes a moment after its file is there.
  const [second] = await until("no other took its place", () => waiting(server).length === 1 && waiting(server)[0] !== first && waiting(server));
  assert.ok(!existsSync(`/proc/${first}`), "one prints one file");
  // It dies while it waits: the file comes all the same.
  process.kill(second, "SIGKILL");
  await isMade(visitor, "2026-09");
  const last = await until("none took the place of the dead", () => waiting(server).length === 1 && waiting(server));
  await server.stop();
  for (const pid of last) assert.ok(!existsSync(`/proc/${pid}`), "it outlived the server");
});

test("none waits where none is wanted", async () => {
  const { server, visitor } = await siteWith({ ...patient, PLUMBLINE_BROWSER_MINUTES: "0" });
  await visitor.get(`/reports/monthly${ask}`);
  await isMade(visitor, "2026-10");
  assert.deepEqual(waiting(server), []);
  await server.stop();
});

// A browser before all others: `waits` is what it does when it is to wait ready, which `tried` tells; else it is the true
// one. It runs as nobody.
async function siteWithBrowser(name, waits, env = patient) {
  const path = join(folder, name);
  mkdirSync(path);
  chmodSync(path, 0o777);
  const file = join(path, "chromium-headless-shell");
  writeFileSync(file, `#!/bin/sh\ncase "$*" in *--remote-debugging-pipe*) : >${path}/tried; ${waits};; *) exec ${browser} "$@";; esac\n`);
  chmodSync(file, 0o755);
  return { ...await siteWith({ ...env, PATH: `${path}:${process.env.PATH}` }), tried: () => existsSync(join(path, "tried")) };
}
for (const [what, waits] of [["says nothing", "sleep 60"], ["ends at once", "exit 0"], ["speaks another language", "while :; do printf 'what\\0' >&4; sleep 1; done"],
  ["answers and then dies", "printf '{\"id\":1,\"result\":{\"targetId\":\"T\"}}\\0' >&4; head -c 20 <&3 >/dev/null; kill -9 $$"]]) {
  test(`one that is to wait and ${what} keeps nobody from the file`, async () => {
    const { server, visitor, tried } = await siteWithBrowser(what.replaceAll(" ", "-"), waits);
    await visitor.get(`/reports/monthly${ask}`);
    await until("none was started", tried);
    await pause(300);
    await isMade(visitor, "2026-10");
    await server.stop();
  });
}

// Found on a machine in a container: two browsers that gave up over their sandbox and one that was killed were three failures.
test("where the browser's own sandbox does not work, one without it waits, and one takes the place of the dead", async () => {
  const path = join(folder, "no-sandbox");
  mkdirSync(path);
  const file = join(path, "chromium-headless-shell");
  writeFileSync(file, `#!/bin/sh\ncase "$*" in *--no-sandbox*) exec ${browser} "$@";; esac\necho "No usable sandbox!" >&2\nexit 1\n`);
  for (const each of [path, file]) chmodSync(each, 0o755);
  const { server, visitor } = await siteWith({ ...patient, PATH: `${path}:${process.env.PATH}` });
  await visitor.get(`/reports/monthly${ask}`);
  await isMade(visitor, "2026-10");
  const bare = () => waiting(server, "--no-sandbox");
  const [dead] = await until("none waits without a sandbox", () => bare().length === 1 && bare());
  process.kill(dead, "SIGKILL");
  await isMade(visitor, "2026-09");
  await until("none took the place of the dead", () => bare().some((pid) => pid !== dead));
  await server.stop();
});

test("one that grows while it waits is ended", async () => {
  const { server, visitor } = await siteWithBrowser("grows", "head -c 200000000 /dev/zero | (sleep 1; tail -c 190000000 | (sleep 60; wc -c)) & wait",
    { ...patient, PLUMBLINE_DOCUMENT_MEGABYTES: "64" });
  await visitor.get(`/reports/monthly${ask}`);
  const [hungry] = await until("none was started", () => waiting(server).length > 0 && waiting(server));
  await until("it was left to grow", () => !existsSync(`/proc/${hungry}`));
  const page = await visitor.get("/reports");
  assert.equal(page.status, 200);
  await server.stop();
});
