// Waltham Forest in the browser: a year of cycles whose cases are audited in pairs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CouncilYear } from "./council.mjs";

const year = CouncilYear.of("waltham-forest", "Waltham Forest");

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
