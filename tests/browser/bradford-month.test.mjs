// Bradford's month in the browser, from the upload of the register to the closed loop and the figures: the cohort of the month,
// one case of each worker, nobody audited within six months, an exemption with who agreed and the case that takes its place,
// auditors linked to areas who moderate, participation with its reason, returns against 80%.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { doesTheAction, inTurn, moderates, signsOff, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

// Each comes round every third month: this month's is drawn, whichever it is.
const cohorts = [
  { category: "cin", title: "Child in need plan" },
  { category: "cp", title: "Child protection plan" },
  { category: "no-plan", title: "No current plan, and assessments that ended with no further action" },
];
let council, period, month, cohort, drawn, audit;

before(async () => {
  // Both managers may audit only the other's team, and each has to: one case of East is Mo's, one of Central Mel's, and the
  // other of Central is left for Ada, whatever the seed.
  council = await SmallCouncil.begins("bradford", {
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"],
      ["M1", "Mo Central", "team-manager", "Central 1", "", "team-manager:team:Central 1", "auditor"],
      ["M2", "Mel East", "team-manager", "East 1", "", "team-manager:team:East 1", "auditor"],
      ["A1", "Ada Auditor", "advanced-practitioner", "West 1", "", "auditor"],
      ["W1", "Wil Central", "social-worker", "Central 1", "", "social-worker"],
      ["W2", "Win Central", "social-worker", "Central 1", "", "social-worker"],
      ["W3", "Wyn East", "social-worker", "East 1", ""],
      ["W4", "Wes East", "social-worker", "East 1", ""],
      ["D1", "Dee Director", "director", "", "", "leadership:council"],
    ],
    teams: { "Central 1": "Central", "East 1": "East", "West 1": "West" }, managers: { "Central 1": "M1", "East 1": "M2" },
    cases: [], uploads: true,
  });
  period = council.period(0);
  month = `/cycles/monthly/${period}`;
  cohort = cohorts[Number(period.slice(5)) % 3];
  // Of every cohort two children for each worker, and the one child of the fourth was audited two months ago.
  const of = (category, worker, area, manager, audited = "") =>
    `${category},,${area},${area} 1,${worker},${manager},${council.iso(-200)},,,${audited}`;
  const rows = cohorts.flatMap(({ category }) => [
    ...["W1", "W1", "W2", "W2"].map((worker) => of(category, worker, "Central", "M1")),
    ...["W3", "W3"].map((worker) => of(category, worker, "East", "M2")),
    of(category, "W4", "East", "M2", council.iso(-60)),
  ]);
  council.register = join(dirname(council.data), "bradford.csv");
  council.cases = rows.length;
  writeFileSync(council.register, [
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,last_audited_on",
    ...rows.map((row, at) => `C${100 + at},${row}`)].join("\n") + "\n");
  await council.opens();
});
after(() => council?.ends());

const step = inTurn();
async function sits(id, walk, options) {
  const person = await council.signsIn(id, options);
  await walk(person);
  await person.leaves();
}
async function answersTheQuestions(person) {
  for (const question of ["narrative-supports", "helps-learning", "next-is-clear"]) await person.page.locator(`input[name="${question}"][value="yes"]`).check();
}
// The rows of the table that has this caption, each as the words of its cells.
const rowsOf = (person, caption) =>
  person.page.locator("table", { has: person.page.locator("caption", { hasText: caption }) }).locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

test("the register comes in by the page, and this month’s cohort is drawn: one case of each worker", step(() => sits("Q1", async (person) => {
  await uploadsCases(person, council);
  await person.goes(month);
  await person.presses("Look at the quotas");
  assert.ok(await person.page.getByRole("radio", { name: cohort.title }).isChecked());

  // Of the seven children of the cohort three can be drawn, and the dry run says which rules keep the others back.
  await person.fills("How many cases?", "7");
  await person.presses("Look again");
  assert.deepEqual((await rowsOf(person, "Groups that fall short")).map(([, , short, why]) => [short, why]).sort(),
    [["1", "The others were audited lately"], ["3", "The others are with workers who have a case already"]]);
  await person.reads("This draw would give 3 of the 7 cases.");
  assert.equal(await person.page.getByRole("button", { name: "Draw 3 cases", exact: true }).count(), 1);
  await person.fills("How many cases?", "3");
  await person.presses("Look again");
  assert.equal(await person.page.getByText("Where it falls short").count(), 0);
  await person.presses("Draw 3 cases", { exact: true });
  await person.reads("3 cases are drawn.");
  // The register's rows are in the order of the cohorts; those of each worker lie together.
  const first = 100 + 7 * cohorts.indexOf(cohort);
  drawn = (await rowsOf(person, "Cases of this month")).map(([child]) => Number(child.slice(1)) - first);
  assert.deepEqual(drawn.map((at) => Math.floor(at / 2)).sort(), [0, 1, 2], "one case of each worker, and none that was audited lately");
})));

test("a case is exempted: nobody who may not agree is offered, and the worker’s other case takes its place", step(() => sits("Q1", async (person) => {
  const of = (at) => `C${100 + 7 * cohorts.indexOf(cohort) + at}`;
  const [closing] = drawn;
  const instead = closing % 2 === 0 ? closing + 1 : closing - 1;
  await person.goes(month);
  await person.follows(`Exempt ${of(closing)}`);
  assert.deepEqual(await person.page.getByLabel("Who agreed?").locator("option").allInnerTexts(), ["Choose a person", "Lea Lead, QA lead"]);
  await person.presses("Exempt this case");
  await person.reads("There is a problem");
  await person.fills("Why is this case exempted?", "The case closes this week");
  await person.page.getByLabel("Who agreed?").selectOption("L1");
  await person.presses("Exempt this case");
  await person.reads("The next of its group takes its place.");
  assert.deepEqual(await rowsOf(person, "Exempted cases"), [[of(closing), "The case closes this week", "Lea Lead", of(instead)]]);
  assert.equal((await rowsOf(person, "Cases of this month")).length, 3);
})));

test("the cases are allocated, never to somebody’s own team; areas get their linked auditors; the audits go out", step(() => sits("Q1", async (person) => {
  await person.goes(month);
  await person.presses("Give them to auditors");
  await person.presses("Allocate now");
  const placed = (await rowsOf(person, "Cases and who may have them")).map(([, team, auditor]) => [team, auditor]).sort();
  assert.deepEqual(placed, [["Central 1", "Ada Auditor"], ["Central 1", "Mel East"], ["East 1", "Mo Central"]]);
  await person.follows("Auditors linked to areas");
  assert.equal(await person.page.getByLabel("East", { exact: true }).locator("option", { hasText: "Mel East" }).count(), 0, "nobody is linked to the own area");
  for (const area of await person.page.locator("main select").all()) await area.selectOption("");
  await person.page.getByLabel("East", { exact: true }).selectOption("A1");
  await person.page.getByLabel("Central", { exact: true }).selectOption("L1");
  await person.presses("Link them");
  await person.reads("2 links are changed. Those who are new have been told.");
  await person.goes(month);
  await person.presses("Send 3 audits");
  await person.reads("3 audits are sent.");
})));

test("without JavaScript: a manager writes an audit in which the worker could not take part, and says why", step(() => sits("M1", async (person) => {
  const own = await ownAudit(person);
  await person.goes(own);
  await person.follows(/[Cc]onversation/);
  await person.chooses("No");
  await person.presses("Save the record");
  await person.reads("There is a problem");
  await person.chooses(/left/i);
  await person.presses("Save the record");
  await person.reads("The conversation is recorded.");
  await writesAndReturns(person, own, { talk: false });
}, { javaScript: false })));

test("the linked auditor writes her own audit with an action, and moderates the one of her area", step(() => sits("A1", async (person) => {
  audit = await ownAudit(person);
  await writesAndReturns(person, audit, { weak: 1, today: council.today });
  await person.goes("/");
  await person.reads("1 audit waits for you to moderate.");
  await person.follows("See the queue");
  const waiting = await rowsOf(person, "Audits to moderate");
  assert.deepEqual(waiting.map(([reference, team, auditor]) => [/Not for you/.test(reference), team, auditor]),
    [[false, "East 1", "Mo Central"], [true, "Central 1", "Ada Auditor"]]);
  await person.follows(/^BRD-/);
  await person.reads("Moderate this audit");
  await person.reads("The worker has left");
  await answersTheQuestions(person);
  await person.chooses("Change the grade");
  await person.chooses("Requires improvement");
  await person.presses("Save the moderation");
  await person.reads("There is a problem");
  await person.fills("Your reason", "The narrative tells of visits and not of what they changed.");
  await person.presses("Save the moderation");
  await person.reads("is moderated.");
})));

test("every other audit is moderated by the QA lead", step(() => sits("L1", async (person) => {
  await person.goes("/moderation");
  assert.deepEqual((await rowsOf(person, "Audits to moderate")).map(([, team, auditor, , why]) => [team, auditor, why]),
    [["Central 1", "Ada Auditor", "Every audit is moderated"]]);
  await person.follows(/^BRD-/);
  await moderates(person, audit);
})));

test("the worker does what was agreed, and the manager signs it off", step(async () => {
  let name;
  await sits("Q1", async (person) => {
    await person.goes(audit);
    name = await person.page.locator("main").innerText();
  });
  let action;
  await sits(/Wil Central/.test(name) ? "W1" : "W2", async (person) => (action = await doesTheAction(person)));
  await sits("M1", (person) => signsOff(person, action));
}));

test("the month’s report: two of three back against 80%, one exempt, one worker of two took part, one grade changed", step(async () => {
  const readsTheMonth = async (person) => {
    await person.goes("/reports");
    await person.goes(`/reports/monthly?from=${period}&to=${period}`);
    await person.reads(/^4 cases were drawn and 1 was exempted\. Of 3 audits sent to auditors, 2 came back: 67%/);
    await person.reads(/The target is 80%\./);
    await person.reads("The worker took part in 50% (1 of 2) of returned audits.");
    const [reason, audits, share] = (await rowsOf(person, "Why a worker did not take part"))[0];
    assert.deepEqual([reason, audits[0], share.slice(0, 3)], ["The worker has left", "1", "50%"]);
    await person.reads("2 audits were moderated of 2 picked. In 50% (1 of 2) the grade stayed; 1 went down and 0 up.");
    await person.reads(/^These audits led to 1 agreed action: 1 signed off, 0 done/);
    await person.reads("Yes: every total below is the sum of its parts.");
    return person.page.locator('main a[href*="/audits?"]').count();
  };
  await sits("L1", async (person) => {
    assert.ok((await readsTheMonth(person)) > 0, "the QA lead opens the audits behind each figure");
    await person.follows("Exempt, Whole council");
    await person.reads("1 exempted case");
    await person.reads("The case closes this week");
  });
  await sits("D1", async (person) => assert.equal(await readsTheMonth(person), 0, "leadership sees no single case"));
}));

test("whose audit is out or made is left in peace next month", step(() => sits("Q1", async (person) => {
  await person.goes(`/cycles/monthly/${council.period(1)}/draw`);
  await person.chooses(cohort.title);
  await person.fills("How many cases?", "4");
  await person.presses("Look again");
  assert.deepEqual(await rowsOf(person, "Groups that fall short"), [["All", "–", "1", "The others were audited lately"]]);
})));

test("what everybody did is in the record, and it holds", step(async () => {
  assert.equal((await council.server.stop()).code, 0);
  council.server = null;
  assert.match(council.must("check").out, /journal holds/);
}));
