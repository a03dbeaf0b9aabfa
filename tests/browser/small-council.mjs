// A council of a shipped framework with people and cases of the test's own, for journeys in which it matters who is there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { laterBy, must, root, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

const password = "seven green bottles on a wall";
const day = 86_400_000;

export class SmallCouncil {
  // `people`: rows [id, name, job, team, agency, roles…]; who has a role signs in as that person. `cases`: how many, and
  // what they are, or a list of such groups; a group may name its `supervisor`. `managers` says who manages a team.
  // `teams` has the locality of each. `uploads` leaves the cases in the file `register`, for somebody to take in at a
  // browser. `framework` is changed by `change` before it is loaded.
  static async begins(framework, { people, cases, teams = { "North 1": "North", Hub: "North" }, managers = {}, uploads = false, change = (text) => text }) {
    const council = new SmallCouncil();
    const folder = temporaryFolder(framework);
    council.data = join(folder, "data");
    council.today = new Date();
    const file = (name, lines) => {
      writeFileSync(join(folder, name), lines.join("\n") + "\n");
      return join(folder, name);
    };
    const shipped = readFileSync(join(root, "frameworks", `${framework}.yaml`), "utf8");
    council.must("council", "add", "testshire", "--framework", file("framework.yaml", [change(shipped)]));
    council.must("import", "teams", file("teams.csv", [
      "team,locality,service_area,manager_id",
      ...Object.entries(teams).map(([team, locality]) => `${team},${locality},Safeguarding,${managers[team] ?? ""}`)]));
    council.must("import", "people", file("people.csv", [
      "person_id,name,email,role,team,locality,service_area,agency,qualified,trained_on",
      ...people.map(([id, name, job, team, agency]) => `${id},${name},${id.toLowerCase()}@council.example,${job},${team},,,${agency},yes,2025-01-01`)]));
    const rows = [cases].flat().flatMap((group) => Array.from({ length: group.count }, (_, at) => ({ ...group, worker: group.workers[at % group.workers.length] })));
    council.cases = rows.length;
    council.register = file("cases.csv", [
      "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags",
      ...rows.map(({ category, team, worker, supervisor, flags }, at) =>
        `C${100 + at},${category},${teams[team]},Safeguarding,${team},${worker},${supervisor ?? ""},${council.iso(-200)},,${flags ?? ""}`)]);
    if (!uploads) council.must("import", "cases", council.register);
    for (const [id, , , , , ...roles] of people.filter((row) => row.length > 5)) {
      must(["--data", council.data, "user", "add", `${id.toLowerCase()}@council.example`, "--person", id, "--password-stdin",
        ...roles.flatMap((role) => ["--role", role])], { input: password + "\n" });
    }
    council.browser = await openBrowser();
    return council;
  }

  must(...command) {
    return must(["--data", this.data, ...command]);
  }

  // `daysLater`: with a clock that far ahead; whoever was signed in sits down again. The rest is what `serve` takes.
  async opens({ daysLater = 0, ...options } = {}) {
    await this.server?.stop();
    this.server = await serve(this.data, { ...options, env: daysLater > 0 ? laterBy(daysLater) : {} });
  }

  async ends() {
    await this.browser?.close();
    await this.server?.stop();
  }

  async signsIn(id, options) {
    const person = await Person.sitsDown(this.browser, this.server, id, options);
    await person.signsIn({ email: `${id.toLowerCase()}@council.example`, password });
    return person;
  }

  in(days) {
    return new Date(this.today.getTime() + days * day);
  }

  iso(days) {
    return this.in(days).toISOString().slice(0, 10);
  }

  period(months) {
    return new Date(Date.UTC(this.today.getUTCFullYear(), this.today.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
  }
  // As pages say it: November 2026.
  monthInWords(months) {
    return new Date(`${this.period(months)}-15T12:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
  }
}
