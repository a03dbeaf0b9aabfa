// A contact of the safeguarding hub in the browser: social care, early help and police each grade their part, see nothing of
// one another's, and the head of service sees the three grades beside each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  council = await SmallCouncil.begins("knowsley", {
    people: [
      ["TM1", "Tam Manager", "team-manager", "North 1", "Children's social care", "auditor"],
      ["EH1", "Eli Area", "area-manager", "", "Early help", "auditor"],
      ["PO1", "Pol Officer", "partner", "", "Police", "partner"],
      ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council"],
      ["W1", "Wil Worker", "social-worker", "Hub", ""]],
    cases: { count: 3, category: "mash", team: "Hub", workers: ["W1"] },
  });
  council.must("draw", "--programme", "mash", "--period", council.period(0), "--size", "1");
  council.must("allocate", "--programme", "mash", "--period", council.period(0), "--send");
  await council.opens();
});
after(() => council?.ends());

test("three agencies grade one contact, each its own part, up to the grades of all", { timeout: 180_000 }, async () => {
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
  await lead.goes(audits.PO1);
  await lead.goes(`${audits.PO1}/compare`);
  for (const agency of ["Children’s social care", "Early help", "Police"]) await lead.reads(new RegExp(`${agency}, `));
  await lead.reads("3 of 4 parts were graded the same by all.");
  await lead.reads("By one step");
  await lead.leaves();

  const plain = await council.signsIn("L1", { javaScript: false });
  await plain.goes(`${audits.TM1}/compare`);
  await plain.reads("Grades of this case, side by side");
  await plain.leaves();
});
