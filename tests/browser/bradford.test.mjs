// Bradford in the browser: the cohort of the month comes round again, exemptions are counted, returns stand against 80%.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CouncilYear } from "./council.mjs";

let year;
before(async () => {
  year = await CouncilYear.begins("bradford");
});
after(() => year?.ends());

test("Bradford: everybody signs in and finds every page they are led to in order", { timeout: 400_000 }, async (context) => {
  context.diagnostic(`${await year.isWalkedByEverybody()} kinds of pages`);
});

test("Bradford: the month counts its exemptions and the report names its target", { timeout: 200_000 }, async () => {
  const lead = await year.signsIn("qa.lead");
  const months = await year.monthsOf(lead, "monthly");
  assert.ok(months.length >= 12, `${months.length} months`);
  await lead.goes(months[1]);
  await lead.reads(/[Ee]xempt/);
  await lead.goes("/reports/monthly");
  await lead.reads(/80%/);
  await lead.leaves();
});

test("Bradford: everybody finds their first step without JavaScript", { timeout: 200_000 }, async () => {
  for (const name of Object.keys(year.accounts)) {
    const person = await year.signsIn(name, { javaScript: false });
    const first = person.page.locator("main a.govuk-button, main a[role=button]").first();
    if ((await first.count()) > 0) await person.goes(await first.getAttribute("href"));
    await person.leaves();
  }
});
