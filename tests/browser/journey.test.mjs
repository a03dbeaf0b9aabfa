// One child's case from the council's file to the signed-off action, as six people live it, each at a browser of their own.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { must, root, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";
import { inTurn } from "./steps.mjs";

const folder = temporaryFolder("journey");
const data = join(folder, "data");
const password = "seven green bottles on a wall";
const accounts = {
  administrator: "qa.administrator@council.example",
  auditor: "auditor@council.example",
  moderator: "qa.lead@council.example",
  worker: "worker@council.example",
  manager: "manager@council.example",
  head: "head@council.example",
};

const today = new Date();
const iso = (date) => date.toISOString().slice(0, 10);
const period = iso(today).slice(0, 7);
const inDays = (days) => new Date(today.getTime() + days * 86_400_000);

const file = (name, lines) => {
  writeFileSync(join(folder, name), lines.join("\n") + "\n");
  return join(folder, name);
};

let server;
let browser;
const people = {};

const step = inTurn();

before(async () => {
  // The shipped framework, but for one case a month that is always moderated, so that six people have work.
  const framework = readFileSync(join(root, "frameworks", "lancashire.yaml"), "utf8")
    .replace(/size: 50\n/, "size: 1\n")
    .replace(/kind: share\n {6}percent: 20\n/, "kind: all\n");
  assert.match(framework, /size: 1\n[\s\S]*kind: all\n/);
  must(["--data", data, "council", "add", "testshire", "--framework", file("journey.yaml", [framework])]);
  must(["--data", data, "import", "teams", file("teams.csv", [
    "team,locality,service_area,manager_id", "North 1,North,Safeguarding,M1", "East 1,East,Safeguarding,M2"])]);
  // One person may audit: the manager of the case's own team never, the other manager is away.
  must(["--data", data, "import", "people", file("people.csv", [
    "person_id,name,email,role,team,locality,service_area,qualified,trained_on,away_from,away_to,manager_id",
    `M1,Mo Manager,${accounts.manager},team-manager,North 1,North,Safeguarding,yes,2025-01-01,,,`,
    `M2,Mel Away,away@council.example,team-manager,East 1,East,Safeguarding,yes,2025-01-01,${iso(inDays(-40))},${iso(inDays(80))},`,
    `A1,Ada Auditor,${accounts.auditor},advanced-practitioner,East 1,East,Safeguarding,yes,2025-01-01,,,M2`,
    `W1,Wil Worker,${accounts.worker},social-worker,North 1,North,Safeguarding,yes,,,,M1`,
    `L1,Lea Lead,${accounts.moderator},qa-lead,,,,yes,,,,`,
    `Q1,Quin Administrator,${accounts.administrator},qa-administrator,,,,no,,,,`,
    `H1,Hal Head,${accounts.head},head-of-service,,North,Safeguarding,yes,,,,`])]);
  const roles = { administrator: ["Q1", "qa-administrator:council"], auditor: ["A1", "auditor"], moderator: ["L1", "qa-lead:council", "moderator:council"],
    worker: ["W1", "social-worker"], manager: ["M1", "team-manager:team:North 1"], head: ["H1", "head-of-service:locality:North"] };
  for (const [name, [person, ...grants]] of Object.entries(roles)) {
    must(["--data", data, "user", "add", accounts[name], "--person", person, "--password-stdin", ...grants.flatMap((grant) => ["--role", grant])],
      { input: password + "\n" });
  }
  server = await serve(data);
  browser = await openBrowser();
});

after(async () => {
  for (const person of Object.values(people)) await person.leaves();
  await browser?.close();
  await server?.stop();
});

async function arrives(name) {
  people[name] = await Person.sitsDown(browser, server, name);
  await people[name].signsIn({ email: accounts[name], password });
  return people[name];
}

// The page of the one audit, found as its auditor finds it: on the home page.
let audit;
const theAudit = async (person) => {
  if (!audit) {
    const links = await person.page.locator('main a[href^="/audits/"]').evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    audit = links.find((link) => /^\/audits\/[0-9a-f-]{36}$/.test(link));
    assert.ok(audit, `${person.name} finds no audit at ${person.path}`);
  }
  await person.goes(audit);
};

test("the QA administrator uploads the register", step(async () => {
  const person = await arrives("administrator");
  await person.goes("/register/import");
  await person.chooses("Cases");
  await person.page.getByLabel("File", { exact: true }).setInputFiles(file("cases.csv", [
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags",
    ...Array.from({ length: 12 }, (_, i) => `C${100 + i},cin,North,Safeguarding,North 1,W1,M1,${iso(inDays(-200 + i))},,neglect`)]));
  await person.presses("Upload and check");
  await person.reads("12");
  await person.presses(/^Import 12/);
  await person.goes("/register");
  await person.reads("C105");
}));

test("the QA administrator draws after a dry run, allocates and sends", step(async () => {
  const person = people.administrator;
  await person.goes("/cycles");
  await person.goes(`/cycles/tier2/${period}/draw`);
  await person.page.getByRole("button", { name: "Look again" }).waitFor();
  await person.presses(/^Draw 1 /);
  await person.goes(`/cycles/tier2/${period}/allocation`);
  await person.presses("Allocate now");
  await person.goes(`/cycles/tier2/${period}/allocation`);
  await person.reads("Ada Auditor");
  await person.goes(`/cycles/tier2/${period}`);
  await person.presses("Send 1 audit");
}));

test("the auditor reads the file, writes section by section, and raises a concern on the way", step(async () => {
  const person = await arrives("auditor");
  await theAudit(person);
  await person.reads("Read the last 12 to 18 months of the file");
  await person.reads("Key documents");
  const sections = await person.page.locator('main a[href*="/sections/"]').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))]);
  assert.ok(sections.length > 5);

  for (const [at, section] of sections.entries()) {
    await person.goes(section);
    // The first is below good, so that an action is asked for.
    await person.page.locator(`input[name="judgement"][value="${at === 0 ? "requires-improvement" : "good"}"]`).check();
    await person.fills("Evidence", "The plan of 3 March names who does what by when; each visit since is recorded with what the child said.");
    await person.fills("Impact", "The child knows who comes and why, and has been back at school every day since May.");
    await answersEverything(person);
    if (at === 0) {
      await person.presses("Save and add an action");
      await person.fills("What needs to happen?", "Write down why consent was not asked for before checks were made.");
      await person.fills("How will you know it is done?", "The reason is on the file and the family has been told.");
      await person.fillsDate("due", inDays(20));
      await person.presses("Save the action");
      await person.reads("Write down why consent");
    } else {
      await person.presses("Save and go back");
    }
  }

  await person.goes(audit);
  await person.presses(/immediate concern/i);
  await person.fills("What makes you think the child may be at risk?", "The last visit was seven weeks ago and calls are not answered.");
  await person.page.locator("main form button[type=submit]").first().click();
  await person.looks();
  await person.reads("Wil Worker");
  await person.reads("Mo Manager");
}));

async function answersEverything(person) {
  const names = await person.page.locator('main input[type="radio"]').evaluateAll((radios) => [...new Set(radios.map((radio) => radio.name))]);
  for (const name of names.filter((text) => text.startsWith("answer-"))) await person.page.locator(`input[name="${name}"][value="yes"]`).check();
}

test("the auditor books and records the conversation, looks for the documents, judges overall and returns the audit", step(async () => {
  const person = people.auditor;
  await person.goes(`${audit}/documents`);
  const documents = await person.page.locator('main input[type="radio"][value="found"]').all();
  assert.ok(documents.length > 3);
  for (const found of documents) await found.check();
  await person.presses("Save and go back");

  await person.goes(`${audit}/conversations/worker`);
  await person.fillsDate("day", inDays(2));
  await person.fills("Time", "10:30");
  await person.fills("Where", "By video");
  await person.presses(/Book|Change/);
  await person.reads("By video");
  await person.page.locator('input[name="held"][value="yes"]').check();
  await person.fillsDate("held-on", today);
  await person.fills("What was said", "Wil explained why consent was not asked for; it was urgent that night.");
  await person.presses("Save the record");

  // A programme with one audit a month has its family share in that one.
  await person.goes(`${audit}/conversations/family`);
  await person.page.locator('input[name="held"][value="yes"]').check();
  await person.fillsDate("held-on", today);
  await person.chooses("I explained what the talk is for");
  await person.page.locator('input[name="consent"][value="yes"]').check();
  await person.fills("The child’s and family’s views", "The mother says Wil listens and keeps his word.");
  await person.fills("What they said of the service", "Letters are hard to read.");
  await person.fills("What was said", "Half an hour by phone.");
  await person.presses("Save the record");

  await person.goes(`${audit}/overall`);
  await person.page.locator('input[name="overall"][value="good"]').check();
  await person.fills("How your judgement follows", "The child is safer and heard; one step was not written down.");
  await person.presses("Save and go back");

  await person.goes(`${audit}/check`);
  await person.presses("Return the audit");
  await person.reads("What happens next");

  // What was done with the family's words is known only now.
  await person.goes(`${audit}/conversations/family`);
  await person.fills("What was the family told in writing?", "We will write shorter letters.");
  await person.fillsDate("replied-on", today);
  await person.presses("Save the reply");
  await person.goes(`${audit}/conversations/family`);
  assert.equal(await person.page.getByLabel("What was the family told in writing?").inputValue(), "We will write shorter letters.");
}));

test("the supervising manager acknowledges the concern at once", step(async () => {
  const person = await arrives("manager");
  await person.goes("/concerns");
  await person.page.locator('main a[href^="/concerns/"]').first().click();
  await person.looks();
  await person.reads("seven weeks ago");
  await person.page.locator('textarea[name="response"]').fill("I visit this afternoon with Wil.");
  await person.presses("I have seen this and will act on it");
  await person.reads("I visit this afternoon");
}));

test("the moderator confirms the grade", step(async () => {
  const person = await arrives("moderator");
  await person.goes("/moderation");
  await person.goes(`${audit}/moderate`);
  for (const name of ["narrative-supports", "helps-learning", "next-is-clear"]) await person.page.locator(`input[name="${name}"][value="yes"]`).check();
  await person.page.locator('input[name="outcome"]').first().check();
  await person.presses("Save the moderation");
  await person.goes(audit);
  await person.reads("This audit is finished");
}));

let action;
test("the social worker finds the action and does it", step(async () => {
  const person = await arrives("worker");
  await person.goes("/actions");
  const link = person.page.locator('main a[href^="/actions/"]').filter({ hasText: "Write down why consent" }).first();
  action = await link.getAttribute("href");
  await person.goes(action);
  await person.fills("What was done, and where is it on the file?", "Case note of today; I told the mother by phone.");
  await person.presses("Mark as done");
  await person.reads("Case note of today");
}));

test("the supervising manager signs the action off", step(async () => {
  const person = people.manager;
  await person.goes("/");
  await person.goes(action);
  await person.page.locator('input[name="agreed"][value="yes"]').check();
  await person.presses("Save your decision");
  await person.reads(/signed off/i);
}));

test("the head of service reads the month and opens a figure to the audit behind it", step(async () => {
  const person = await arrives("head");
  await person.goes("/reports");
  await person.goes(`/reports/monthly?from=${period}&to=${period}`);
  const figures = await person.page.locator('main a[href*="/audits?"]').evaluateAll((links) =>
    links.map((link) => [link.innerText.trim(), link.getAttribute("href")]));
  const [, behind] = figures.find(([text]) => /^1\b/.test(text)) ?? assert.fail(`no figure of one audit among ${JSON.stringify(figures)}`);
  await person.goes(behind);
  assert.ok((await person.page.locator("main a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).includes(audit),
    `the audit is not behind ${behind}`);
}));

test("what everybody did is in the record, and it holds", step(async () => {
  for (const name of Object.keys(people)) {
    await people[name].leaves();
    delete people[name];
  }
  assert.equal((await server.stop()).code, 0);
  const done = must(["--data", data, "check"]);
  assert.match(done.out, /journal holds/);
  server = await serve(data);
}));
