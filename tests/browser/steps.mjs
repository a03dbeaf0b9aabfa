// The steps that every council's audits share, whatever its programme: the register taken in, cases drawn and sent, the
// family heard, the grade moderated, an action done and signed off. Each as the person does it whose work it is.
import assert from "node:assert/strict";

// For steps that each stand on the one before: after the first that fails the others are not tried.
export function inTurn() {
  let broken = false;
  return (walk) => async () => {
    assert.ok(!broken, "an earlier step failed");
    broken = true;
    await walk();
    broken = false;
  };
}

export const theAction = "Write down why consent was not asked for before checks were made.";

const links = (person, start) => person.page.locator(`main a[href^="${start}"]`).evaluateAll((all) => all.map((link) => link.getAttribute("href")));
export const auditsOn = async (person) =>
  [...new Set(await links(person, "/audits/"))].filter((link) => /^\/audits\/[0-9a-f-]{36}$/.test(link));

// The QA administrator takes in the council's file of cases.
export async function uploadsCases(person, council) {
  await person.goes("/register/import");
  await person.chooses("Cases");
  await person.page.getByLabel("File", { exact: true }).setInputFiles(council.register);
  await person.presses("Upload and check");
  await person.presses(new RegExp(`^Import ${council.cases}`));
  await person.reads(new RegExp(`${council.cases} cases`));
}

// Draws after the dry run, gives the cases to auditors and sends them. Gives the audits that are out.
export async function drawsAndSends(person, month, { size, cases = size, audits = cases }) {
  await person.goes(`${month}/draw`);
  if (size) {
    await person.fills("How many cases?", String(size));
    await person.presses("Look again");
  }
  await person.presses(new RegExp(`^Draw ${cases} case`));
  await person.goes(`${month}/allocation`);
  await person.presses("Allocate now");
  await person.goes(month);
  await person.presses(new RegExp(`^Send ${audits} audit`));
  const out = await auditsOn(person);
  assert.equal(out.length, audits, `audits on ${month}: ${out}`);
  return out;
}

// The talk with child and family, before the audit is returned.
export async function hearsTheFamily(person, audit) {
  await person.goes(`${audit}/conversations/family`);
  await person.page.locator('input[name="held"][value="yes"]').check();
  await person.fillsDate("held-on", new Date());
  await person.chooses("I explained what the talk is for");
  await person.page.locator('input[name="consent"][value="yes"]').check();
  await person.fills("The child’s and family’s views", "The mother says that her worker listens and keeps his word.");
  await person.fills("What they said of the service", "Letters are hard to read.");
  await person.fills("What was said", "Half an hour by phone.");
  await person.presses("Save the record");
}

// What was done with the family's words is known once the audit is returned.
export async function repliesToTheFamily(person, audit) {
  const reply = "We will write shorter letters.";
  await person.goes(`${audit}/conversations/family`);
  await person.fills("What was the family told in writing?", reply);
  await person.fillsDate("replied-on", new Date());
  await person.presses("Save the reply");
  await person.goes(`${audit}/conversations/family`);
  assert.equal(await person.page.getByLabel("What was the family told in writing?").inputValue(), reply);
}

// The moderator answers yes to every question and confirms the grade.
export async function moderates(person, audit) {
  await person.goes(`${audit}/moderate`);
  const asked = await person.page.locator('main input[type="radio"][value="yes"]').all();
  assert.ok(asked.length >= 3, `${asked.length} questions at ${audit}/moderate`);
  for (const yes of asked) await yes.check();
  await person.page.locator('input[name="outcome"]').first().check();
  await person.presses("Save the moderation");
  await person.goes(audit);
  await person.reads("This audit is finished");
  const documents = person.page.locator("main li").filter({ hasText: "Key documents" }).filter({ hasText: "Not started" });
  assert.equal(await documents.count(), 0, "the key documents of a finished audit are said not to have been looked for");
}

// The worker finds the action among their own and does it. Gives its page.
export async function doesTheAction(person, words = theAction) {
  await person.goes("/actions?mine=do");
  await person.page.locator('main a[href^="/actions/"]').filter({ hasText: words }).first().click();
  await person.page.waitForLoadState();
  await person.fills("What was done, and where is it on the file?", "Case note of today; I told the mother by phone.");
  await person.presses("Mark as done");
  await person.reads("Case note of today");
  return person.path;
}

export async function signsOff(person, action) {
  await person.goes("/actions?mine=sign-off");
  await person.goes(action);
  await person.page.locator('input[name="agreed"][value="yes"]').check();
  await person.presses("Save your decision");
  await person.reads(/signed off/i);
}

// The worker W1 does what the audit asked for, and the manager M1 signs it off.
export async function seesTheActionThrough(council) {
  const worker = await council.signsIn("W1");
  const action = await doesTheAction(worker);
  await worker.leaves();
  const manager = await council.signsIn("M1");
  await signsOff(manager, action);
  await manager.leaves();
  return action;
}
