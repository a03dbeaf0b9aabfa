// Bradford in the browser: the cohort of the month comes round again, exemptions are counted, returns stand against 80%.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CouncilYear } from "./council.mjs";

const year = CouncilYear.of("bradford", "Bradford");

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
