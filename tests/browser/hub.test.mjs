// A contact of the safeguarding hub in the browser, from the draw to the action signed off: social care, early help and police
// each grade their part and see nothing of one another's, all are moderated, and the head of service sees the three grades
// beside each other and the hub's month.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { drawsAndSends, moderates, seesTheActionThrough, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  council = await SmallCouncil.begins("knowsley", {
    uploads: true,
    managers: { Hub: "M1" },
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["TM1", "Tam Manager", "team-manager", "North 1", "Children's social care", "auditor"],
      ["EH1", "Eli Area", "area-manager", "", "Early help", "auditor"],
      ["PO1", "Pol Officer", "partner", "", "Police", "partner"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"],
      ["H1", "Hal Head", "head-of-service", "", "", "head-of-service:council"],
      ["M1", "Mo Manager", "team-manager", "Hub", "", "team-manager:team:Hub"],
      ["W1", "Wil Worker", "social-worker", "Hub", "", "social-worker"]],
    cases: { count: 3, category: "mash", team: "Hub", workers: ["W1"], supervisor: "M1" },
  });
  await council.opens();
});
after(() => council?.ends());

test("three agencies grade one contact, each its own part, up to the grades of all", { timeout: 180_000 }, async () => {
  const month = `/cycles/mash/${council.period(0)}`;
  const admin = await council.signsIn("Q1");
  await uploadsCases(admin, council);
  await admin.goes(`${month}/draw?size=1`);
  await admin.reads("Safeguarding hub audits asks for at least 9 cases. This draw would give 1.");
  await drawsAndSends(admin, month, { size: 1, audits: 3 });
  await admin.leaves();

  const audits = {};
  for (const [at, id] of ["TM1", "EH1", "PO1"].entries()) {
    const person = await council.signsIn(id);
    audits[id] = await ownAudit(person);
    for (const other of Object.keys(audits).filter((name) => name !== id)) {
      assert.equal((await person.page.goto(audits[other])).status(), 404, `${id} sees the audit of ${other}`);
    }
    if (id === "PO1") {
      await person.goes(audits[id]);
      await person.reads(/working days? left|Return by/);
    }
    await writesAndReturns(person, audits[id], { weak: at === 2 ? 1 : 0 });
    await person.leaves();
  }

  const lead = await council.signsIn("L1");
  for (const audit of Object.values(audits)) await moderates(lead, audit);
  await lead.leaves();
  await seesTheActionThrough(council);

  const head = await council.signsIn("H1");
  await head.goes(`${audits.PO1}/compare`);
  for (const agency of ["Children’s social care", "Early help", "Police"]) await head.reads(new RegExp(`${agency}, `));
  await head.reads("3 of 4 parts were graded the same by all.");
  await head.reads("By one step");
  await head.goes(`/reports/monthly?programme=mash&from=${council.period(0)}&to=${council.period(0)}`);
  await head.reads("3 audits were moderated of 3 picked");
  await head.reads("1 signed off");
  await head.leaves();

  const plain = await council.signsIn("L1", { javaScript: false });
  await plain.goes(`${audits.TM1}/compare`);
  await plain.reads("Grades of this case, side by side");
  await plain.leaves();
});
