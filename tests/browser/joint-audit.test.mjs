// A joint audit in the browser: two auditors grade the same case apart, neither sees the other's grades before both are back,
// then both are compared and what was agreed is written down.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  council = await SmallCouncil.begins("knowsley", {
    people: [
      ["S1", "Sal Senior", "senior-manager", "", "", "auditor"],
      ["S2", "Sam Senior", "senior-manager", "", "", "auditor"],
      ["W1", "Wil Worker", "social-worker", "North 1", ""]],
    cases: { count: 3, category: "cin", team: "North 1", workers: ["W1"] },
    change: (text) => {
      const changed = text.replace("auditors_per_case: 4", "auditors_per_case: 2");
      assert.notEqual(changed, text);
      return changed;
    },
  });
  council.must("draw", "--programme", "joint", "--period", council.period(0));
  council.must("allocate", "--programme", "joint", "--period", council.period(0), "--send");
  await council.opens();
});
after(() => council?.ends());

test("two auditors grade one case apart, compare, and agree what a grade means", { timeout: 180_000 }, async () => {
  const first = await council.signsIn("S1");
  const audit = await ownAudit(first);
  await writesAndReturns(first, audit);
  const early = await first.page.goto(`${audit}/compare`);
  assert.ok(early.status() >= 400, "nothing to compare before the other is back");
  await first.reads(/returned/);

  const second = await council.signsIn("S2");
  const theirs = await ownAudit(second);
  assert.notEqual(theirs, audit);
  assert.equal((await second.page.goto(audit)).status(), 404, "the other’s audit is not there for them");
  await writesAndReturns(second, theirs, { weak: 1 });
  await second.goes(theirs);
  await second.follows("Compare the grades of this case");
  await second.reads("10 of 11 parts were graded the same by all.");
  await second.reads("By one step");
  await second.page.locator('textarea[name="meaning-good"]').fill("The standard is kept in what matters to the child.");
  await second.presses("Write down what was agreed");
  await second.reads("What was agreed is written down.");
  await second.leaves();

  await first.goes(`${audit}/compare`);
  await first.reads("The standard is kept in what matters to the child.");
  await first.leaves();

  const plain = await council.signsIn("S1", { javaScript: false });
  await plain.goes(`${audit}/compare`);
  await plain.reads("Grades of this case, side by side");
  await plain.leaves();
});
