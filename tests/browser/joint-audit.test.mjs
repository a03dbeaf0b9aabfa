// A joint audit in the browser, from the draw to what it taught: two auditors grade the same case apart, neither sees the
// other's grades before both are back, then both are compared, what was agreed is written down, the action is signed off and
// managers read the comparison.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { drawsAndSends, seesTheActionThrough, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  council = await SmallCouncil.begins("knowsley", {
    uploads: true,
    managers: { "North 1": "M1" },
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["S1", "Sal Senior", "senior-manager", "", "", "auditor"],
      ["S2", "Sam Senior", "senior-manager", "", "", "auditor"],
      // Its own team's manager may not take the case, so it is the two above whatever chance says.
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1"],
      ["D1", "Dee Director", "director", "", "", "leadership:council"],
      ["W1", "Wil Worker", "social-worker", "North 1", "", "social-worker"]],
    cases: { count: 3, category: "cin", team: "North 1", workers: ["W1"], supervisor: "M1" },
    change: (text) => {
      const changed = text.replace("auditors_per_case: 4", "auditors_per_case: 2");
      assert.notEqual(changed, text);
      return changed;
    },
  });
  await council.opens();
});
after(() => council?.ends());

test("two auditors grade one case apart, compare, and agree what a grade means", { timeout: 180_000 }, async () => {
  const admin = await council.signsIn("Q1");
  await uploadsCases(admin, council);
  await drawsAndSends(admin, `/cycles/joint/${council.period(0)}`, { cases: 1, audits: 2 });
  await admin.leaves();

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

  await seesTheActionThrough(council);

  const director = await council.signsIn("D1");
  await director.goes("/reports");
  await director.follows("Joint audits", { exact: true });
  await director.reads(/1 case was graded by two or more auditors, each alone/);
  await director.leaves();

  const plain = await council.signsIn("S1", { javaScript: false });
  await plain.goes(`${audit}/compare`);
  await plain.reads("Grades of this case, side by side");
  await plain.leaves();
});
