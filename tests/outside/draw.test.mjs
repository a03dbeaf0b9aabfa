// A draw checked by a stranger: nothing here but the published rules (docs of the draw), the certificate and the frame.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { must, run, temporaryFolder } from "../support/plumbline.mjs";
import { writeRegister } from "../support/register.mjs";

const folder = temporaryFolder("outside");
const data = join(folder, "data");
const frameFile = join(folder, "frame.csv");
const certificateFile = join(folder, "certificate.json");
const columns = "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted,last_audited_on";
const draw = (...more) => ["--data", data, "draw", "--programme", "tier2", "--period", "2026-12", "--size", "50", "--seed", "a public number 4 8 15",
  "--certificate", certificateFile, "--frame", frameFile, ...more];

let files;
let certificate;
let frame;
before(() => {
  files = writeRegister(folder, { cases: 7445, asOf: "2026-12-01" });
  must(["--data", data, "council", "add", "outside", "--framework", "lancashire"]);
  for (const kind of ["teams", "people"]) must(["--data", data, "import", kind, files[kind]]);
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
  must(draw());
  certificate = JSON.parse(readFileSync(certificateFile, "utf8"));
  frame = readFileSync(frameFile);
});

// The generator writes no quotation marks, so a split is a reader.
const rowsOf = (text) => text.trimEnd().split("\n").map((line) => line.split(","));
const cases = () => rowsOf(frame.toString()).slice(1).map((cells) => Object.fromEntries(columns.split(",").map((name, i) => [name, cells[i]])));

function sixMonthsBefore(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

test("the frame is the register, sorted, in twelve columns", () => {
  const given = readFileSync(files.cases, "utf8").trimEnd().split("\n").slice(1).map((line) => line.split(",").slice(0, 12).join(","));
  given.sort((a, b) => Buffer.compare(Buffer.from(a.split(",")[0]), Buffer.from(b.split(",")[0])));
  assert.equal(frame.toString(), [columns, ...given].join("\n") + "\n");
});

test("the certificate names the frame by its digest", () => {
  assert.equal(certificate.frame.sha256, createHash("sha256").update(frame).digest("hex"));
  assert.equal(certificate.frame.rows, 7445);
  assert.equal(certificate.size, 50);
  assert.equal(certificate.seed, "a public number 4 8 15");
});

test("the ranks are keyed hashes that anyone gets", () => {
  const ranked = cases().map(({ child_id }) => ({
    child_id,
    digest: createHmac("sha256", certificate.seed).update([certificate.frame.sha256, "tier2", "2026-12", child_id].join("\n")).digest("hex"),
  })).sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const digests = new Map(ranked.map((row) => [row.child_id, row.digest]));
  assert.deepEqual(certificate.order.map(({ child_id, digest }) => [child_id, digest]), certificate.order.map(({ child_id }) => [child_id, digests.get(child_id)]));
  // Down the ranking, nobody eligible is left out before the last that was looked at.
  const looked = new Set(certificate.order.map(({ child_id }) => child_id));
  const lastDigest = digests.get(certificate.order.at(-1).child_id);
  const eligible = new Set(eligibleCases().map(({ child_id }) => child_id));
  const expected = ranked.filter(({ child_id, digest }) => digest <= lastDigest && eligible.has(child_id)).map(({ child_id }) => child_id);
  assert.deepEqual([...looked].filter((child) => eligible.has(child)), expected);
});

function eligibleCases() {
  const categories = new Set(certificate.strata.map(({ category }) => category));
  return cases().filter((row) => !row.closed_on && row.restricted !== "yes" && categories.has(row.category));
}

test("the quotas are the caseload's shares, rounded by less than one in every cell, row and column", () => {
  const eligible = eligibleCases();
  assert.equal(certificate.strata.reduce((sum, { quota }) => sum + quota, 0), 50);
  const near = (quota, exact, what) => assert.ok(Math.abs(quota - exact) < 1 - 1e-9 || quota === exact, `${what}: ${quota} for ${exact}`);
  const totals = new Map();
  for (const cell of certificate.strata) {
    const here = eligible.filter((row) => row.category === cell.category && row.locality === cell.locality).length;
    assert.equal(cell.eligible, here);
    const exact = (50 * here) / eligible.length;
    assert.ok(Math.abs(cell.exact - exact) < 1e-6, `${cell.category} ${cell.locality}`);
    near(cell.quota, exact, `${cell.category} ${cell.locality}`);
    for (const margin of [cell.category, cell.locality]) {
      const total = totals.get(margin) ?? { quota: 0, exact: 0 };
      totals.set(margin, { quota: total.quota + cell.quota, exact: total.exact + exact });
    }
  }
  for (const [margin, { quota, exact }] of totals) near(quota, exact, margin);
  assert.equal(certificate.strata.reduce((sum, cell) => sum + cell.eligible, 0), eligible.length);
});

test("the selection follows the order, the quotas and the rules", () => {
  const register = new Map(cases().map((row) => [row.child_id, row]));
  const room = new Map(certificate.strata.map((cell) => [`${cell.category}/${cell.locality}`, cell.quota]));
  const months = certificate.rules.find(({ rule }) => rule === "not-audited-within")?.months;
  const onePerWorker = certificate.rules.some(({ rule }) => rule === "one-per-worker");
  const auditedSince = months ? sixMonthsBefore(certificate.as_of, months) : "9999";
  const workers = new Set();
  let drawn = 0;
  for (const { child_id, outcome } of certificate.order) {
    const row = register.get(child_id);
    const stratum = `${row.category}/${row.locality}`;
    const reasons = [];
    if (!room.get(stratum)) reasons.push("stratum-full");
    if (onePerWorker && row.worker_id && workers.has(row.worker_id)) reasons.push("same-worker");
    if (row.last_audited_on && row.last_audited_on > auditedSince) reasons.push("audited-lately");
    if (reasons.length > 0) {
      assert.ok(reasons.includes(outcome), `${child_id} is ${outcome}, not ${reasons}`);
      continue;
    }
    assert.equal(outcome, "drawn", child_id);
    room.set(stratum, room.get(stratum) - 1);
    workers.add(row.worker_id);
    ++drawn;
  }
  const short = certificate.binding.reduce((sum, { short_by }) => sum + short_by, 0);
  assert.equal(drawn + short, 50);
  assert.equal(certificate.strata.reduce((sum, cell) => sum + cell.drawn, 0), drawn);
});

test("verify holds with nothing but the two files", () => {
  const done = run(["verify", certificateFile, "--cases", frameFile]);
  assert.equal(done.code, 0, done.err);
});

const tampered = (change) => {
  const changed = structuredClone(certificate);
  change(changed);
  const path = join(folder, "tampered.json");
  writeFileSync(path, JSON.stringify(changed));
  return path;
};
const fails = (path, casesPath, words) => {
  const done = run(["verify", path, "--cases", casesPath]);
  assert.equal(done.code, 1, done.out);
  assert.match(done.err + done.out, words);
};

test("verify names a frame that was changed in one row", () => {
  const path = join(folder, "changed.csv");
  writeFileSync(path, frame.toString().replace(/,North,/, ",East,"));
  fails(certificateFile, path, /frame|sha-?256|digest/i);
});
test("verify names another seed", () => fails(tampered((it) => (it.seed += "6")), frameFile, /rank|order|digest/i));
test("verify names an order with two cases exchanged", () =>
  fails(tampered((it) => ([it.order[3].child_id, it.order[4].child_id] = [it.order[4].child_id, it.order[3].child_id])), frameFile,
    new RegExp(certificate.order[3].child_id + "|" + certificate.order[4].child_id)));
test("verify names a quota that was moved", () =>
  fails(tampered((it) => {
    it.strata.find(({ quota }) => quota > 0).quota -= 1;
    it.strata.findLast(({ quota }) => quota > 0).quota += 1;
  }), frameFile, /quota/i));
test("verify names a case that was put among the drawn", () =>
  fails(tampered((it) => (it.order.find(({ outcome }) => outcome !== "drawn").outcome = "drawn")), frameFile, /drawn|outcome/i));

test("the same seed draws the same cases, and a second draw asks for a reason", () => {
  const again = run(draw());
  assert.equal(again.code, 1, again.out);
  assert.match(again.err, /reason/i);
});
