// A quality assurance meeting in the browser: moved, called, recorded with its cases, decided, closed with the next theme; the
// month after follows up what was decided and proposes the theme for the draw.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

let server;
let browser;
let accounts;
before(async () => {
  const data = join(temporaryFolder("meeting"), "data");
  accounts = demoAccounts(must(["--data", data, "demo", "--council", "waltham-forest", "--cases", "300", "--months", "1"]).out);
  server = await serve(data);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const today = new Date();
const period = (ahead) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7);
const theme = "Plans that change something for the child";

test("a meeting goes from its agenda to the minutes, and the next one follows it up", { timeout: 180_000 }, async () => {
  const lead = await Person.sitsDown(browser, server, "QA lead");
  await lead.signsIn(accounts["qa.lead"]);
  await lead.goes("/meetings");
  const meeting = `/meetings/early-help/${period(0)}/all`;
  await lead.goes(meeting);
  await lead.reads("about 10 minutes each");

  await lead.goes(`${meeting}/plan`);
  await lead.fillsDate("day", today);
  await lead.fills("Time", "11:59pm");
  await lead.fills("Where", "The hall");
  await lead.fills("Why it is not on the calendar’s day", "The hall is free today");
  await lead.presses("Save", { exact: true });
  await lead.goes(`${meeting}/call`);
  await lead.presses("Send the invitations");
  await lead.reads(/invitations? (is|are) on the way/);

  await lead.tabsTo("Record the meeting");
  await lead.page.locator('input[name="present"]').first().check();
  await lead.page.locator('textarea[name^="case-"]').first().fill("Warm, direct work; the plan does not say what should change.");
  await lead.page.locator('textarea[name="item-0"]').fill("Both actions of last month are done.");
  await lead.fills("What else was said", "The hall was cold.");
  await lead.fills("Or a theme in your own words", theme);
  await lead.presses("Save the record");
  await lead.reads("The record of the meeting is saved.");

  await lead.follows("Add a decision");
  await lead.fills("What was decided?", "Write guidance on plans.");
  const owner = lead.page.getByLabel("Who does it?");
  await owner.selectOption({ index: 1 });
  await lead.fillsDate("due", new Date(today.getTime() + 20 * 86_400_000));
  await lead.presses("Save the decision");
  await lead.presses("Close the minutes");
  await lead.reads("The minutes are closed.");
  await lead.presses("Minutes to print");
  for (const said of ["Warm, direct work", "Both actions of last month", "Write guidance on plans.", theme]) await lead.reads(said);
  assert.equal(await lead.page.getByText("These minutes are a draft").count(), 0);

  await lead.goes(`/cycles/early-help/${period(1)}/draw`);
  await lead.reads(theme);
  await lead.goes(`/meetings/early-help/${period(1)}/all`);
  await lead.reads("What the last meeting decided");
  await lead.follows("Write guidance on plans.");
  await lead.chooses("It is done");
  await lead.fills("In a few words", "Written and shared with all teams.");
  await lead.presses("Save", { exact: true });
  await lead.goes(`/meetings/early-help/${period(1)}/all`);
  await lead.reads("Written and shared with all teams.");

  await lead.goes(meeting);
  await lead.follows("Put a theme on the plan");
  await lead.reads("From the meeting on");
  await lead.fills("The theme in a few words", theme);
  await lead.page.getByLabel("Section", { exact: true }).selectOption({ index: 1 });
  await lead.presses("Save the theme");
  await lead.reads("Came from");
  await lead.goes(meeting);
  await lead.follows(theme);
  await lead.leaves();

  const plain = await Person.sitsDown(browser, server, "QA lead without scripts", { javaScript: false });
  await plain.signsIn(accounts["qa.lead"]);
  await plain.goes(`${meeting}/minutes`);
  await plain.reads("Write guidance on plans.");
  await plain.goes(`/meetings/early-help/${period(1)}/all/record`);
  await plain.leaves();
});
