// Knowsley in the browser: ten programmes from operational audits to the hub, whose agencies see their own audits alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CouncilYear } from "./council.mjs";

const year = CouncilYear.of("knowsley", "Knowsley");

test("Knowsley: every programme has its months, and a partner sees no audit but the agency's own", { timeout: 200_000 }, async () => {
  const lead = await year.signsIn("qa.lead");
  for (const programme of ["operational", "joint", "thematic-review", "early-help", "mash", "s47-enquiries", "cp-conferences"])
    assert.ok((await year.monthsOf(lead, programme)).length >= 2, `months of ${programme}`);
  await lead.leaves();
  const partner = await year.signsIn("partner");
  await partner.goes("/audits");
  const seen = await partner.page.locator("main tbody tr").allInnerTexts();
  assert.ok(seen.length > 0, "the partner has audits");
  for (const row of seen) assert.ok(!/operational|Early help deep dives/i.test(row), row);
  await partner.leaves();
});
