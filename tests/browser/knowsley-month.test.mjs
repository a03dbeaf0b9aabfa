// Knowsley's operational month in the browser, from the register to the rolling plan: each manager audits one case outside
// the own team by ten standards with impact and outcome, every audit is moderated, the action is weighed, done and signed
// off, the note goes on the child's file, and the head of service reads the month.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { doesTheAction, drawsAndSends, moderates, signsOff, theAction, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  // Three managers and three cases: whatever chance draws, the manager of North 1 can take the one case of the other team
  // only, and the other two share those of North 1.
  council = await SmallCouncil.begins("knowsley", {
    uploads: true,
    managers: { "North 1": "M1", Hub: "M2" },
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"],
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1", "auditor"],
      ["M2", "Mel Manager", "team-manager", "Hub", "", "team-manager:team:Hub", "auditor"],
      ["H1", "Hal Head", "head-of-service", "", "", "head-of-service:council", "auditor"],
      ["W1", "Wil Worker", "social-worker", "North 1", "", "social-worker"],
      ["W2", "Wyn Worker", "social-worker", "Hub", "", "social-worker"]],
    cases: [
      { count: 2, category: "cp", team: "North 1", workers: ["W1"], supervisor: "M1" },
      { count: 1, category: "cin", team: "Hub", workers: ["W2"], supervisor: "M2" },
      { count: 4, category: "early-help", team: "Hub", workers: ["W2"], supervisor: "M2" }],
  });
  await council.opens();
});
after(() => council?.ends());

test("an operational month goes from the register to the action signed off and the report", { timeout: 240_000 }, async () => {
  const month = `/cycles/operational/${council.period(0)}`;
  const admin = await council.signsIn("Q1");
  await uploadsCases(admin, council);
  await admin.goes(`${month}/draw`);
  assert.equal(await admin.page.getByLabel("How many cases?").inputValue(), "3", "as many as there are managers");
  await drawsAndSends(admin, month, { cases: 3 });
  await admin.leaves();

  const audits = {};
  for (const id of ["M1", "M2", "H1"]) {
    const manager = await council.signsIn(id);
    audits[id] = await ownAudit(manager);
    await manager.goes(audits[id]);
    await manager.reads(id === "M1" ? "Hub" : "North 1");
    if (id === "M2") {
      await manager.goes(`${audits[id]}/sections/standard-1`);
      await manager.page.getByText("Thinking about impact").click();
      await manager.reads("Outcome: what changed for the child because their view was known?");
      await manager.page.locator('input[name="judgement"][value="good"]').check();
      await manager.fills("Evidence", "The assessment of 3 March holds the child’s own words.");
      await manager.presses("Save and go back");
      await manager.goes(`${audits[id]}/check`);
      await manager.reads(/Enter what .* means for the child/);
    }
    await writesAndReturns(manager, audits[id], { weak: id === "M2" ? 1 : 0 });
    await manager.leaves();
  }

  const lead = await council.signsIn("L1");
  for (const audit of Object.values(audits)) {
    await lead.goes("/moderation");
    assert.ok((await lead.page.locator(`main a[href^="${audit}"]`).count()) > 0, "all are moderated");
    await moderates(lead, audit);
  }

  const worker = await council.signsIn("W1");
  const action = await doesTheAction(worker);
  await worker.reads("High");
  await worker.leaves();
  const manager = await council.signsIn("M1", { javaScript: false });
  await signsOff(manager, action);
  await manager.goes(audits.M2);
  await manager.follows("Put the note on the child’s record");
  assert.match(await manager.page.getByLabel("Case note").inputValue(), /operational audit[^]*Write down why consent/);
  await manager.presses("I have put it on the child’s record");
  await manager.reads("The note is on the child’s record");
  await manager.leaves();

  await lead.goes("/themes/findings");
  await lead.follows(/^Make it a theme Assessment shows the child/);
  await lead.fills("The theme in a few words", "The child’s own words");
  await lead.fills("What should change?", "Every assessment holds what the child said.");
  await lead.presses("Save the theme");
  await lead.presses("Add an action");
  await lead.fills("What is to be done?", "Practise direct work in supervision.");
  await lead.page.getByLabel("What does it feed?").selectOption("Supervision");
  await lead.page.getByLabel("Who does it?").selectOption("H1");
  await lead.fillsDate("due", council.in(20));
  await lead.presses("Save the action");
  await lead.leaves();

  const head = await council.signsIn("H1");
  await head.goes("/reports");
  await head.follows(new RegExp("^" + council.monthInWords(0)));
  await head.reads("3 audits were moderated of 3 picked");
  await head.follows("Signed off, Whole council");
  await head.reads(theAction);
  await head.goes(`/reports/action-plan?from=${council.period(0)}&to=${council.period(0)}`);
  await head.reads("Practise direct work in supervision.");
  await head.leaves();
  assert.match(council.must("check").out, /journal holds/);
});
