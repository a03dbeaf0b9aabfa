// Waltham Forest in the browser: a year of cycles whose cases are audited in pairs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CouncilYear } from "./council.mjs";

let year;
before(async () => {
  year = await CouncilYear.begins("waltham-forest");
});
after(() => year?.ends());

test("Waltham Forest: everybody signs in and finds every page they are led to in order", { timeout: 400_000 }, async (context) => {
  context.diagnostic(`${await year.isWalkedByEverybody()} kinds of pages`);
});

test("Waltham Forest: twelve cycles lie behind, and each audit has two auditors", { timeout: 200_000 }, async () => {
  const lead = await year.signsIn("qa.lead");
  const months = await year.monthsOf(lead, "early-help");
  assert.ok(months.length >= 12, `${months.length} months`);
  await lead.goes(months[1]);
  const audit = await lead.page.locator("main a[href^='/audits/']").first().getAttribute("href");
  await lead.goes(audit);
  await lead.reads("Together with");
  await lead.leaves();
});

test("Waltham Forest: everybody finds their first step without JavaScript", { timeout: 200_000 }, async () => {
  for (const name of Object.keys(year.accounts)) {
    const person = await year.signsIn(name, { javaScript: false });
    const first = person.page.locator("main a.govuk-button, main a[role=button]").first();
    if ((await first.count()) > 0) await person.goes(await first.getAttribute("href"));
    await person.leaves();
  }
});
