// Reports over many audits: a council's own 7,200 over ten years, and a million, ten sections each, against the bare SQL
// aggregates over the same rows. Audits come in as a council brings them: a tracker, by `plumbline import audits`.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { must, run, temporaryFolder } from "../tests/support/plumbline.mjs";
import { writeTracker } from "./tracker.mjs";

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
  writeTracker(file, audits, 10);
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
