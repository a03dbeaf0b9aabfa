// What an audit sets off among the people of an early help service, each at a browser of their own: the worker's view comes
// first, a concern reaches the manager by mail, the grade is disagreed with and settled by somebody independent, what it asks
// for is talked over and checked at the meeting, the note goes to the child's record. Then a re-audit beside its first.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { Mailbox } from "../support/mailbox.mjs";
import { freePort, must, root, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";
import { inTurn } from "./steps.mjs";

const folder = temporaryFolder("aftermath");
const data = join(folder, "data");
const password = "seven green bottles on a wall";
const people = {
  administrator: ["Q1", "Quin Administrator", "qa-administrator", "", "qa-administrator:council"],
  lead: ["L1", "Lea Lead", "qa-lead", "", "qa-lead:council"],
  worker: ["W1", "Wil Worker", "practitioner", "North 1", "social-worker"],
  manager: ["M1", "Mo Manager", "team-manager", "North 1", "team-manager:team:North 1"],
  auditor: ["A1", "Ada Auditor", "case-manager", "South 1", "auditor"],
  other: ["A2", "Ali Auditor", "case-manager", "South 1", "auditor"],
  senior: ["S1", "Sia Senior", "senior-manager", "", "auditor"],
  head: ["H1", "Hal Head", "head-of-service", "", "head-of-service:council"],
};
const address = (name) => `${name}@council.example`;

const today = new Date();
const iso = (date) => date.toISOString().slice(0, 10);
const inDays = (days) => new Date(today.getTime() + days * 86_400_000);
const period = iso(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1))).slice(0, 7);

const file = (name, lines) => {
  writeFileSync(join(folder, name), lines.join("\n") + "\n");
  return join(folder, name);
};

let server, browser, mailbox, audit;

const step = inTurn();

before(async () => {
  // The shipped framework, but for one case a month that one pair of two people audits.
  const framework = readFileSync(join(root, "frameworks", "waltham-forest.yaml"), "utf8")
    .replace(/size: 24\n/, "size: 1\n")
    .replace(/quotas:\n( {8}- \{role: .*\n)+/, "quotas:\n        - {role: case-manager, most: 2}\n");
  assert.match(framework, /size: 1\n[\s\S]*quotas:\n {8}- \{role: case-manager, most: 2\}\n {6}pairs/);
  must(["--data", data, "council", "add", "testshire", "--framework", file("aftermath.yaml", [framework])]);
  must(["--data", data, "import", "teams", file("teams.csv", [
    "team,locality,service_area,manager_id", "North 1,North,,M1", "South 1,South,,"])]);
  must(["--data", data, "import", "people", file("people.csv", [
    "person_id,name,email,role,team,locality,service_area,qualified,trained_on,manager_id",
    ...Object.entries(people).map(([name, [id, words, role, team]]) =>
      `${id},${words},${address(name)},${role},${team},,,yes,2025-01-01,${id === "W1" ? "M1" : ""}`)])]);
  must(["--data", data, "import", "cases", file("cases.csv", [
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags",
    ...Array.from({ length: 6 }, (_, i) => `C${100 + i},early-help,North,,North 1,W1,M1,${iso(inDays(-200 + i))},,`)])]);
  for (const [name, [id, , , , grant]] of Object.entries(people)) {
    must(["--data", data, "user", "add", address(name), "--person", id, "--password-stdin", "--role", grant], { input: password + "\n" });
  }
  mailbox = await Mailbox.opens();
  const port = await freePort();
  server = await serve(data, { port, args: ["--smtp", mailbox.url, "--smtp-plain", "--mail-from", "plumbline@council.example",
    "--public-url", `http://127.0.0.1:${port}`] });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await mailbox?.closes();
});

async function sits(name, walk) {
  const person = await Person.sitsDown(browser, server, name);
  await person.signsIn({ email: address(name), password });
  await walk(person);
  await person.leaves();
}
const linksTo = (person, start) => person.page.locator(`main a[href^="${start}"]`).evaluateAll((all) => all.map((link) => link.getAttribute("href")));

test("one case is drawn, given to a pair and sent", step(() => sits("administrator", async (person) => {
  await person.goes(`/cycles/early-help/${period}/draw`);
  await person.presses(/^Draw 1 /);
  await person.goes(`/cycles/early-help/${period}/allocation`);
  await person.presses("Allocate now");
  await person.goes(`/cycles/early-help/${period}`);
  await person.presses("Send 1 audit");
  [audit] = (await linksTo(person, "/audits/")).filter((link) => /^\/audits\/[0-9a-f-]{36}$/.test(link));
  assert.ok(audit, "the audit is not on the month's page");
})));

test("the worker gives their own view first", step(() => sits("worker", async (person) => {
  await person.reads("Your view is asked for");
  await person.presses("Give your view");
  await person.page.locator("main textarea").first().fill("We wanted calm mornings, and they are calm now.");
  await person.presses("Send to the auditors");
  await person.reads("Your view is with the auditors.");
})));

test("an auditor reads it and raises a concern, which reaches the manager by mail", step(() => sits("auditor", async (person) => {
  await person.goes(audit);
  await person.follows("The worker’s view");
  await person.reads("calm mornings");
  await person.goes(audit);
  await person.presses("Tell the team manager now");
  await person.fills("What makes you think the child may be at risk?", "The last visit was seven weeks ago and calls are not answered.");
  await person.page.locator("main form button[type=submit]").first().click();
  await person.looks();
  await person.reads("Nobody has acknowledged this yet");
  await person.reads("Mo Manager");
  const { text } = await mailbox.letter(address("manager"), /Immediate concern/);
  assert.doesNotMatch(text, /seven weeks|C10\d/, "no word of the child travels by mail");
})));

test("the manager opens the link of the letter and acknowledges", step(() => sits("manager", async (person) => {
  const { text } = await mailbox.letter(address("manager"), /Immediate concern/);
  const link = /http:\/\/127\.0\.0\.1:\d+(\/concerns\/[0-9a-f-]{36})/.exec(text);
  assert.ok(link, `no link in:\n${text}`);
  await person.goes(link[1]);
  await person.reads("seven weeks ago");
  await person.fills("What will you do now?", "I visit this afternoon with Wil.");
  await person.presses("I have seen this and will act on it");
  await person.reads("Mo Manager has acknowledged this");
  await person.reads("Time to acknowledgement");
})));

test("the pair judges the work inadequate and returns the audit", step(() => sits("auditor", async (person) => {
  await person.goes("/concerns");
  await person.reads(/less than a minute|\d+ minutes?/);
  await person.goes(audit);
  const sections = [...new Set(await linksTo(person, `${audit}/sections/`))];
  assert.ok(sections.length > 5);
  for (const section of sections) {
    await person.goes(section);
    await person.page.locator('input[name="judgement"][value="good"]').check();
    await person.fills("Evidence", "The plan names who does what by when; each visit since is recorded with what the child said.");
    await person.fills("Impact", "The child knows who comes and why.");
    const names = await person.page.locator('main input[type="radio"]').evaluateAll((all) => [...new Set(all.map((radio) => radio.name))]);
    for (const name of names.filter((text) => text.startsWith("answer-"))) await person.page.locator(`input[name="${name}"][value="yes"]`).check();
    await person.presses("Save and go back");
  }
  await person.goes(`${audit}/documents`);
  for (const found of await person.page.locator('main input[type="radio"][value="found"]').all()) await found.check();
  await person.presses("Save and go back");
  await person.goes(`${audit}/overall`);
  await person.page.locator('input[name="overall"][value="inadequate"]').check();
  await person.fills("How your judgement follows", "The child was not seen for seven weeks.");
  await person.presses("Save and go back");
  await person.goes(`${audit}/check`);
  await person.presses("Return the audit");
  await person.reads("What happens next");
})));

test("the manager disagrees with reasons", step(() => sits("manager", async (person) => {
  await person.goes(audit);
  await person.reads("Re-audit: open");
  await person.follows("Disagree with the grade");
  await person.fills("Why do you disagree?", "The visits were made; two of them were recorded on the sibling's file.");
  await person.presses("Ask for an independent look");
  await person.reads("Waiting for Hal Head to look");
})));

test("somebody independent looks, and what they find is final", step(() => sits("head", async (person) => {
  await person.reads("Your independent look");
  await person.presses("Read it and decide");
  await person.reads("recorded on the sibling");
  await person.page.locator('input[name="outcome"][value="changes"]').check();
  await person.page.locator('input[name="to"][value="requires-improvement"]').check();
  await person.fills("What did you find, and how does the grade follow?", "The visits were made; the record did not say so.");
  await person.presses("Settle it");
  await person.reads("The finding is final.");
})));

test("manager and worker agree what is to be done, and the manager records their talk", step(() => sits("manager", async (person) => {
  await person.reads("To agree and record in supervision");
  const [talk] = await linksTo(person, "/follow-ups/");
  await person.goes(talk);
  await person.fills("What needs to happen?", "Record each visit on the file of every child that was seen.");
  await person.fills("How will you know it is done?", "Each visit stands on each child's file.");
  await person.fillsDate("due", inDays(20));
  await person.presses("Add the action");
  await person.reads("Record each visit");
  await person.fillsDate("talked-on", today);
  await person.fills("What did you talk about and agree?", "Wil records visits the same day, on each child's file.");
  await person.presses("Record the talk");
  await person.reads("Recorded. The next meeting checks it");
})));

test("the meeting checks it, and its minutes keep what was found", step(() => sits("head", async (person) => {
  await person.goes(`/meetings/early-help/${period}/all`);
  await person.follows(/^Check/);
  await person.reads("Wil records visits the same day");
  await person.chooses("Yes, it is done");
  await person.fills("What the meeting said", "Both files show it.");
  await person.presses("Record what the meeting found");
  assert.match(person.path, /^\/meetings\/early-help\//, "back where the next one waits");
  await person.reads("Follow-up that was checked");
  await person.goes(`/meetings/early-help/${period}/all/minutes`);
  await person.reads("Both files show it.");
})));

test("the note goes to the child's record, with the audit as a document beside it", step(() => sits("manager", async (person) => {
  await person.goes(audit);
  await person.follows("Put the note on the child’s record");
  assert.match(await person.page.getByLabel("Case note").inputValue(), /Requires improvement/i);
  assert.deepEqual(await linksTo(person, `${audit}/record.`), [`${audit}/record.pdf`, `${audit}/record.docx`]);
  await person.presses("I have put it on the child’s record");
  await person.reads("The note is on the child’s record");
  await person.goes("/hand-overs");
  await person.reads("No audit waits to be put on the record");
})));

test("what everybody did is in the record, and it holds", step(async () => {
  assert.equal((await server.stop()).code, 0);
  assert.match(must(["--data", data, "check"]).out, /journal holds/);
}));

test("a re-audit stands beside its first, section by section", { timeout: 200_000 }, async () => {
  const year = join(temporaryFolder("reaudit"), "data");
  const accounts = demoAccounts(must(["--data", year, "demo", "--council", "waltham-forest", "--cases", "400", "--months", "8"]).out);
  const there = await serve(year);
  try {
    const lead = await Person.sitsDown(browser, there, "QA lead");
    await lead.signsIn(accounts["qa.lead"]);
    await lead.goes("/follow-ups?kind=re-audit&state=done");
    const [done] = await linksTo(lead, "/follow-ups/");
    assert.ok(done, "no re-audit of the last months is done");
    await lead.goes(done);
    await lead.presses("Compare both audits");
    await lead.reads("Section by section");
    await lead.reads(/The work is judged (better than|worse than|as) before/);
    const rows = await lead.page.locator("main table tbody tr").count();
    assert.ok(rows > 5, `${rows} rows`);
    await lead.leaves();
  } finally {
    await there.stop();
  }
});
