// Several people on one case, in the browser: a pair of which one falls ill, and auditors linked to areas.
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
