// Buckinghamshire in the browser: a form without "inadequate", and escalation and review as two paths.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CouncilYear } from "./council.mjs";

let year;
before(async () => {
  year = await CouncilYear.begins("buckinghamshire");
});
after(() => year?.ends());

test("Buckinghamshire: everybody signs in and finds every page they are led to in order", { timeout: 400_000 }, async (context) => {
  context.diagnostic(`${await year.isWalkedByEverybody()} kinds of pages`);
});

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

test("Buckinghamshire: everybody finds their first step without JavaScript", { timeout: 200_000 }, async () => {
  for (const name of Object.keys(year.accounts)) {
    const person = await year.signsIn(name, { javaScript: false });
    const first = person.page.locator("main a.govuk-button, main a[role=button]").first();
    if ((await first.count()) > 0) await person.goes(await first.getAttribute("href"));
    await person.leaves();
  }
});
