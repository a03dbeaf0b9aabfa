// A locality of Lancashire in the browser: its practice improvement meeting, for its own people alone, and what did not come
// back, which heads of service are told by letter.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Mailbox } from "../support/mailbox.mjs";
import { freePort } from "../support/plumbline.mjs";
import { SmallCouncil } from "./small-council.mjs";
import { drawsAndSends, uploadsCases } from "./steps.mjs";
import { auditsTheNext } from "./writing.mjs";

let council, mailbox;
before(async () => {
  council = await SmallCouncil.begins("lancashire", {
    // Two may audit, each one case a month: neither is of the team whose cases these are.
    people: [
      ["Q1", "Quin Administrator", "qa-administrator", "", "", "qa-administrator:council"],
      ["H1", "Hal Head", "head-of-service", "", "", "head-of-service:council"],
      ["A1", "Ada Auditor", "advanced-practitioner", "Central 1", "", "auditor"],
      ["S1", "Sal Senior", "senior-manager", "", "", "auditor"],
      ["M1", "Mo Manager", "team-manager", "North 1", "", "team-manager:team:North 1"],
      ["M2", "Mel Manager", "senior-practitioner", "Central 1", "", "team-manager:locality:Central"],
      ["W1", "Wil Worker", "social-worker", "North 1", ""],
      ["W2", "Wen Worker", "social-worker", "North 1", ""]],
    teams: { "North 1": "North", "Central 1": "Central" },
    managers: { "North 1": "M1" },
    cases: { count: 6, category: "cin", team: "North 1", workers: ["W1", "W2"], supervisor: "M1" },
    uploads: true,
    change: (text) => {
      const changed = text.replace("size: 50\n", "size: 2\n");
      assert.notEqual(changed, text);
      return changed;
    },
  });
  await council.opens();
  const administrator = await council.signsIn("Q1");
  await uploadsCases(administrator, council);
  await drawsAndSends(administrator, `/cycles/tier2/${council.period(0)}`, { cases: 2 });
  await administrator.leaves();
  const auditor = await council.signsIn("A1");
  await auditsTheNext(auditor);
  await auditor.leaves();
});
after(async () => {
  await council?.ends();
  await mailbox?.closes();
});

test("a locality's meeting is called, held and minuted by its chair, and is no other locality's", { timeout: 180_000 }, async () => {
  const meeting = `/meetings/tier2/${council.period(0)}/North`;
  const chair = await council.signsIn("S1");
  await chair.goes("/meetings");
  await chair.goes(meeting);
  await chair.reads("What was learned, and practice worth sharing");
  await chair.presses("Say when and where");
  await chair.fillsDate("day", council.today);
  await chair.fills("Time", "11:59pm");
  await chair.fills("Where", "The hall");
  await chair.fills("Why it is not on the calendar’s day", "The hall is free today");
  await chair.presses("Save", { exact: true });
  await chair.presses("Send the invitations");
  await chair.presses("Send the invitations");
  await chair.reads(/invitations? (is|are) on the way/);
  await chair.presses("Open the pack");
  await chair.reads("50% (1 of 2) of the audits sent out were returned.");
  await chair.goes(`${meeting}/record`);
  await chair.page.locator('input[name="present"]').first().check();
  await chair.page.locator('textarea[name="item-2"]').fill("Visits are recorded the same day where teams sit together.");
  await chair.presses("Save the record");
  await chair.follows("Add a decision");
  await chair.fills("What was decided?", "Set an hour aside for recording.");
  await chair.page.getByLabel("Who does it?").selectOption("M1");
  await chair.fillsDate("due", council.in(20));
  await chair.presses("Save the decision");
  await chair.presses("Close the minutes");
  await chair.reads("The minutes are closed.");
  await chair.leaves();

  const manager = await council.signsIn("M1", { javaScript: false });
  await manager.goes(`${meeting}/minutes`);
  await manager.reads("Visits are recorded the same day");
  await manager.goes(`/meetings/tier2/${council.period(1)}/North`);
  await manager.follows("Set an hour aside for recording.");
  await manager.chooses("It is done");
  await manager.fills("In a few words", "Thursdays from two to three.");
  await manager.presses("Save", { exact: true });
  await manager.goes(`/meetings/tier2/${council.period(1)}/North`);
  await manager.reads("Thursdays from two to three.");
  await manager.leaves();

  const other = await council.signsIn("M2");
  assert.ok((await other.page.goto(meeting)).status() >= 400, "the meeting of North is not for a manager of Central");
  await other.goes(`/meetings/tier2/${council.period(0)}/Central`);
  await other.leaves();
});

test("an audit that is not back after the return day is told to the head of service", { timeout: 120_000 }, async () => {
  // The return day lies in the last days of the month, whichever day this is: each of them is gone through.
  await council.server.stop();
  const [year, month] = council.period(1).split("-").map(Number);
  for (let back = 12; back >= 0; --back)
    council.must("remind", "--on", new Date(Date.UTC(year, month - 1, -back)).toISOString().slice(0, 10));
  mailbox = await Mailbox.opens();
  const port = await freePort();
  await council.opens({ port, args: ["--smtp", mailbox.url, "--smtp-plain", "--mail-from", "plumbline@council.example",
    "--public-url", `http://127.0.0.1:${port}`] });
  const { text } = await mailbox.letter("h1@council.example", /1 audit not returned/);
  assert.match(text, /North: 1 of 2 returned, 1 not/);
  const link = /http:\/\/127\.0\.0\.1:\d+(\/reports\/monthly\?\S+)/.exec(text);
  assert.ok(link, `no link in:\n${text}`);
  const head = await council.signsIn("H1");
  await head.goes(link[1]);
  await head.reads("50% (1 of 2) of the audits sent out were returned.");
  await head.leaves();

  const administrator = await council.signsIn("Q1", { javaScript: false });
  await administrator.reads("Who has not returned yet");
  await administrator.goes("/letters");
  await administrator.reads("1 audit not returned");
  await administrator.leaves();
});
