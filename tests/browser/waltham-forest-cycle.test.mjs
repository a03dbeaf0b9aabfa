// One cycle of Waltham Forest in the browser, in one piece: the register, the draw to a pair, the workers' views, an inadequate
// audit, the action, the note on the child's record, the meeting with its next theme, and two months on the re-audit that is
// compared with the first. The program is started again with a later clock where the calendar says so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SmallCouncil } from "./small-council.mjs";
import { auditsOn, doesTheAction, drawsAndSends, signsOff, uploadsCases } from "./steps.mjs";
import { ownAudit, writesAndReturns } from "./writing.mjs";

const theme = "Plans that change something for the child";
let council;
// Whole days until the last day of the month in which the meeting is held: the next one.
const untilMeeting = () => {
  const last = new Date(Date.UTC(council.today.getUTCFullYear(), council.today.getUTCMonth() + 2, 0, 12));
  return Math.round((last - Date.UTC(council.today.getUTCFullYear(), council.today.getUTCMonth(), council.today.getUTCDate(), 12)) / 86_400_000);
};

before(async () => {
  // Two auditors make the one pair; each worker has one case.
  council = await SmallCouncil.begins("waltham-forest", {
    uploads: true,
    managers: { "North 1": "M1" },
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["A1", "Ada Auditor", "case-manager", "Hub", "", "auditor"],
      ["A2", "Ali Auditor", "case-manager", "Hub", "", "auditor"],
      ["S1", "Sia Senior", "senior-manager", "", "", "auditor"],
      ["H1", "Hal Head", "head-of-service", "", "", "head-of-service:council"],
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1"],
      ["W1", "Wil Worker", "practitioner", "North 1", "", "social-worker"],
      ["W2", "Wyn Worker", "practitioner", "North 1", "", "social-worker"]],
    cases: { count: 2, category: "early-help", team: "North 1", workers: ["W1", "W2"], supervisor: "M1", flags: "neglect" },
    change: (text) => {
      const changed = text.replace(/quotas:\n( {8}- \{role: .*\n)+/, "quotas:\n        - {role: case-manager, most: 2}\n");
      assert.notEqual(changed, text);
      return changed;
    },
  });
  await council.opens();
});
after(() => council?.ends());

async function sits(id, walk, options) {
  const person = await council.signsIn(id, options);
  await walk(person);
  await person.leaves();
}

test("a cycle goes from the register over the meeting to the re-audit compared with the first", { timeout: 300_000 }, async () => {
  const month = `/cycles/early-help/${council.period(1)}`;
  const meeting = `/meetings/early-help/${council.period(1)}/all`;
  await sits("Q1", async (admin) => {
    await uploadsCases(admin, council);
    await drawsAndSends(admin, month, { size: 2 });
    await admin.goes(`${month}/allocation`);
    await admin.reads("Pairs of this month");
    await admin.goes(`${meeting}/plan`);
    await admin.fills("Time", "10:30am");
    await admin.fills("Where", "The hall");
    await admin.presses("Save", { exact: true });
    await admin.goes(`${meeting}/call`);
    await admin.presses("Send the invitations");
    await admin.reads("4 invitations are on the way.");
    await admin.reads("Ali Auditor");
  });

  let weak;
  for (const id of ["W1", "W2"]) {
    await sits(id, async (worker) => {
      await worker.presses("Give your view");
      if (id === "W1") weak = worker.path.replace("/perspective", "");
      await worker.page.locator("main textarea").first().fill("We wanted calm mornings, and they are calm now.");
      await worker.presses("Send to the auditors");
      await worker.reads("Your view is with the auditors.");
    }, { javaScript: false });
  }

  await sits("A1", async (auditor) => {
    await auditor.goes("/");
    assert.equal((await auditsOn(auditor)).length, 2, "a pair has two cases");
    await auditor.goes(weak);
    await auditor.reads("Together with");
    await auditor.follows("The worker’s view");
    await auditor.reads("calm mornings");
    await writesAndReturns(auditor, weak, { weak: 1, overall: "inadequate" });
  });
  await sits("A2", async (auditor) => writesAndReturns(auditor, await ownAudit(auditor)));

  let action;
  await sits("W1", async (worker) => {
    action = await doesTheAction(worker);
  });
  await sits("M1", async (manager) => {
    await signsOff(manager, action);
    await manager.goes(weak);
    await manager.reads("Re-audit: open");
    await manager.follows("Put the note on the child’s record");
    assert.match(await manager.page.getByLabel("Case note").inputValue(), /Inadequate/);
    await manager.presses("I have put it on the child’s record");
    await manager.reads("The note is on the child’s record");
    await manager.goes("/hand-overs");
    const { width } = await manager.page.locator("main table").boundingBox();
    assert.ok(width > 900, `a list without filters has the whole width, not ${width}`);
  });

  await council.opens({ daysLater: untilMeeting() });
  await sits("H1", async (chair) => {
    await chair.goes(meeting);
    await chair.presses("Record the meeting");
    await chair.page.locator('input[name="present"]').first().check();
    for (const said of await chair.page.locator('textarea[name^="case-"]').all()) await said.fill("What it meant for the family.");
    await chair.fills("What else was said", "Cases were talked over in order.");
    await chair.fills("Or a theme in your own words", theme);
    await chair.presses("Save the record");
    await chair.presses("Close the minutes");
    await chair.reads("The minutes are closed.");
    await chair.presses("Minutes to print");
    await chair.reads("What it meant for the family.");
  });
  await sits("Q1", async (admin) => {
    await admin.goes(`/cycles/early-help/${council.period(2)}/draw`);
    await admin.reads(theme);
  });

  await council.opens({ daysLater: 70 });
  await sits("S1", async (senior) => {
    const again = await ownAudit(senior);
    assert.notEqual(again, weak);
    await senior.goes(again);
    await senior.reads(/Re-audit/);
    await writesAndReturns(senior, again, { today: council.in(70) });
  });
  await sits("M1", async (manager) => {
    await manager.goes("/follow-ups?kind=re-audit&state=done");
    await manager.page.locator('main a[href^="/follow-ups/"]').first().click();
    await manager.looks();
    await manager.presses("Compare both audits");
    await manager.reads("The work is judged better than before");
    await manager.reads("1 section is better, 0 worse.");
  });
  assert.match(council.must("check").out, /journal holds/);
});
