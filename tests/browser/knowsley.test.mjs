// Knowsley in the browser: ten programmes from operational audits to the hub, whose agencies see their own audits alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CouncilYear } from "./council.mjs";

let year;
before(async () => {
  year = await CouncilYear.begins("knowsley");
});
after(() => year?.ends());

test("Knowsley: everybody signs in and finds every page they are led to in order", { timeout: 400_000 }, async (context) => {
  context.diagnostic(`${await year.isWalkedByEverybody()} kinds of pages`);
});

test("Knowsley: every programme has its months, and a partner sees no audit but the agency's own", { timeout: 200_000 }, async () => {
  const lead = await year.signsIn("qa.lead");
  for (const programme of ["operational", "joint", "thematic-review", "early-help", "mash", "s47-enquiries", "cp-conferences"])
    assert.ok((await year.monthsOf(lead, programme)).length >= 2, `months of ${programme}`);
  await lead.leaves();
  const partner = await year.signsIn("partner");
  await partner.goes("/audits");
  const seen = await partner.page.locator("main tbody tr").allInnerTexts();
  for (const row of seen) assert.ok(!/operational|Early help deep dives/i.test(row), row);
  await partner.leaves();
});

test("Knowsley: everybody finds their first step without JavaScript", { timeout: 200_000 }, async () => {
  for (const name of Object.keys(year.accounts)) {
    const person = await year.signsIn(name, { javaScript: false });
    const first = person.page.locator("main a.govuk-button, main a[role=button]").first();
    if ((await first.count()) > 0) await person.goes(await first.getAttribute("href"));
    await person.leaves();
  }
});
