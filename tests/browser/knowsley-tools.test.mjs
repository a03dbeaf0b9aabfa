// Knowsley's tools for one part of practice in the browser, each from the draw to the action signed off: checklists after
// conferences and reviews, dip samples, the supervision file, observation of practice, enquiries, and early help together
// with social care.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { doesTheAction, drawsAndSends, moderates, signsOff, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
const sitting = {};
const sits = async (id, options) => (sitting[id] ??= await council.signsIn(id, options));

before(async () => {
  council = await SmallCouncil.begins("knowsley", {
    uploads: true,
    managers: { "North 1": "M1" },
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council", "auditor"],
      ["L2", "Lu Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council", "auditor"],
      ["R1", "Ro Reviewer", "independent-reviewing-officer", "", "", "auditor"],
      ["S1", "Sol Service", "service-manager", "", "", "auditor"],
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1", "auditor"],
      ["W1", "Wil Worker", "social-worker", "North 1", "", "social-worker"]],
    cases: [
      { count: 1, category: "cp", team: "North 1", workers: ["W1"], supervisor: "M1" },
      { count: 1, category: "cla", team: "North 1", workers: ["W1"], supervisor: "M1" },
      { count: 1, category: "cin", team: "North 1", workers: ["W1"], supervisor: "M1" }],
  });
  await council.opens();
  await uploadsCases(await sits("Q1"), council);
});
after(() => council?.ends());

const people = { "Lea Lead": "L1", "Lu Lead": "L2", "Ro Reviewer": "R1", "Sol Service": "S1", "Mo Manager": "M1" };
for (const programme of ["cp-conferences", "cla-reviews", "dip-sample", "supervision", "observation", "s47-enquiries", "early-help-thematic"]) {
  const moderated = programme === "s47-enquiries";
  test(`${programme} goes from the draw to the action signed off`, { timeout: 120_000 }, async () => {
    const admin = await sits("Q1");
    const [audit] = await drawsAndSends(admin, `/cycles/${programme}/${council.period(0)}`, { size: 1 });
    await admin.goes(audit);
    const [, name] = /^With (.+)$/m.exec(await admin.page.locator("main").innerText()) ?? [];
    const auditor = await sits(people[name]);
    assert.equal(await ownAudit(auditor), audit);
    await writesAndReturns(auditor, audit, { weak: 1 });
    if (moderated) await moderates(await sits(name === "Lea Lead" ? "L2" : "L1"), audit);
    const action = await doesTheAction(await sits("W1", { javaScript: false }));
    await signsOff(await sits("M1"), action);
    const lead = await sits("L1");
    await lead.goes(`/reports/monthly?programme=${programme}&from=${council.period(0)}&to=${council.period(0)}`);
    await lead.reads("1 signed off");
  });
}

test("every tool for one part of practice has led to an action signed off, and the record holds", async () => {
  const lead = await sits("L1");
  await lead.goes("/actions?state=signed-off");
  await lead.reads(/\b7 actions/);
  for (const person of Object.values(sitting)) await person.leaves();
  assert.match(council.must("check").out, /journal holds/);
});
