// A council's demo with a year behind it, in the browser: each of its people signs in and follows every kind of link of the
// home page; each page passes the rig's checks at both widths.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

// Two addresses of one kind of page: identifiers, months and what stands behind the question mark do not count.
const kindOf = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id").replace(/\d{4}-\d{2}/g, ":month").replace(/[?#].*/, "");
const isDownload = (path) => /\.(csv|json|ics|html|pdf|docx|xlsx|zip)\b|export|download/.test(path);

export class CouncilYear {
  // The year of that council, for the tests of one file; two tests that every council has come with it.
  static of(key, name) {
    const year = new CouncilYear();
    before(() => year.begins(key));
    after(() => year.ends());
    test(`${name}: everybody signs in and finds every page they are led to in order`, { timeout: 400_000 }, async (context) => {
      context.diagnostic(`${await year.isWalkedByEverybody()} kinds of pages`);
    });
    test(`${name}: everybody finds their first step without JavaScript`, { timeout: 200_000 }, () => year.isBegunWithoutScripts());
    return year;
  }

  async begins(key) {
    const data = join(temporaryFolder(key), "data");
    this.accounts = demoAccounts(must(["--data", data, "demo", "--council", key, "--cases", "500"]).out);
    must(["--data", data, "--council", key, "check"]);
    this.server = await serve(data);
    this.browser = await openBrowser();
    this.seen = new Set();
  }

  async ends() {
    await this.browser?.close();
    await this.server?.stop();
  }

  async signsIn(name, options) {
    const person = await Person.sitsDown(this.browser, this.server, name, options);
    assert.ok(this.accounts[name], `the demo has no ${name}: ${Object.keys(this.accounts).join(", ")}`);
    await person.signsIn(this.accounts[name]);
    return person;
  }

  // Every role's home page and one page of each kind that it leads to and nobody has seen yet.
  async isWalkedByEverybody() {
    const broken = [];
    for (const name of Object.keys(this.accounts)) {
      const person = await this.signsIn(name);
      try {
        await person.goes("/");
        const links = await person.page.locator("nav a, main a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
        for (const link of links) {
          if (!link?.startsWith("/") || isDownload(link) || this.seen.has(kindOf(link))) continue;
          this.seen.add(kindOf(link));
          await person.goes(link);
        }
        await person.leaves();
      } catch (error) {
        broken.push(error.message);
        await person.context.close();
      }
    }
    assert.deepEqual(broken, []);
    return this.seen.size;
  }

  // What is to be done next leads somewhere without scripts, too.
  async isBegunWithoutScripts() {
    let led = 0;
    for (const name of Object.keys(this.accounts)) {
      const person = await this.signsIn(name, { javaScript: false });
      const first = person.page.locator("main a.govuk-button, main a[role=button]").first();
      if ((await first.count()) > 0) {
        ++led;
        await person.goes(await first.getAttribute("href"));
      }
      await person.leaves();
    }
    assert.ok(led > 0, "nobody was led anywhere");
  }

  // The months of one programme that have begun, the latest first.
  async monthsOf(person, programme) {
    await person.goes(`/cycles?programme=${programme}`);
    const all = await person.page.locator("main a[href^='/cycles/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    return [...new Set(all)].filter((path) => new RegExp(`^/cycles/${programme}/\\d{4}-\\d{2}$`).test(path));
  }
}
