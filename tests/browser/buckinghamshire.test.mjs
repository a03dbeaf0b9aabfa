// Buckinghamshire in the browser: a form without "inadequate", and escalation and review as two paths.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CouncilYear } from "./council.mjs";

const year = CouncilYear.of("buckinghamshire", "Buckinghamshire");

test("Buckinghamshire: the form offers three judgements, and escalating is one step away", { timeout: 200_000 }, async () => {
  const manager = await year.signsIn("team.manager");
  await manager.goes("/");
  const audits = await manager.page.locator("main a[href^='/audits/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  let offered = null;
  for (const audit of audits.slice(0, 10)) {
    await manager.goes(audit);
    const section = manager.page.locator("main a[href*='/sections/']").first();
    if ((await section.count()) === 0) continue;
    await manager.goes(await section.getAttribute("href"));
    offered = await manager.page.locator("input[name=judgement]").evaluateAll((all) => all.map((radio) => radio.value));
    if (offered.length > 0) break;
  }
  assert.ok(offered?.includes("requires-improvement"), `judgements offered: ${offered}`);
  assert.ok(!offered.includes("inadequate"), "the form has no inadequate");
  await manager.reads(/Escalate|immediate concern/);
  await manager.leaves();
});
