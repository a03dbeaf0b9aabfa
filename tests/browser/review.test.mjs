// A thematic practice review in the browser: planned, agreed, drawn, given to pairs, with notice to the case holders and the
// agreed questions; then the feedback session, the report, its route of approval, what was shared, and the rolling plan.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { ownAudit } from "./writing.mjs";

let council;
// The quarter that ends in this month or in one of the two after it: a month ends each.
const quarterEnd = () => [0, 1, 2].map((ahead) => council.period(ahead)).find((period) => Number(period.slice(5)) % 3 === 0);
// A Wednesday before today that is no bank holiday; and one about a month ahead.
function wednesday(from, step) {
  const on = council.in(from);
  while (on.getUTCDay() !== 3 || /-(12-2[4-8]|01-01)$/.test(on.toISOString().slice(0, 10))) on.setUTCDate(on.getUTCDate() + step);
  return on;
}

before(async () => {
  council = await SmallCouncil.begins("knowsley", {
    people: [
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"],
      ["H1", "Hal Head", "head-of-service", "", "", "head-of-service:council"],
      ["D1", "Dee Director", "director", "", "", "leadership:council"],
      // Twelve with the QA lead, so that chance leaves nobody without a pair.
      ...Array.from({ length: 11 }, (_, at) => [`R${at + 1}`, `Ro Reviewer ${at + 1}`, "independent-reviewing-officer", "", "", ...(at === 0 ? ["auditor"] : [])]),
      ...Array.from({ length: 6 }, (_, at) => [`W${at + 1}`, `Wil Worker ${at + 1}`, "social-worker", "North 1", ""])],
    cases: { count: 20, category: "cin", team: "North 1", workers: ["W1", "W2", "W3", "W4", "W5", "W6"], flags: "neglect" },
  });
  await council.opens();
});
after(() => council?.ends());

test("a thematic review goes from its notice to the rolling plan", { timeout: 240_000 }, async () => {
  const month = `/cycles/thematic-review/${quarterEnd()}`;
  const lead = await council.signsIn("L1");
  await lead.goes("/reviews");
  await lead.presses("Plan a review");
  await lead.page.getByLabel("Quarter that ends in").selectOption(quarterEnd());
  await lead.fills("Theme", "Neglect");
  await lead.page.getByLabel("Which cases?").selectOption("neglect");
  await lead.fills("Venue", "The hall");
  await lead.fillsDate("starts_on", wednesday(30, 1));
  await lead.page.getByLabel("Who leads?").selectOption("L1");
  await lead.presses("Save the plan");
  const review = lead.path;
  await lead.reads("Have the draw agreed");

  await lead.presses("Record the agreement");
  await lead.fills("What is looked at?", "Neglect");
  await lead.page.getByLabel("Which cases?").selectOption("neglect");
  await lead.chooses("Monthly audits");
  await lead.page.getByLabel("Who agreed?").selectOption("H1");
  await lead.fillsDate("agreed_on", council.today);
  await lead.presses("Save the agreement");
  await lead.goes(`${month}/draw`);
  await lead.presses(/^Draw 12 /);
  await lead.goes(`${month}/allocation`);
  await lead.presses("Allocate now");
  await lead.goes(month);
  await lead.presses("Send 12 audits");

  await lead.goes(review);
  await lead.reads("Pairs");
  await lead.reads("0 of 2 asked");
  await lead.reads("Agreed questions for the child and family");
  await lead.presses("Give notice", { exact: true });
  await lead.reads(/letters? (is|are) on the way/);
  await lead.reads("Wil Worker 1");
  // The days come: the plan is moved to one that has been.
  await lead.presses("Change the plan");
  await lead.fillsDate("starts_on", wednesday(-2, -1));
  await lead.page.getByLabel("How many days?").selectOption("1");
  await lead.presses("Save the plan");

  const reader = await council.signsIn("R1");
  const audit = await ownAudit(reader);
  await reader.goes(`${audit}/conversations/worker`);
  await reader.reads("What is life like for this child, and how do you know?");
  await reader.page.locator('input[name="held"][value="yes"]').check();
  await reader.fillsDate("held-on", council.today);
  await reader.fills("What was said", "The worker knows the child well and has no time to write.");
  await reader.presses("Save the record");
  await reader.leaves();

  await lead.goes(review);
  await lead.reads("Asked in 1 of 12 cases.");
  await lead.reads("1 of 2 asked");
  await lead.tabsTo("Record the feedback session");
  await lead.fills("What the session brought", "Much warmth, few chronologies.");
  await lead.presses("Save the record");
  await lead.follows("Write the report");
  await lead.fills("What was found", "Children are known. Their files do not tell so.");
  await lead.fills("Recommendations", "Chronologies on every file\nAsk fathers");
  await lead.presses("Save the report");
  await lead.reads("Next: Departmental management meeting.");

  for (const [id, step] of [["H1", "Departmental management meeting"], ["D1", "Safeguarding board executive"]]) {
    const approver = await council.signsIn(id);
    await approver.goes("/");
    await approver.presses("Read the report");
    if (id === "D1") assert.equal(await approver.page.getByText("KNO-").count(), 0, "leadership sees no single case");
    await approver.presses(`Approve: ${step}`);
    await approver.reads("The step is approved.");
    await approver.leaves();
  }

  await lead.goes(review);
  for (const way of ["Workshops", "Training", "System changes", "Guidance"]) {
    await lead.chooses(way);
    await lead.presses("Tick it off");
  }
  await lead.reads("Shared");
  await lead.follows(/Make it a theme/);
  await lead.fills("The theme in a few words", "Chronologies");
  assert.equal(await lead.page.getByLabel("What should change?").inputValue(), "Chronologies on every file");
  await lead.page.getByLabel("Section", { exact: true }).selectOption("operational/standard-6");
  await lead.presses("Save the theme");
  await lead.reads("Thematic review: Neglect");
  await lead.presses("Add an action");
  await lead.fills("What is to be done?", "Hold a workshop on chronologies.");
  await lead.page.getByLabel("What does it feed?").selectOption("Training");
  await lead.page.getByLabel("Who does it?").selectOption("H1");
  await lead.fillsDate("due", council.in(20));
  await lead.presses("Save the action");
  await lead.reads("0 of 1 action done");
  await lead.goes(review);
  await lead.reads("Its theme");
  await lead.leaves();

  const plain = await council.signsIn("L1", { javaScript: false });
  await plain.goes(review);
  await plain.reads("Approval route");
  await plain.leaves();
});
