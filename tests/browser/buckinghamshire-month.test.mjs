// Buckinghamshire's audit in the browser, from the upload of the register to the closed loop: the conversation booked as soon
// as the audit is there, with an invitation and the advice against a Friday afternoon; judgement, evidence, impact and
// actions on a form without "inadequate"; escalation and review as two paths; the moderator's three questions; an action
// that changes afterwards, with its reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { doesTheAction, drawsAndSends, inTurn, moderates, signsOff, theAction, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council, month, audit;

before(async () => {
  // The one auditor who is not of the children's own team and has to take a case is Mel.
  council = await SmallCouncil.begins("buckinghamshire", {
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"],
      ["P1", "Pru Principal", "principal-social-worker", "", "", "moderator:council"],
      ["H1", "Hal Assistant Director", "head-of-service", "", "", "head-of-service:council"],
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1"],
      ["B1", "Bea Assistant Manager", "assistant-team-manager", "North 1", ""],
      ["W1", "Wil Worker", "social-worker", "North 1", "", "social-worker"],
      ["M2", "Mel Auditor", "team-manager", "Hub", "", "auditor"],
      ["D1", "Dee Director", "director", "", "", "leadership:council"],
    ],
    managers: { "North 1": "M1", Hub: "M2" },
    cases: { count: 4, category: "cin", team: "North 1", workers: ["W1"], supervisor: "M1" },
    uploads: true,
  });
  month = `/cycles/case-audit/${council.period(0)}`;
  await council.opens();
});
after(() => council?.ends());

const step = inTurn();
async function sits(id, walk, options) {
  const person = await council.signsIn(id, options);
  await walk(person);
  await person.leaves();
}

// The next such day of the week that is still to come, whatever today is: 5 is Friday.
function next(weekday) {
  const on = council.in(1);
  while (on.getUTCDay() !== weekday) on.setUTCDate(on.getUTCDate() + 1);
  return on;
}

// The rows of the table that has this caption, each as the words of its cells.
const rowsOf = (person, caption) =>
  person.page.locator("table", { has: person.page.locator("caption", { hasText: caption }) }).locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

// What a link of the page gives to keep, its folded lines joined.
async function downloads(person, words) {
  const [kept] = await Promise.all([person.page.waitForEvent("download"), person.page.getByRole("link", { name: words }).click()]);
  return readFileSync(await kept.path(), "utf8").replace(/\r\n[ \t]/g, "").replace(/\r/g, "");
}
// That time of that day in London, as calendars write it.
function stamp(day, hours, minutes) {
  const at = new Date(day);
  at.setUTCHours(hours, minutes, 0, 0);
  const ahead = Number(at.toLocaleTimeString("en-GB", { timeZone: "Europe/London", hour: "2-digit" })) - hours;
  return new Date(at.getTime() - ahead * 3_600_000).toISOString().replace(/[-:]|\.000/g, "");
}

async function books(person, day, time) {
  await person.fillsDate("day", day);
  await person.fills("Time", time);
  await person.fills("Where", "By video");
  await person.presses(/^(Book it and send the invitation|Change the booking)$/);
}

test("the register comes in by the page, and one case of it goes to an auditor of another team", step(() => sits("Q1", async (person) => {
  await uploadsCases(person, council);
  await drawsAndSends(person, month, { size: 1 });
  await person.reads("Mel Auditor");
})));

test("the conversation is booked as soon as the audit is there, and a Friday afternoon is advised against", step(() => sits("M2", async (person) => {
  audit = await ownAudit(person);
  await person.follows("Book the conversation with the worker");
  await books(person, next(5), "3pm");
  await person.reads("Booked. An invitation is on its way.");
  await person.reads(/This is a Friday afternoon/);
  await books(person, next(2), "10:30");
  assert.equal(await person.page.getByText("Friday afternoon. A worker").count(), 0, "no advice on a Tuesday");
  const calendar = await downloads(person, "Add it to your calendar");
  assert.match(calendar, /^METHOD:REQUEST$/m);
  assert.match(calendar, /^SEQUENCE:2$/m, "the second time takes the place of the first");
  assert.match(calendar, new RegExp(`^DTSTART:${stamp(next(2), 10, 30)}$`, "m"));
  assert.match(calendar, /^SUMMARY:Conversation about audit BUC-/m);
  assert.match(calendar, /^LOCATION:By video$/m);
  assert.match(calendar, /^ORGANIZER;CN="Mel Auditor":mailto:m2@council\.example$/m);
  assert.deepEqual([...calendar.matchAll(/^ATTENDEE.*mailto:(.*)$/gm)].map(([, to]) => to).sort(),
    ["m1@council.example", "m2@council.example", "w1@council.example"]);
  await person.goes("/");
  await person.reads(/^Conversation on/);
})));

test("who fears for the child escalates at once, and practice that needs a look takes the quieter path", step(() => sits("M2", async (person) => {
  await person.goes(audit);
  await person.presses("Escalate now");
  await person.fills("What makes you think the child may be at risk?", "Nobody has seen the child for nine weeks.");
  await person.presses("Tell them now");
  await person.reads("Nobody has acknowledged this yet");
  assert.deepEqual((await rowsOf(person, "Who was told")).map(([name]) => name).sort(),
    ["Bea Assistant Manager", "Hal Assistant Director", "Mo Manager", "Pru Principal", "Wil Worker"]);

  await person.goes(audit);
  await person.follows("Ask for a review", { exact: true });
  await person.fills("What needs a look?", "Two plans on one file say different things.");
  await person.presses("Ask for a review");
  assert.deepEqual((await rowsOf(person, "Who was told")).map(([name]) => name), ["Pru Principal"]);
})));

test("the assistant director acknowledges what was escalated and closes it once the child is safe", step(() => sits("H1", async (person) => {
  await person.goes("/");
  await person.reads("1 immediate concern waits to be acknowledged");
  await person.presses("Open the concern");
  await person.reads("nine weeks");
  await person.fills("What will you do now?", "Mo visits today and calls me from there.");
  await person.presses("I have seen this and will act on it");
  await person.reads("Hal Assistant Director has acknowledged this");
  await person.fills("What was done, and is the child safe?", "Seen at home at four; safe with the grandmother.");
  await person.presses("Close the concern");
  await person.reads("This concern is closed");
})));

test("the form has no inadequate; impact and an action are asked for before the audit can be returned", step(() => sits("M2", async (person) => {
  await person.goes(audit);
  await person.follows("Contact and referral");
  const offered = await person.page.locator('input[name="judgement"]').evaluateAll((all) => all.map((radio) => radio.value));
  assert.deepEqual(offered, ["outstanding", "good", "requires-improvement", "na"]);
  await person.page.locator('input[name="judgement"][value="requires-improvement"]').check();
  await person.fills("Evidence", "The referral of 3 March waited nine days for a decision.");
  await person.presses("Save and go back");
  await person.goes(`${audit}/check`);
  await person.reads("Enter what “Contact and referral” means for the child.");
  await person.reads("“Contact and referral” is below good. Add at least one action that says who will do what by when.");
  await writesAndReturns(person, audit, { weak: 1, overall: "requires-improvement", today: council.today });
})));

test("the last gatekeeper answers three questions, and without them nothing is decided", step(() => sits("L1", async (person) => {
  await person.goes(`${audit}/moderate`);
  for (const question of ["Does the narrative support the judgement?", "Does the style help its reader to learn?", "Is it clear what happens next?"])
    await person.reads(question);
  await person.chooses("Confirm the grade");
  await person.presses("Save the moderation");
  await person.reads("There is a problem");
  assert.equal(await person.page.locator(".govuk-error-summary a").count(), 3);
  await moderates(person, audit);
})));

test("without JavaScript: the action changes after moderation, with a reason; its owner does it and the manager signs it off", step(async () => {
  const later = "Write down why consent was not asked for, with the school.";
  await sits("L1", async (person) => {
    await person.goes(audit);
    await person.follows(theAction);
    await person.presses("Change this action");
    await person.fills("What needs to happen?", later);
    await person.presses("Save the action");
    await person.reads("There is a problem");
    await person.fills("Why is it changed?", "The school can help with mornings.");
    await person.presses("Save the action");
    await person.reads("The action is changed.");
    await person.reads(later);
  }, { javaScript: false });
  let action;
  await sits("W1", async (person) => {
    action = await doesTheAction(person, later);
    await person.reads("The school can help with mornings.");
    await person.reads(theAction);
  }, { javaScript: false });
  await sits("M1", (person) => signsOff(person, action), { javaScript: false });
}));

test("the report of the month tells of the audit, its moderation, both concerns and the action that was signed off", step(async () => {
  const period = council.period(0);
  await sits("H1", async (person) => {
    await person.goes("/reports");
    await person.goes(`/reports/monthly?from=${period}&to=${period}`);
    await person.reads(/^1 case was drawn and 0 were exempted\. Of 1 audit sent to auditors, 1 came back: 100%/);
    await person.reads("1 audit was moderated of 1 picked. In 100% (1 of 1) the grade stayed; 0 went down and 0 up.");
    await person.reads("The worker took part in 100% (1 of 1) of returned audits.");
    await person.reads("1 immediate concern was raised and 1 review of practice was asked for.");
    await person.reads(/^These audits led to 1 agreed action: 1 signed off, 0 done/);
    await person.reads("Yes: every total below is the sum of its parts.");
    assert.equal(await person.page.getByText("Inadequate", { exact: true }).count(), 0, "no grade that the form does not have");
  });
}));

test("what everybody did is in the record, and it holds", step(async () => {
  assert.equal((await council.server.stop()).code, 0);
  council.server = null;
  assert.match(council.must("check").out, /journal holds/);
}));
