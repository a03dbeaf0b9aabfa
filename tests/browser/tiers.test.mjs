// Lancashire's tiers 1 and 3 in the browser, from the council's file to the signed-off action: papers that the audit team
// checks alone, and a leader's discussion that it prepares. Tier 2 is walked in journey.test.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { drawsAndSends, seesTheActionThrough, theAction, uploadsCases } from "./steps.mjs";
import { fillsSection, ownAudit, writesAndReturns } from "./writing.mjs";

let council;
before(async () => {
  // One of the audit team, two leaders for two cases: the walk is the same whatever the seed of the draw.
  council = await SmallCouncil.begins("lancashire", {
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["T1", "Tia Team", "audit-team", "", "", "auditor"],
      ["H1", "Hal Head", "head-of-service", "", "", "auditor", "head-of-service:council"],
      ["D1", "Dee Director", "director", "", "", "auditor", "leadership:council"],
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1"],
      ["W1", "Wil Worker", "social-worker", "North 1", "", "social-worker"]],
    cases: { count: 6, category: "cin", team: "North 1", workers: ["W1"], supervisor: "M1" },
    uploads: true,
  });
  await council.opens();
  const administrator = await council.signsIn("Q1");
  await uploadsCases(administrator, council);
  await administrator.leaves();
});
after(() => council?.ends());

test("tier 1: the audit team finishes a checklist alone, and what it asks for is seen through", { timeout: 180_000 }, async () => {
  const month = `/cycles/tier1/${council.period(0)}`;
  const administrator = await council.signsIn("Q1");
  await drawsAndSends(administrator, month, { size: 2 });

  const team = await council.signsIn("T1");
  assert.equal(await team.page.getByText("Book the conversation").count(), 0, "a checklist asks for no conversation");
  const audit = await ownAudit(team);
  await team.goes(audit);
  await team.reads("Compliance checklist");
  assert.equal(await team.page.getByText("Overall judgement").count(), 0, "a checklist has no grade");
  await writesAndReturns(team, audit, { weak: 1 });
  await team.reads("The worker and their manager can read it now.");
  await team.goes(audit);
  await team.reads("This audit is finished");
  await team.leaves();

  const plain = await council.signsIn("T1", { javaScript: false });
  await writesAndReturns(plain, await ownAudit(plain));
  await plain.goes("/");
  await plain.reads("No audit is with you now");
  await plain.leaves();

  const action = await seesTheActionThrough(council);

  await administrator.goes(month);
  await administrator.reads("Everything is back");
  const head = await council.signsIn("H1");
  await head.goes(action);
  await head.goes(`/reports/monthly?programme=tier1&from=${council.period(0)}&to=${council.period(0)}`);
  await head.reads("These audits led to 1 agreed action: 1 signed off");
  await head.reads(/^Least often yes: “Are the date of birth.*50% \(1 of 2\)/);
  await head.reads("Yes: every total below is the sum of its parts.");
  assert.equal(await head.page.getByText("workers took part").count(), 0, "nobody asked for a conversation");
  await head.goes(`/reports/monthly?from=${council.period(0)}&to=${council.period(0)}`);
  await head.leaves();
  await administrator.leaves();
});

const preparedSections = ["summary", "compliance", "quality"];

// The audit team's part: the story, the papers and their quality, then the key documents; said to be prepared.
async function prepares(person, audit) {
  for (const section of preparedSections) {
    await person.goes(`${audit}/sections/${section}`);
    await fillsSection(person);
    if (section === "summary") await person.fills("The child’s story in the look-back period", "Came to us in March after the third call from school.");
    await person.presses("Save and go back");
  }
  await person.goes(`${audit}/documents`);
  for (const found of await person.page.locator('main input[type="radio"][value="found"]').all()) await found.check();
  await person.presses("Save and go back");
  await person.goes(audit);
  await person.presses("Say that it is prepared");
  await person.presses("It is prepared");
  await person.reads("is prepared. Its auditor has been told.");
}

test("tier 3: a leader's discussion is prepared, talked over and minuted, and its actions come back", { timeout: 180_000 }, async () => {
  const month = `/cycles/tier3/${council.period(0)}`;
  const administrator = await council.signsIn("Q1");
  await drawsAndSends(administrator, month, { size: 2 });
  await administrator.reads("Being prepared by Tia Team");

  const head = await council.signsIn("H1");
  await head.reads("Being prepared by Tia Team");
  const audit = await ownAudit(head);
  await head.goes(audit);
  await head.goes(`${audit}/sections/child`);
  assert.equal(await head.page.locator("main textarea").count(), 0, "nothing to write before it is prepared");
  await head.reads("Hal Head writes this section once Tia Team has prepared the audit.");

  const team = await council.signsIn("T1");
  await team.reads("To prepare");
  await prepares(team, audit);
  await team.goes(`${audit}/sections/child`);
  assert.equal(await team.page.locator("main textarea").count(), 0, "the discussion is the leader's to write down");

  await head.goes("/");
  await head.presses(/Start the audit|Continue the audit/);
  await head.goes(`${audit}/sections/summary`);
  await head.reads("third call from school");
  await head.fills("Your note", "Ask what the grandmother knows.");
  await head.presses("Add the note");
  await head.goes(`${audit}/sections/learning`);
  await head.fills("Minutes of the discussion", "Hal and Wil talked for an hour. Wil asks for time to write; Hal will see to it.");
  await head.presses("Save and go back");
  await writesAndReturns(head, audit, { weak: 1, prepared: preparedSections });
  await head.reads("The actions are with their owners.");
  await head.leaves();

  // It is the audit team's again: what was said and what now happens.
  await team.goes(audit);
  await team.reads("This audit is finished");
  assert.equal(await team.page.getByText("Not started").count(), 0, "all of a finished audit is done");
  await team.reads(theAction);
  await team.goes(`${audit}/sections/learning`);
  await team.reads("Wil asks for time to write");
  await team.leaves();

  await seesTheActionThrough(council);

  const plainTeam = await council.signsIn("T1", { javaScript: false });
  const director = await council.signsIn("D1", { javaScript: false });
  const other = await ownAudit(director);
  await prepares(plainTeam, other);
  await plainTeam.leaves();
  await writesAndReturns(director, other, { prepared: preparedSections });
  await director.leaves();

  await administrator.goes("/letters");
  assert.equal(await administrator.page.getByText(/^The discussion of audit LAN-\S+ is finished$/).count(), 2, "both come back to the audit team");
  await administrator.goes(month);
  await administrator.reads("Everything is back");
  await administrator.goes("/");
  const [opens] = await administrator.page.getByRole("button", { name: "Open the report" }).evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.match(opens ?? "", /programme=tier3/, "the report of this programme, not of the council’s first");
  await administrator.goes(month);
  await administrator.presses("Open the report");
  await administrator.reads("100% (2 of 2) of the audits sent out were returned.");
  await administrator.reads("These audits led to 1 agreed action: 1 signed off");
  await administrator.leaves();
});
