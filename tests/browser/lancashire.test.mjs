// Lancashire in the browser: tiers 1 to 3, thematic audits and case sampling with a year behind them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CouncilYear } from "./council.mjs";

const year = CouncilYear.of("lancashire", "Lancashire");

test("Lancashire: each tier has its months, and a leader's audit says who prepares it", { timeout: 200_000 }, async () => {
  const lead = await year.signsIn("qa.lead");
  for (const programme of ["tier2", "tier1", "tier3", "thematic", "case-sampling"])
    assert.ok((await year.monthsOf(lead, programme)).length >= 2, `months of ${programme}`);
  const [latest] = await year.monthsOf(lead, "tier3");
  await lead.goes(latest);
  await lead.reads("Tier 3 leadership discussions");
  await lead.goes("/audits?programme=tier3");
  const audit = await lead.page.locator("main a[href^='/audits/']").first().getAttribute("href");
  await lead.goes(audit);
  await lead.reads(/[Pp]repared/);
  await lead.leaves();
});
