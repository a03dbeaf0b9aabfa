// Measures what docs/performance.md promises and writes it there. Each figure is a ratio to a peer, or a time against its
// limit, taken in this one run on this machine. `script/bench draw import` measures only those parts and writes nothing;
// `script/bench million` takes ten minutes and writes its own part of the page.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { must, root, serve, temporaryFolder, Visitor } from "../tests/support/plumbline.mjs";
import { demoAccounts } from "../tests/support/accounts.mjs";
import { writeRegister } from "../tests/support/register.mjs";
import { measureReports } from "./reports.mjs";
import { writeTracker } from "./tracker.mjs";

const lines = [];
let broken = 0;
function figure(what, measured, limit, holds) {
  lines.push({ what, measured, limit, holds });
  if (!holds) ++broken;
  console.log(`${holds ? "holds " : "BROKEN"}  ${what}: ${measured} (limit: ${limit})`);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const times = async (count, once) => {
  const taken = [];
  for (let i = 0; i < count; ++i) taken.push(await once(i));
  return taken;
};
const shown = (ms) => (ms < 10 ? `${ms.toFixed(1)} ms` : ms < 2000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`);

// The draw and the allocation alone, on cases in memory: build/draw_bench prints one JSON object a line.
async function draw() {
  const measured = {};
  for (let round = 0; round < 3; ++round) {
    const run = spawnSync(join(root, "build", "draw_bench"), { encoding: "utf8", timeout: 300_000 });
    if (run.status !== 0) throw new Error(`draw_bench: ${run.error ?? run.stderr}`);
    for (const line of run.stdout.split("\n").filter((text) => text.startsWith("{"))) {
      const { name, ms } = JSON.parse(line);
      measured[name] = Math.min(measured[name] ?? Infinity, ms);
    }
  }
  const small = measured["draw-and-allocate-7445"];
  const draws = [25_000, 50_000, 100_000, 200_000, 400_000].filter((size) => measured[`draw-${size}`] !== undefined);
  const largest = measured["draw-400000"];
  figure("draw and allocate 7,445 cases to 50 auditors", shown(small), "100 ms", small < 100);
  figure("draw from 400,000 cases", shown(largest), "2 s", largest < 2000);
  const [first, last] = [draws[0], draws.at(-1)];
  const growth = measured[`draw-${last}`] / measured[`draw-${first}`];
  const nLogN = (last * Math.log(last)) / (first * Math.log(first));
  figure(`growth of the draw from ${first.toLocaleString("en")} to ${last.toLocaleString("en")} cases`,
    `${growth.toFixed(1)} times`, `${(nLogN * 1.3).toFixed(1)} times (n log n and 30%)`, growth <= nLogN * 1.3);
}

async function importing() {
  const folder = temporaryFolder("bench");
  const count = 100_000;
  const files = writeRegister(folder, { cases: count });
  const header = readFileSync(files.cases, "utf8").slice(0, 4096).split("\n")[0].split(",");
  const bare = await times(5, (i) => {
    const start = process.hrtime.bigint();
    const shell = spawnSync("sqlite3", [join(folder, `bare${i}.db`)], {
      input: `create table cases(${header.map((name) => `${name} text`).join(",")});\n.mode csv\n.import --skip 1 ${files.cases} cases\n`,
    });
    if (shell.status !== 0) throw new Error(String(shell.stderr));
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  const ours = await times(3, (i) => {
    const data = join(folder, `data${i}`);
    must(["--data", data, "council", "add", "bench", "--framework", "lancashire"]);
    must(["--data", data, "import", "teams", files.teams]);
    must(["--data", data, "import", "people", files.people]);
    return must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], { timeout: 300_000 }).ms;
  });
  const ratio = median(ours) / median(bare);
  figure(`import of ${count.toLocaleString("en")} cases against the sqlite3 shell's .import`,
    `${ratio.toFixed(1)} times (${shown(median(ours))} to ${shown(median(bare))})`, "4 times", ratio <= 4);
}

function wrk(url, cookie, seconds = 8) {
  const run = spawnSync("wrk", ["-t2", "-c64", `-d${seconds}s`, "--latency", ...(cookie ? ["-H", `Cookie: ${cookie}`] : []), url],
    { encoding: "utf8" });
  const units = { us: 0.001, ms: 1, s: 1000 };
  const p99 = /99%\s+([\d.]+)(us|ms|s)/.exec(run.stdout);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(run.stdout);
  if (!p99 || !rate) throw new Error(`wrk: ${run.stdout}${run.stderr}`);
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(run.stdout);
  if (bad) throw new Error(`wrk: ${bad[1]} answers of ${url} were refusals`);
  return { rate: Number(rate[1]), p99: Number(p99[1]) * units[p99[2]] };
}

async function serving() {
  const data = join(temporaryFolder("bench"), "data");
  const demo = must(["--data", data, "demo"], { timeout: 300_000 });
  const starts = await times(10, async () => {
    const server = await serve(data);
    await server.stop();
    return server.startedIn;
  });
  figure("listening after the start on the demo council", shown(median(starts)), "300 ms", median(starts) < 300);

  const server = await serve(data);
  const visitor = new Visitor(server.url);
  const auditor = demoAccounts(demo.out)["advanced.practitioner"];
  await visitor.submit("/sign-in", auditor);
  const home = await visitor.get("/");
  const link = /href="(\/audits\/[^"#?]+)"/.exec(home.text) ?? /href="(\/audits\/[^"#?]+)"/.exec((await visitor.get("/audits")).text);
  if (!link) throw new Error(`no audit on ${auditor.email}'s home page`);
  wrk(`${server.url}/health`, "", 2);
  wrk(server.url + link[1], visitor.cookieHeader, 2);
  // In turns, so that both see the same machine.
  const rounds = await times(5, () => ({ health: wrk(`${server.url}/health`, "", 3), page: wrk(server.url + link[1], visitor.cookieHeader, 3) }));
  const rate = (which) => median(rounds.map((round) => round[which].rate));
  const p99 = median(rounds.map((round) => round.page.p99));
  const shares = rounds.map((round) => round.page.rate / round.health.rate);
  const share = median(shares);
  const percent = (part) => `${(part * 100).toFixed(0)}%`;
  figure("a signed-in audit page's throughput, 64 connections, of /health's",
    `${percent(share)}, in rounds ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} (${Math.round(rate("page"))} to ${Math.round(rate("health"))} a second)`, "20%", share >= 0.2);
  figure("the audit page's 99th percentile under that load", shown(p99), "50 ms", p99 < 50);
  const resident = server.residentMegabytes;
  figure("resident memory after it", `${Math.round(resident)} MB`, "100 MB", resident < 100);
  await server.stop();
}

// A council's old tracker of a hundred thousand audits, nine sections each, by the command and on the pages.
async function past() {
  const folder = temporaryFolder("bench-past");
  const count = 100_000;
  const file = join(folder, "audits.csv");
  const columns = writeTracker(file, count, 9);
  const bare = await times(3, (i) => {
    const start = process.hrtime.bigint();
    const shell = spawnSync("sqlite3", [join(folder, `bare${i}.db`)], {
      input: `create table audits(${columns.map((name) => `"${name}" text`).join(",")});\n.mode csv\n.import --skip 1 ${file} audits\n`,
    });
    if (shell.status !== 0) throw new Error(String(shell.stderr));
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  const data = join(folder, "data");
  must(["--data", data, "council", "add", "bench", "--framework", "knowsley"]);
  const ours = must(["--data", data, "import", "audits", file], { timeout: 600_000 }).ms;
  const again = must(["--data", data, "import", "audits", file], { timeout: 600_000 }).ms;
  const size = `${Math.round(statSync(file).size / 2 ** 20)} MB`;
  figure(`import of ${count.toLocaleString("en")} past audits with nine sections (${size}), the whole command`,
    `${shown(ours)}, ${(ours / median(bare)).toFixed(1)} times the sqlite3 shell's .import of the same rows`, "60 s", ours < 60_000);
  figure("the same file again, which changes nothing", shown(again), "20 s", again < 20_000);

  const account = { email: "admin@bench.example", password: "seven green bottles on a wall" };
  const pages = join(folder, "pages");
  must(["--data", pages, "council", "add", "bench", "--framework", "knowsley"]);
  must(["--data", pages, "user", "add", account.email, "--name", "Ash Admin", "--role", "administrator:council", "--password-stdin"],
    { input: account.password + "\n" });
  const server = await serve(pages);
  const visitor = new Visitor(server.url);
  await visitor.submit("/sign-in", account);
  const form = await visitor.get("/register/import");
  const body = new FormData();
  body.set("csrf_token", /name="csrf_token" value="([^"]*)"/.exec(form.text)[1]);
  body.set("kind", "audits");
  for (const [name, value] of [["as_of", "1"], ["as_of-month", "1"], ["as_of-year", "2026"]]) body.set(name, value);
  body.set("file", new Blob([readFileSync(file)], { type: "text/csv" }), "audits.csv");
  let start = process.hrtime.bigint();
  const preview = await visitor.request("/register/import", { method: "POST", body });
  const checked = Number(process.hrtime.bigint() - start) / 1e6;
  const button = /Import ([\d,]+) audits/.exec(preview.text);
  if (!button) throw new Error(`the preview was not shown: ${preview.status} ${preview.text.slice(0, 2000)}`);
  start = process.hrtime.bigint();
  const confirmed = await visitor.request(preview.path, { method: "POST",
    body: new URLSearchParams({ csrf_token: /name="csrf_token" value="([^"]*)"/.exec(preview.text)[1] }) });
  const taken = Number(process.hrtime.bigint() - start) / 1e6;
  if (!/100,000 audits imported/.test(confirmed.text)) throw new Error(`it was not imported: ${confirmed.status}`);
  figure("on the pages: upload and preview", shown(checked), "30 s", checked < 30_000);
  figure("on the pages: confirming it", shown(taken), "60 s", taken < 60_000);
  const resident = server.residentMegabytes;
  figure("resident memory of the server after it", `${Math.round(resident)} MB`, "400 MB", resident < 400);
  await server.stop();
}

// A six-page report as PDF: the whole request, from click to file, as somebody asks who has the report open, and where no
// browser waits; against a bare run of the same program on a trivial page.
async function documents() {
  const data = join(temporaryFolder("bench"), "data");
  const demo = must(["--data", data, "demo"], { timeout: 300_000 });
  const program = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => existsSync(path));
  const folder = temporaryFolder("bench-pdf");
  writeFileSync(join(folder, "bare.html"), "<!DOCTYPE html><title>Bare</title><p>Nothing.</p>");
  const bare = () => {
    const start = process.hrtime.bigint();
    const options = ["--disable-gpu", "--no-pdf-header-footer", `--user-data-dir=${join(folder, "profile")}`,
      `--print-to-pdf=${join(folder, "bare.pdf")}`, `file://${join(folder, "bare.html")}`];
    if (process.getuid() === 0) options.unshift("--no-sandbox");
    if (!program.endsWith("headless-shell")) options.unshift("--headless");
    const run = spawnSync(program, options, { timeout: 60_000 });
    if (run.status !== 0) throw new Error(String(run.stderr));
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  // Each a report of its own, so that none is found ready.
  const months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07"];
  const taken = { bare: [], fresh: [], pdf: [], docx: [], xlsx: [] };
  const from = async (env, forms) => {
    const server = await serve(data, { env });
    const visitor = new Visitor(server.url);
    await visitor.submit("/sign-in", demoAccounts(demo.out)["qa.lead"]);
    for (const month of months) {
      if (forms.bare) taken.bare.push(bare());
      await visitor.get(`/reports/monthly?from=${month}&to=${month}`);
      await new Promise((done) => setTimeout(done, 3000)); // nobody saves what they have not looked at
      for (const [name, form] of Object.entries(forms.asked)) {
        const start = process.hrtime.bigint();
        let answer = await visitor.get(`/reports/monthly.${form}?from=${month}&to=${month}`);
        while (answer.headers.refresh) answer = await visitor.get(answer.path);
        if (answer.headers["content-type"].startsWith("text/html")) answer = await visitor.get(`${answer.path}/file`);
        if (answer.status !== 200) throw new Error(`${form}: ${answer.text}`);
        taken[name].push(Number(process.hrtime.bigint() - start) / 1e6);
      }
    }
    await server.stop();
  };
  await from({}, { asked: { pdf: "pdf", docx: "docx", xlsx: "xlsx" } });
  await from({ PLUMBLINE_BROWSER_MINUTES: "0" }, { bare: true, asked: { fresh: "pdf" } });
  const [least, fresh, pdf, docx, xlsx] = ["bare", "fresh", "pdf", "docx", "xlsx"].map((name) => median(taken[name]));
  figure("a monthly report as PDF, from click to file", shown(pdf), "1.5 s", pdf < 1500);
  figure("the same where no browser waits ready", shown(fresh), "1.5 s", fresh < 1500);
  figure("that against a bare run of Chromium on a trivial page", `${(fresh / least).toFixed(1)} times (${shown(fresh)} to ${shown(least)})`, "3 times", fresh / least < 3);
  figure("the same report as Word, with its charts", shown(docx), "1.5 s", docx < 1500);
  figure("the same report as Excel", shown(xlsx), "300 ms", xlsx < 300);
}

// A council's own audits of ten years.
async function reports() {
  const { report } = measureReports({ audits: 7200 });
  figure("the quarterly highlight as JSON over 7,200 audits of ten years, the whole command", shown(report), "50 ms", report < 50);
}

// A million audits, ten sections each, on both databases. PostgreSQL's server is the one that script/with-postgres starts.
async function million() {
  const postgres = process.env.PLUMBLINE_TEST_POSTGRES;
  if (!postgres) throw new Error("million: run it with a PostgreSQL server: script/bench million does");
  for (const [database, place] of [["SQLite", {}], ["PostgreSQL", { postgres }]]) {
    const { imported, report, bare } = measureReports({ audits: 1_000_000, ...place });
    console.log(`       ${database}: import of a million past audits ${shown(imported)}`);
    figure(`${database}: the quarterly highlight as JSON over a million audits, the whole command`, shown(report), "1.5 s", report < 1500);
    figure(`${database}: the same against the bare SQL aggregates`, `${(report / bare).toFixed(2)} times (${shown(report)} to ${shown(bare)})`, "2 times",
      report / bare < 2);
  }
}

const everyday = { draw, import: importing, past, serve: serving, documents, reports };
const parts = { ...everyday, million };
const chosen = process.argv.slice(2);
for (const name of chosen) {
  if (!parts[name]) {
    console.error(`bench: no part called ${name}; there are ${Object.keys(parts).join(", ")}`);
    process.exit(2);
  }
}
for (const name of chosen.length > 0 ? chosen : Object.keys(everyday)) await parts[name]();

// The page has a table of the everyday parts and one of the million; each run writes its own and leaves the other.
const page = join(root, "docs", "performance.md");
function keep(heading, closing) {
  const release = /PRETTY_NAME="(.*)"/.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "Linux";
  const machine = `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${release}`;
  const size = (statSync(join(root, "build", "plumbline")).size / 2 ** 20).toFixed(0);
  const section = `${heading}

Machine: ${machine}. Program: ${size} MB, release build. Day: ${new Date().toISOString().slice(0, 10)}.

| what | measured | limit | |
|---|---|---|---|
${lines.map((line) => `| ${line.what} | ${line.measured} | ${line.limit} | ${line.holds ? "holds" : "**broken**"} |`).join("\n")}

${closing}
`;
  const others = readFileSync(page, "utf8").split(/^(?=## )/m);
  const at = others.findIndex((text) => text.startsWith(`${heading}\n`));
  if (at < 0) others.push(section);
  else others[at] = at + 1 < others.length ? `${section}\n` : section;
  writeFileSync(page, others.map((text) => text.trimEnd()).join("\n\n") + "\n");
}
if (chosen.length === 0)
  keep("## Every day", `The draw and the allocation run on cases in memory (\`bench/draw_bench.cpp\`), the best of three rounds. The import is
timed as the whole command against the whole run of the sqlite3 shell on the same file, on a fresh database each time. Pages are
asked for by \`wrk -t2 -c64\` on the same machine as the server, so both share its cores, in five rounds that take turns
between the two; the medians are shown. Memory is the resident set of the server after that load. The start is timed from launching
the process to the first answer of \`/health\`. Documents are asked for as a person does, from the click to the whole file:
seven months, the medians; the monthly report of the demo's council has nine pages, and a browser waits where somebody looked at a report
before ([decision 10](decisions/0010-a-browser-waits.md)). Past audits come from a tracker that the bench makes: ten years, nine sections.`);
if (chosen.length === 1 && chosen[0] === "million")
  keep("## A million audits", `Ten sections an audit, ten years, one council, brought in by \`plumbline import audits\` from a tracker that the bench makes. Medians of
five rounds that take turns. The bare aggregates, in the database's own shell, are audits by month, area, cohort, state and grades; sections
by month, area, cohort, tool, section and judgement; and conversations by outcome, over the fifteen months that the report reads. Why the
report can be quicker than they are: [decision 8](decisions/0008-fold-on-sqlite.md).`);
process.exit(broken === 0 ? 0 : 1);
