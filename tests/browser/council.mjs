// A council's demo with a year behind it, in the browser: each of its people signs in and follows every kind of link of the
// home page; each page passes the rig's checks at both widths.
import assert from "node:assert/strict";
import { join } from "node:path";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

// Two addresses of one kind of page: identifiers, months and what stands behind the question mark do not count.
const kindOf = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id").replace(/\d{4}-\d{2}/g, ":month").replace(/[?#].*/, "");
const isDownload = (path) => /\.(csv|json|ics|html|pdf|docx|xlsx|zip)\b|export|download/.test(path);

export class CouncilYear {
  static async begins(key) {
    const year = new CouncilYear();
    const data = join(temporaryFolder(key), "data");
    year.accounts = demoAccounts(must(["--data", data, "demo", "--council", key, "--cases", "500"]).out);
    must(["--data", data, "--council", key, "check"]);
    year.server = await serve(data);
    year.browser = await openBrowser();
    year.seen = new Set();
    return year;
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

  // The months of one programme that have begun, the latest first.
  async monthsOf(person, programme) {
    await person.goes(`/cycles?programme=${programme}`);
    const all = await person.page.locator("main a[href^='/cycles/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    return [...new Set(all)].filter((path) => new RegExp(`^/cycles/${programme}/\\d{4}-\\d{2}$`).test(path));
  }
}
