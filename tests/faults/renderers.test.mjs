// The programs that make PDF and pictures, missing, slow, killed, hungry, silent and lying: the page says so and what to do,
// the figures still come as CSV and JSON, and nobody else waits.
import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
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
