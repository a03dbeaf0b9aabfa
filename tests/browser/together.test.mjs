// Several people on one case, in the browser: a pair of which one falls ill, auditors linked to areas, and a leader’s
// discussion that the audit team prepares.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

// A small council of its own; gives the server and who signs in.
async function council(key) {
  const data = join(temporaryFolder(key), "data");
  const accounts = demoAccounts(must(["--data", data, "demo", "--council", key, "--cases", "400", "--months", "1"]).out);
  return { accounts, server: await serve(data) };
}

// The month of the audits that are out, as the list of months has it.
async function runningMonth(person) {
  await person.goes("/cycles");
  const months = await person.page.locator("main table a[href^='/cycles/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.ok(months.length > 0, "no month has begun");
  return months[0];
}

test("of a pair one is away, and the other presents alone", { timeout: 120_000 }, async () => {
  const { accounts, server } = await council("waltham-forest");
  try {
    const admin = await Person.sitsDown(browser, server, "QA administrator");
    await admin.signsIn(accounts["qa.administrator"]);
    const month = await runningMonth(admin);
    await admin.goes(`${month}/allocation`);
    await admin.reads("Pairs of this month");
    await admin.goes(month);
    const audits = await admin.page.locator("main table a[href^='/audits/']").evaluateAll((all) =>
      all.filter((link) => /Not started|In progress/.test(link.textContent)).map((link) => link.getAttribute("href")));
    assert.ok(audits.length > 0, "no audit is out");
    await admin.goes(audits[0]);
    await admin.reads("Together with");
    await admin.follows("Change who works on it");
    const who = await admin.page.locator("input[name=away]").first().evaluate((input) => input.labels[0].textContent.replace(", who presents", "").trim());
    await admin.chooses(`${who}, who presents`);
    await admin.fills("Why?", "Ill until further notice");
    await admin.presses("Save who is away");
    await admin.reads(`${who} is away.`);
    await admin.reads("presents it alone");
    await admin.leaves();
  } finally {
    await server.stop();
  }
});

test("an auditor is linked to each area", { timeout: 120_000 }, async () => {
  const { accounts, server } = await council("bradford");
  try {
    const admin = await Person.sitsDown(browser, server, "QA administrator");
    await admin.signsIn(accounts["qa.administrator"]);
    const month = await runningMonth(admin);
    await admin.goes(month);
    await admin.follows("Auditors linked to areas");
    const areas = admin.page.locator("main select");
    assert.ok((await areas.count()) >= 4, "an area for each of the council’s");
    const other = await areas.first().locator("option").nth(2).getAttribute("value");
    await areas.first().selectOption(other);
    await admin.presses(/Link them|Save the links/);
    await admin.reads("1 link is changed.");
    assert.equal(await admin.page.locator("main select").first().inputValue(), other);
    await admin.leaves();
  } finally {
    await server.stop();
  }
});

// Signs in each of these people; the first whose home page says so stays.
async function whoseHomeSays(server, people, words) {
  for (const id of people) {
    const person = await Person.sitsDown(browser, server, id);
    await person.signsIn({ email: `${id.toLowerCase()}@example.net`, password: "a long enough password of ours" });
    if ((await person.page.getByText(words).count()) > 0) return person;
    await person.leaves();
  }
  return assert.fail(`nobody’s home page says ${words}`);
}

test("the audit team prepares a leader's discussion, and the leader writes it down", { timeout: 180_000 }, async () => {
  const data = join(temporaryFolder("tier3"), "data");
  const accounts = demoAccounts(must(["--data", data, "demo", "--cases", "400", "--months", "1"]).out);
  // This month's leaders have their audits from the demo; the next month's is drawn here.
  const now = new Date();
  const period = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 7);
  must(["--data", data, "draw", "--programme", "tier3", "--period", period, "--size", "1"]);
  must(["--data", data, "allocate", "--programme", "tier3", "--period", period, "--send"]);
  let server = await serve(data);
  const admin = await Person.sitsDown(browser, server, "QA administrator");
  await admin.signsIn(accounts["qa.administrator"]);
  await admin.goes(`/cycles/tier3/${period}`);
  await admin.reads("Being prepared by");
  const people = await admin.page.evaluate(() => fetch("/register/people/export").then((answer) => answer.text()));
  const withJob = (job) => people.split("\n").filter((line) => line.includes(`,${job},`)).map((line) => line.split(",")[0]);
  await admin.leaves();
  await server.stop();
  const team = withJob("audit-team"), leaders = [...withJob("head-of-service"), ...withJob("director")];
  assert.ok(team.length > 0 && leaders.length > 0, people.slice(0, 300));
  for (const id of [...team, ...leaders])
    must(["--data", data, "user", "add", `${id.toLowerCase()}@example.net`, "--person", id, "--role", "auditor", "--password-stdin"],
      { input: "a long enough password of ours\n" });

  server = await serve(data);
  try {
    const preparer = await whoseHomeSays(server, team, "To prepare");
    await preparer.presses("Start", { exact: true });
    const audit = preparer.path;
    for (const section of ["summary", "compliance", "quality"]) {
      await preparer.goes(`${audit}/sections/${section}`);
      await preparer.page.locator('input[name="judgement"][value="good"]').check();
      await preparer.fills("Evidence", "The chronology is current and says what each event meant.");
      await preparer.fills("Impact", "The child has one worker whom they trust.");
      for (const yes of await preparer.page.locator('input[type="radio"][value="yes"]').all()) await yes.check();
      await preparer.presses("Save and go back");
    }
    await preparer.goes(`${audit}/prepared`);
    await preparer.presses("It is prepared");
    await preparer.reads("is prepared. Its auditor has been told.");
    await preparer.leaves();

    const leader = await whoseHomeSays(server, leaders, "Start the audit").catch(() => whoseHomeSays(server, leaders, "Continue the audit"));
    await leader.goes(`${audit}/sections/summary`);
    await leader.reads("The chronology is current");
    await leader.fills("Your note", "Ask what the grandmother knows.");
    await leader.presses("Add the note");
    await leader.reads("Ask what the grandmother knows.");
    await leader.goes(`${audit}/sections/child`);
    await leader.fills("Evidence", "The worker told of a visit last week.");
    await leader.presses("Save and go back");
    await leader.leaves();
  } finally {
    await server.stop();
  }
});
