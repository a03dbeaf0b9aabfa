// Every role signs in to the demo council and follows one link of each kind, two steps from the home page. Each page seen
// passes the checks of the rig: axe, one heading, no wider than a phone, nothing refused by the policy, nothing missing.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

let server;
let browser;
let accounts;
before(async () => {
  const data = join(temporaryFolder("roles"), "data");
  accounts = demoAccounts(must(["--data", data, "demo", "--cases", "1500"]).out);
  server = await serve(data);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// Two addresses of one kind of page: identifiers, months and what stands behind the question mark do not count.
const kindOf = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id").replace(/\d{4}-\d{2}/g, ":month").replace(/[?#].*/, "");
const isDownload = (path) => /\.(csv|json|ics|html)\b|export|download/.test(path);
const seen = new Set();

async function follows(person, path, steps) {
  await person.goes(path);
  if (steps === 0) return;
  const links = await person.page.locator("header a, nav a, main a, footer a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  for (const link of links) {
    if (!link?.startsWith("/") || isDownload(link)) continue;
    const kind = `${person.name} ${kindOf(link)}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    await follows(person, link, steps - 1);
  }
}

test("every role finds every page it is led to in order", { timeout: 400_000 }, async (context) => {
  const broken = [];
  for (const [name, account] of Object.entries(accounts)) {
    const person = await Person.sitsDown(browser, server, name);
    try {
      await person.signsIn(account);
      await follows(person, "/", 2);
      await person.leaves();
    } catch (error) {
      broken.push(error.message);
      await person.context.close();
    }
  }
  context.diagnostic(`${seen.size} pages`);
  assert.deepEqual(broken, []);
});

test("every role does its first step without JavaScript", { timeout: 200_000 }, async () => {
  for (const [name, account] of Object.entries(accounts)) {
    const person = await Person.sitsDown(browser, server, name, { javaScript: false });
    await person.signsIn(account);
    const first = person.page.locator('main a.govuk-button, main a[role="button"]').first();
    if ((await first.count()) > 0) await person.goes(await first.getAttribute("href"));
    await person.presses("Sign out");
    await person.leaves();
  }
});
