// Files as a council would send them: teams.csv, people.csv and cases.csv of any size, the same for the same size.
// The mix is that of the demo council: three localities, 12% child protection, 20% looked after, caseloads around 15.
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const localities = ["North", "Central", "East"];

// A small generator of our own, so that every machine makes the same files.
export function random(seed = 1) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const pad = (number, width) => String(number).padStart(width, "0");

export function writeRegister(folder, { cases = 7445, asOf = "2026-12-01", seed = 1 } = {}) {
  const next = random(seed);
  const workers = Math.max(15, Math.ceil(cases / 15));
  const teams = Math.max(15, Math.min(Math.ceil(workers / 8), 3000));
  const paths = { teams: join(folder, "teams.csv"), people: join(folder, "people.csv"), cases: join(folder, "cases.csv") };

  const teamRows = ["team,locality,service_area,manager_id"];
  const people = ["person_id,name,email,role,team,locality,service_area,agency,qualified,trained_on,away_from,away_to,manager_id"];
  const person = (id, role, team, locality, qualified = "yes", manager = "") =>
    people.push(`${id},${id} Example,${id.toLowerCase()}@council.example,${role},${team},${locality},Safeguarding,,${qualified},2025-09-01,,,${manager}`);
  const place = (team) => localities[team % 3];
  for (let team = 0; team < teams; ++team) {
    teamRows.push(`Team ${pad(team + 1, 4)},${place(team)},Safeguarding,TM${pad(team + 1, 4)}`);
    person(`TM${pad(team + 1, 4)}`, "team-manager", `Team ${pad(team + 1, 4)}`, place(team));
  }
  for (let i = 0; i < 12; ++i) person(`AP${pad(i + 1, 3)}`, "advanced-practitioner", "", place(i));
  for (let i = 0; i < 8; ++i) person(`SM${pad(i + 1, 3)}`, "senior-manager", "", place(i));
  person("QL001", "qa-lead", "", "");
  person("QA001", "qa-administrator", "", "");
  person("HS001", "head-of-service", "", "North");
  for (let worker = 0; worker < workers; ++worker) {
    const team = worker % teams;
    person(`SW${pad(worker + 1, 5)}`, "social-worker", `Team ${pad(team + 1, 4)}`, place(team), "yes", `TM${pad(team + 1, 4)}`);
  }
  writeFileSync(paths.teams, teamRows.join("\n") + "\n");
  writeFileSync(paths.people, people.join("\n") + "\n");

  const file = openSync(paths.cases, "w");
  let text = "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted,last_audited_on," +
    "birth_year,gender,ethnicity,disability\n";
  const today = Date.parse(asOf);
  for (let child = 1; child <= cases; ++child) {
    const worker = Math.floor(next() * workers);
    const team = worker % teams;
    const share = next();
    const category = share < 0.12 ? "cp" : share < 0.32 ? "cla" : share < 0.4 ? "care-leaver" : share < 0.5 ? "assessment" : "cin";
    const opened = new Date(today - Math.floor(next() * 900 + 5) * 86_400_000).toISOString().slice(0, 10);
    const flags = next() < 0.1 ? "neglect;domestic-abuse" : next() < 0.1 ? "neglect" : "";
    const audited = next() < 0.05 ? new Date(today - Math.floor(next() * 400) * 86_400_000).toISOString().slice(0, 10) : "";
    text += `C${pad(child, 7)},${category},${place(team)},Safeguarding,Team ${pad(team + 1, 4)},SW${pad(worker + 1, 5)},` +
      `TM${pad(team + 1, 4)},${opened},,${flags},${next() < 0.005 ? "yes" : ""},${audited},` +
      `${2008 + Math.floor(next() * 18)},${next() < 0.5 ? "female" : "male"},,\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = "";
    }
  }
  writeSync(file, text);
  closeSync(file);
  return paths;
}
