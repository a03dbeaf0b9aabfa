// Lancashire's audits that are drawn only as agreed, in the browser, from the council's file to the signed-off action: a
// thematic audit, and a case sampling that sizes a concern which a tier 2 audit raised.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { drawsAndSends, moderates, seesTheActionThrough, uploadsCases } from "./steps.mjs";
import { auditsTheNext, ownAudit, writesAndReturns } from "./writing.mjs";

const councils = [];
after(async () => {
  for (const council of councils) await council.ends();
});
async function begins(definition) {
  const council = await SmallCouncil.begins("lancashire", { ...definition, uploads: true });
  councils.push(council);
  await council.opens();
  return council;
}

const people = [
  ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
  ["H1", "Hal Head", "head-of-service", "", "", "head-of-service:council"],
  ["T1", "Tia Team", "audit-team", "", "", "auditor"],
  ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1"],
  ["W1", "Wil Worker", "social-worker", "North 1", "", "social-worker"]];

// The head of service says yes on the page that the draw asks for it, and is told what is still missing.
async function agrees(head, council, { month, theme, source, size, answers }) {
  await head.goes(`${month}/agreement`);
  await head.fills("What is looked at?", theme);
  await head.chooses(source);
  await head.fills("How many cases, at most?", String(size));
  if (answers) await head.fills("Which concern does it answer?", answers);
  await head.page.getByLabel("Who agreed?").selectOption("H1");
  await head.fillsDate("agreed_on", council.today);
  await head.presses("Save the agreement");
}

test("a thematic audit is agreed, drawn in proportion, moderated in part and seen through", { timeout: 180_000 }, async () => {
  const workers = ["W1"];
  const council = await begins({
    people: [...people, ["L1", "Lea Lead", "qa-lead", "", "", "qa-lead:council", "moderator:council"]],
    teams: { "North 1": "North", "Central 1": "Central", "East 1": "East" },
    cases: [
      { count: 8, category: "cin", team: "North 1", workers, supervisor: "M1" },
      { count: 4, category: "cin", team: "Central 1", workers, supervisor: "M1" },
      { count: 4, category: "cp", team: "East 1", workers, supervisor: "M1" }],
  });
  const month = `/cycles/thematic/${council.period(0)}`;
  const administrator = await council.signsIn("Q1");
  await uploadsCases(administrator, council);
  await administrator.goes(`${month}/draw`);
  await administrator.reads("This programme is drawn only when it has been agreed.");
  assert.equal(await administrator.page.getByRole("button", { name: /^Draw / }).count(), 0);

  const head = await council.signsIn("H1", { javaScript: false });
  await agrees(head, council, { month, theme: "Visits to children in need", source: "Tier 2 audits", size: 4 });
  await head.reads("The agreement is recorded.");
  await head.leaves();

  await administrator.goes(`${month}/draw`);
  await administrator.reads(/Hal Head \(head of service\) agreed on .*: Visits to children in need, from Tier 2 audits, 4 cases/);
  await administrator.fills("How many cases?", "5");
  await administrator.presses("Look again");
  await administrator.reads("4 cases were agreed. Draw no more, or record a new agreement first.");
  await drawsAndSends(administrator, month, { cases: 4 });
  const table = await administrator.page.locator("main table").first().innerText();
  for (const [locality, many] of [["North", 2], ["Central", 1], ["East", 1]])
    assert.equal(table.split(`\t${locality}\t`).length - 1, many, table);

  const team = await council.signsIn("T1");
  for (let done = 0; done < 3; ++done) await auditsTheNext(team, { weak: done === 0 ? 1 : 0 });
  await team.leaves();
  const plain = await council.signsIn("T1", { javaScript: false });
  await auditsTheNext(plain);
  await plain.leaves();

  const lead = await council.signsIn("L1");
  await lead.reads("1 audit waits for moderation");
  await lead.presses("Moderate the oldest");
  await moderates(lead, lead.path.replace(/\/moderate$/, ""));
  assert.equal(await lead.page.getByText("Not started").count(), 0, "all of a finished audit is done");

  await seesTheActionThrough(council);

  await lead.goes(month);
  await lead.reads("Everything is back");
  const reader = await council.signsIn("H1");
  await reader.goes(`/reports/thematic?programme=thematic&from=${council.period(0)}&to=${council.period(0)}`);
  await reader.reads("1 audit was moderated of 1 picked.");
  await reader.reads("These audits led to 1 agreed action: 1 signed off");
  await reader.goes("/programme");
  await reader.reads("4 of 4 back. Visits to children in need");
  await reader.leaves();
  await lead.leaves();
  await administrator.leaves();
});

test("a case sampling sizes the concern that a tier 2 audit raised", { timeout: 180_000 }, async () => {
  const council = await begins({
    people: [...people, ["S1", "Sal Senior", "senior-manager", "", "", "auditor"]],
    cases: { count: 12, category: "cin", team: "North 1", workers: ["W1"], supervisor: "M1" },
    change: (text) => {
      const changed = text.replace("size: 50\n", "size: 1\n");
      assert.notEqual(changed, text);
      return changed;
    },
  });
  const administrator = await council.signsIn("Q1");
  await uploadsCases(administrator, council);
  await drawsAndSends(administrator, `/cycles/tier2/${council.period(0)}`, { cases: 1 });

  const senior = await council.signsIn("S1");
  const audit = await ownAudit(senior);
  await senior.goes(audit);
  const reference = (await senior.page.locator("h1").innerText()).trim();
  await senior.presses(/immediate concern/i);
  await senior.reads("Who is told at once");
  await senior.fills("What makes you think the child may be at risk?", "No visit is on the file for seven weeks.");
  await senior.page.locator("main form button[type=submit]").first().click();
  await senior.looks();
  await senior.leaves();

  const month = `/cycles/case-sampling/${council.period(0)}`;
  const head = await council.signsIn("H1", { javaScript: false });
  const asked = { month, theme: "Visits to children in need", source: "Tier 2 audits", size: 3 };
  await agrees(head, council, { ...asked, answers: `${reference.slice(0, -3)}999` });
  await head.reads("There is no audit with this reference.");
  await agrees(head, council, { ...asked, answers: reference });
  await head.reads("The agreement is recorded.");
  await head.leaves();

  await administrator.goes(`${month}/draw`);
  await administrator.reads(`3 cases, in answer to ${reference}.`);
  await drawsAndSends(administrator, month, { cases: 3 });
  const team = await council.signsIn("T1");
  await writesAndReturns(team, await ownAudit(team), { weak: 1 });
  await writesAndReturns(team, await ownAudit(team));
  await team.leaves();
  const plain = await council.signsIn("T1", { javaScript: false });
  await writesAndReturns(plain, await ownAudit(plain));
  await plain.leaves();

  await seesTheActionThrough(council);

  const reader = await council.signsIn("H1");
  await reader.goes(`/reports/thematic?programme=case-sampling&from=${council.period(0)}&to=${council.period(0)}`);
  await reader.reads("100% (3 of 3) of the audits sent out were returned.");
  await reader.reads("Least often yes: “Was the last visit made in time?”, 67% (2 of 3).");
  await reader.follows("Every question of the checklists");
  await reader.reads("Do the last three visit records tell what the child said or showed?");
  await reader.goes(`/reports/thematic?programme=case-sampling&from=${council.period(0)}&to=${council.period(0)}`);
  await reader.reads("These audits led to 1 agreed action: 1 signed off");
  await reader.leaves();
  await administrator.leaves();
});
