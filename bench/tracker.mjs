// A council's old tracker, of any length: what the benchmarks of imports and reports read.
import { closeSync, openSync, writeSync } from "node:fs";

// A small generator of its own, so that the same numbers come on every machine.
let state = 42;
const chance = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296);
const pick = (list, weights) => {
  let at = chance() * weights.reduce((sum, w) => sum + w, 0);
  for (let i = 0; i < list.length; ++i) if ((at -= weights[i]) < 0) return list[i];
  return list[0];
};
const GRADES = ["outstanding", "good", "requires-improvement", "inadequate"];

// Writes ten years of `audits` audits with so many sections each; gives the names of the columns.
export function writeTracker(file, audits, sections) {
  const columns = ("audit_ref,programme,cohort,period,distributed_on,returned_on,exempt_reason,child_id,category,locality,service_area,team,worker_id,auditor_id,"
    + "worker_took_part,reason_not,overall,moderated,moderated_overall").split(",")
    .concat(Array.from({ length: sections }, (_, i) => `section:standard-${i + 1}`));
  const judged = columns.filter((name) => name.startsWith("section:"));
  const out = openSync(file, "w");
  writeSync(out, columns.join(",") + "\n");
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
      ...judged.map(() => (returned ? pick([...GRADES, "na"], [5, 50, 38, 5, 2]) : ""))].join(",") + "\n";
    if (chunk.length > 1 << 20) { writeSync(out, chunk); chunk = ""; }
  }
  writeSync(out, chunk);
  closeSync(out);
  return columns;
}
