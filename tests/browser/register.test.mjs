// An administrator fills the register in a browser: teams, people, then cases whose columns have other names and two rows
// with problems. Every page on the way passes axe, at both widths.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

const folder = temporaryFolder("register-pages");
const data = join(folder, "data");
const account = { email: "admin@council.example", password: "seven green bottles on a wall" };
let server;
let browser;

const file = (name, lines) => {
  writeFileSync(join(folder, name), lines.join("\n") + "\n");
  return join(folder, name);
};

before(async () => {
  must(["--data", data, "council", "add", "testshire", "--framework", "lancashire"]);
  must(["--data", data, "user", "add", account.email, "--name", "Ash Admin", "--role", "administrator:council", "--password-stdin"],
    { input: account.password + "\n" });
  server = await serve(data);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function uploads(person, kind, path) {
  await person.goes("/register/import");
  await person.chooses(kind);
  await person.page.getByLabel("File", { exact: true }).setInputFiles(path);
  await person.presses("Upload and check");
}

for (const javaScript of [true, false]) {
  test(`the register is filled and looked through ${javaScript ? "with" : "without"} JavaScript`, async () => {
    const person = await Person.sitsDown(browser, server, "administrator", { javaScript });
    await person.signsIn(account);
    await person.goes("/register");

    await uploads(person, "Teams", file("teams.csv", ["team,locality,service_area,manager_id", "North 1,North,Safeguarding,M1"]));
    await person.presses("Import 1 team");
    await person.reads("North 1");

    await uploads(person, "People", file("people.csv", ["person_id,name,role,team", "M1,Mo Manager,team-manager,North 1", "W1,Wil Worker,social-worker,"]));
    await person.presses("Import 2 people");
    await person.goes("/register/people?incomplete=yes");
    await person.reads("Wil Worker");

    const run = javaScript ? "A" : "B";
    await uploads(person, "Cases", file("cases.csv", [
      "Mosaic ID,Status,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,notes",
      `${run}1,cin,North,Safeguarding,North 1,W1,M1,2026-01-05,,x`,
      `${run}2,cp,North,Safeguarding,North 1,W1,M1,05/02/2026,,x`,
      `${run}3,child in need,North,Safeguarding,North 1,W1,M1,2026-02-05,,x`,
      `${run}4,cla,North,Safeguarding,North 1,W1,M1,31/02/2026,,x`,
    ]));
    await person.reads("Match the columns");
    await person.presses("Continue");
    await person.reads("Choose the file’s column for ‘Category of the case’.");
    await person.page.getByLabel("Child’s identifier", { exact: true }).selectOption("Mosaic ID");
    await person.page.getByLabel("Category of the case", { exact: true }).selectOption("Status");
    await person.presses("Continue");
    await person.reads("2 problems");
    await person.reads("is not a category");
    await person.presses("Import 2 cases");
    await person.reads("Tick the box to import the others");
    await person.page.getByLabel(/Import the others/).check();
    await person.presses("Import 2 cases");
    await person.reads("2 new");
    await person.reads(`${run}2`);
    assert.equal(await person.page.getByText(`${run}3`, { exact: true }).count(), 0);
    await person.goes("/register?category=cp");
    await person.goes("/register/import");
    await person.reads("Cases imported");
    await person.leaves();
  });
}
