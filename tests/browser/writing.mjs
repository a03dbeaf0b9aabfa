// How an auditor writes an audit to its end, where the test is about what comes of it: the first section and the last page
// are looked at, the others are filled in.
import assert from "node:assert/strict";
import { hearsTheFamily } from "./steps.mjs";

const evidence = "The plan of 3 March names who does what by when; each visit since is recorded with what the child said.";
const impact = "The child knows who comes and why, and has been back at school every day since May.";

// Presses a button and waits for the page that follows.
async function saves(person, words) {
  await person.page.getByRole("button", { name: words, exact: true }).first().click();
  await person.page.waitForLoadState();
}

// A checklist asks its questions and judges nothing: what is weak there is its first question, answered with no.
export async function fillsSection(person, judgement = "good") {
  const { page } = person;
  const grade = page.locator(`input[name="judgement"][value="${judgement}"]`);
  const judged = (await grade.count()) > 0;
  if (judged) {
    await grade.check();
    await person.fills("Evidence", evidence);
    await person.fills("Impact", impact);
  }
  const names = await page.locator('main input[type="radio"]').evaluateAll((all) => [...new Set(all.map((radio) => radio.name))]);
  for (const [at, name] of names.filter((text) => text.startsWith("answer-")).entries()) {
    const answer = !judged && at === 0 && judgement !== "good" ? "no" : "yes";
    await page.locator(`input[name="${name}"][value="${answer}"]`).check();
  }
}

// `weak`: how many sections, from the first, are judged in need of improvement; each gets an action. `overall`: the grade.
// `prepared`: the sections that somebody else has written. `talk`: the worker took part; else what came of that is recorded already.
export async function writesAndReturns(person, audit, { weak = 0, overall = "good", prepared = [], talk = true, today = new Date() } = {}) {
  const { page } = person;
  await person.goes(audit);
  const all = await page.locator('main a[href*="/sections/"]').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))]);
  const sections = all.filter((section) => !prepared.includes(section.split("/").at(-1)));
  assert.ok(sections.length > 1, `${sections.length} sections at ${audit}`);
  for (const [at, section] of sections.entries()) {
    if (at === 0) await person.goes(section);
    else await page.goto(section);
    await fillsSection(person, at < weak ? "requires-improvement" : "good");
    if (at >= weak) {
      await saves(person, "Save and go back");
      continue;
    }
    await saves(person, "Save and add an action");
    await person.fills("What needs to happen?", "Write down why consent was not asked for before checks were made.");
    await person.fills("How will you know it is done?", "The reason is on the file and the family has been told.");
    const priority = page.locator('input[name="priority"]');
    if ((await priority.count()) > 0) await priority.first().check();
    await person.fillsDate("due", new Date(today.getTime() + 7 * 86_400_000));
    await saves(person, "Save the action");
  }
  await page.goto(audit);
  if ((await page.locator(`main a[href="${audit}/documents"]`).count()) > 0) {
    await page.goto(`${audit}/documents`);
    for (const found of await page.locator('main input[type="radio"][value="found"]').all()) await found.check();
    await saves(person, "Save and go back");
  }
  await page.goto(audit);
  if (talk && (await page.locator(`main a[href="${audit}/conversations/worker"]`).count()) > 0) {
    await page.goto(`${audit}/conversations/worker`);
    await page.locator('input[name="held"][value="yes"]').check();
    await person.fillsDate("held-on", today);
    await person.fills("What was said", "The worker told what life is like for this child and what helped.");
    await saves(person, "Save the record");
  }
  await page.goto(audit);
  if ((await page.locator(`main a[href="${audit}/overall"]`).count()) > 0) {
    await page.goto(`${audit}/overall`);
    await page.locator(`input[name="overall"][value="${overall}"]`).check();
    await person.fills("How your judgement follows", "The child is safer and heard.");
    await saves(person, "Save and go back");
  }
  await person.goes(`${audit}/check`);
  await person.presses("Return the audit");
  await person.reads("What happens next");
}

// The one audit on a person's home page.
export async function ownAudit(person) {
  await person.goes("/");
  const links = await person.page.locator('main a[href^="/audits/"]').evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const audit = links.find((link) => /^\/audits\/[0-9a-f-]{36}$/.test(link));
  assert.ok(audit, `${person.name} finds no audit on the home page: ${links}`);
  return audit;
}

// The next audit on a person's home page, to its end. Chance chooses whose family is heard.
export async function auditsTheNext(auditor, options) {
  const audit = await ownAudit(auditor);
  await auditor.goes(audit);
  if ((await auditor.page.locator(`main a[href="${audit}/conversations/family"]`).count()) > 0) await hearsTheFamily(auditor, audit);
  await writesAndReturns(auditor, audit, options);
}
