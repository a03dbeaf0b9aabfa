// Knowsley's early help in the browser: its own managers look deeply into one case each outside the own team, hear the family
// in every one and answer them in writing; work that requires improvement is talked over in supervision, with actions that
// are done and signed off; its summary joins the main monthly report.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { doesTheAction, drawsAndSends, hearsTheFamily, moderates, repliesToTheFamily, signsOff, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  // Two managers, a case in the team of each: they exchange.
  council = await SmallCouncil.begins("knowsley", {
    uploads: true,
    managers: { "North 1": "E1", Hub: "E2" },
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"],
      ["E1", "Ede Area", "area-manager", "North 1", "Early help", "team-manager:team:North 1", "auditor"],
      ["E2", "Eli Area", "area-manager", "Hub", "Early help", "team-manager:team:Hub", "auditor"],
      ["W1", "Wil Worker", "practitioner", "North 1", "Early help", "social-worker"],
      ["W2", "Wyn Worker", "practitioner", "Hub", "Early help", "social-worker"]],
    cases: [
      { count: 1, category: "early-help", team: "North 1", workers: ["W1"], supervisor: "E1" },
      { count: 1, category: "early-help", team: "Hub", workers: ["W2"], supervisor: "E2" },
      { count: 3, category: "cin", team: "Hub", workers: ["W2"], supervisor: "E2" }],
  });
  await council.opens();
});
after(() => council?.ends());

test("early help audits itself, answers each family, and talks over what must improve", { timeout: 240_000 }, async () => {
  const month = `/cycles/early-help/${council.period(0)}`;
  const admin = await council.signsIn("Q1");
  await uploadsCases(admin, council);
  await drawsAndSends(admin, month, { cases: 2 });
  await admin.leaves();

  // The manager of the other team finds that work with the family of North 1 requires improvement.
  const audits = {};
  for (const id of ["E1", "E2"]) {
    const manager = await council.signsIn(id);
    audits[id] = await ownAudit(manager);
    await manager.goes(`${audits[id]}/conversations/family`);
    await manager.reads("What were you hoping for when help began?");
    await manager.goes(`${audits[id]}/check`);
    await manager.reads(/family/);
    await hearsTheFamily(manager, audits[id]);
    await writesAndReturns(manager, audits[id], id === "E2" ? { weak: 1, overall: "requires-improvement" } : {});
    await repliesToTheFamily(manager, audits[id]);
    await manager.leaves();
  }
  const lead = await council.signsIn("L1");
  for (const audit of Object.values(audits)) await moderates(lead, audit);

  const manager = await council.signsIn("E1");
  await manager.reads("To agree and record in supervision");
  await manager.page.locator('main a[href^="/follow-ups/"]').first().click();
  await manager.looks();
  await manager.fillsDate("talked-on", council.today);
  await manager.fills("What did you talk about and agree?", "Wil asks for consent first, and says so on the file.");
  await manager.presses("Record the talk");
  await manager.reads("Wil asks for consent first");
  const worker = await council.signsIn("W1", { javaScript: false });
  const action = await doesTheAction(worker);
  await worker.leaves();
  await signsOff(manager, action);
  await manager.leaves();
  await lead.goes("/reports");
  await lead.goes(`/reports/monthly?programme=early-help&from=${council.period(0)}&to=${council.period(0)}`);
  await lead.reads("50% of audits were graded good or better (1 of 2)");
  await lead.reads("1 signed off");
  await lead.leaves();
  assert.match(council.must("check").out, /journal holds/);
});
