// Reports over many audits: a council's own 7,200 over ten years, and a million, ten sections each, against the bare SQL
// aggregates over the same rows. Audits come in as a council brings them: a tracker, by `plumbline import audits`.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { must, run, temporaryFolder } from "../tests/support/plumbline.mjs";

// A small generator of its own, so that the same numbers come on every machine.
let state = 42;
const chance = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296);
const pick = (list, weights) => {
  let at = chance() * weights.reduce((sum, w) => sum + w, 0);
  for (let i = 0; i < list.length; ++i) if ((at -= weights[i]) < 0) return list[i];
  return list[0];
};
const GRADES = ["outstanding", "good", "requires-improvement", "inadequate"];
const SECTIONS = Array.from({ length: 10 }, (_, i) => `section:standard-${i + 1}`);

function writeTracker(file, audits) {
  const out = openSync(file, "w");
  writeSync(out, ["audit_ref,programme,cohort,period,distributed_on,returned_on,exempt_reason,child_id,category,locality,service_area,team,worker_id,auditor_id,"
    + "worker_took_part,reason_not,overall,moderated,moderated_overall", ...SECTIONS].join(",") + "\n");
  let chunk = "";
  for (let i = 0; i < audits; ++i) {
    const month = Math.floor((i * 120) / audits);
    const period = `${2016 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    const returned = chance() < 0.85;
    const grade = returned ? pick(GRADES, [5, 50, 40, 5]) : "";
    const moderated = returned && chance() < 0.4;
    const took = returned ? (chance() < 0.7 ? "yes" : "no") : "";
    chunk += [`OLD-${i}`, "operational", ["cin", "cp", "cla"][month % 3], period, `${period}-01`, returned ? `${period}-20` : "", "", `C${i}`,
      ["cin", "cp", "cla"][month % 3], "", `Area ${i % 8}`, `Team ${i % 40}`, `W${i % 300}`, `A${i % 60}`, took, took === "no" ? "no-response" : "", grade,
      returned ? (moderated ? "yes" : "no") : "", moderated ? (chance() < 0.8 ? grade : pick(GRADES, [5, 40, 50, 5])) : "",
      ...SECTIONS.map(() => (returned ? pick([...GRADES, "na"], [5, 50, 38, 5, 2]) : ""))].join(",") + "\n";
    if (chunk.length > 1 << 20) { writeSync(out, chunk); chunk = ""; }
  }
  writeSync(out, chunk);
  closeSync(out);
}

// The rows of a quarter's report: fifteen months of audits and of their sections.
const WHERE = "a.council = 'bench' AND a.programme = 'operational' AND a.period >= '2024-10' AND a.period <= '2025-12'";
const BARE = [
  `SELECT a.period, a.service_area, a.cohort, a.state, a.overall, a.moderated_overall, count(*) FROM audits a WHERE ${WHERE} GROUP BY 1,2,3,4,5,6;`,
  `SELECT a.period, a.service_area, a.cohort, a.tool, s.section, s.judgement, s.good_practice, count(*) FROM audits a JOIN audit_sections s `
    + `ON s.council = a.council AND s.audit_id = a.audit_id WHERE ${WHERE} AND a.submitted_at IS NOT NULL GROUP BY 1,2,3,4,5,6,7;`,
  `SELECT a.period, a.service_area, c.held, c.reason, count(*) FROM audits a LEFT JOIN conversations c ON c.council = a.council AND c.audit_id = a.audit_id `
    + `AND c.kind = 'worker' WHERE ${WHERE} AND a.submitted_at IS NOT NULL GROUP BY 1,2,3,4;`,
].join("\n");

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const timed = (work) => { const start = process.hrtime.bigint(); work(); return Number(process.hrtime.bigint() - start) / 1e6; };

// Milliseconds: of the import, and the medians of five rounds of the highlight report as JSON (the whole command) and of
// the bare statements in the database's own shell, which take turns.
export function measureReports({ audits, postgres }) {
  const folder = temporaryFolder("reports");
  const place = postgres ? ["--database", postgres] : ["--data", join(folder, "data")];
  const file = join(folder, "audits.csv");
  writeTracker(file, audits);
  must([...place, "council", "add", "bench", "--framework", "knowsley"]);
  const imported = must([...place, "--council", "bench", "import", "audits", file], { timeout: 3_600_000 }).ms;
  const shell = postgres ? ["psql", ["-qAt", postgres]] : ["sqlite3", ["-readonly", join(folder, "data", "plumbline.sqlite")]];
  const input = postgres ? `SET plumbline.council = 'bench';\n${BARE}` : BARE;
  const report = [];
  const bare = [];
  for (let round = 0; round < 5; ++round) {
    bare.push(timed(() => {
      const done = spawnSync(...shell, { input, maxBuffer: 1 << 28 });
      if (done.status !== 0) throw new Error(String(done.error ?? done.stderr));
    }));
    report.push(must([...place, "--council", "bench", "report", "highlight", "--programme", "operational", "--from", "2025-10", "--to", "2025-12"]).ms);
  }
  rmSync(folder, { recursive: true });
  return { imported, report: median(report), bare: median(bare) };
}
