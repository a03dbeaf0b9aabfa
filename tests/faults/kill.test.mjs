// The power cut: the server is killed fifty times while auditors save at once. What was acknowledged is there afterwards,
// whole, and the record of who did what still holds.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { freePort, must, serve, temporaryFolder, Visitor } from "../support/plumbline.mjs";
import { random } from "../support/register.mjs";

const kills = 50;
const next = random(Date.now());
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
const evidenceOf = (page) => unescape(/<textarea[^>]*name="evidence"[^>]*>([\s\S]*?)<\/textarea>/.exec(page)?.[1] ?? "").trim();

// One auditor at one section, who saves again and again and remembers what the server said it kept.
class Writer {
  constructor(visitor, path) {
    this.visitor = visitor;
    this.path = path;
    this.kept = "";
    this.tried = new Set([""]);
    this.saves = 0;
  }

  async writesUntilTheEnd(round) {
    for (let turn = 0; ; ++turn) {
      const text = `Seen in round ${round}, turn ${turn}: ${"the plan says who does what by when. ".repeat(1 + Math.floor(next() * 40))}`.trim();
      this.tried.add(text);
      let answer;
      try {
        answer = await this.visitor.submit(this.path, { judgement: "good", evidence: text, impact: "The child is safer." }, { action: this.path, follow: false });
      } catch {
        return;
      }
      assert.equal(answer.status, 303, `saving at ${this.path} answered ${answer.status}`);
      this.kept = text;
      this.tried = new Set([text]);
      ++this.saves;
    }
  }

  // What stands there now is what was acknowledged last, or what was on its way when the power went.
  async finds() {
    const page = await this.visitor.get(this.path);
    assert.equal(page.status, 200, `${this.path} answered ${page.status}`);
    const found = evidenceOf(page.text);
    assert.ok(found === this.kept || this.tried.has(found), `${this.path}: acknowledged "${this.kept.slice(0, 60)}", found "${found.slice(0, 60)}"`);
    this.kept = found;
    this.tried = new Set([found]);
  }
}

test("nothing acknowledged is lost in 50 kills", { timeout: 400_000 }, async (context) => {
  const data = join(temporaryFolder("kill"), "data");
  const accounts = demoAccounts(must(["--data", data, "demo", "--cases", "1500"]).out);
  const port = await freePort();
  let server = await serve(data, { port });
  const writers = [];
  for (const name of ["advanced.practitioner", "senior.manager", "team.manager"]) {
    const visitor = new Visitor(server.url);
    await visitor.submit("/sign-in", accounts[name]);
    const list = await visitor.get("/audits");
    for (const [, audit] of list.text.matchAll(/href="(\/audits\/[0-9a-f-]{36})"/g)) {
      const page = await visitor.get(audit);
      for (const [, section] of page.text.matchAll(/href="(\/audits\/[0-9a-f-]{36}\/sections\/[^"]+)"/g)) {
        if (writers.some(({ path }) => path === section) || writers.length >= 12) continue;
        const form = await visitor.get(section);
        if (!form.text.includes('name="evidence"')) continue;
        const writer = new Writer(visitor, section);
        writer.kept = evidenceOf(form.text);
        writer.tried.add(writer.kept);
        writers.push(writer);
      }
    }
  }
  assert.ok(writers.length >= 2, "the demo gives its auditors nothing to write");

  let acknowledged = 0;
  for (let round = 0; round < kills; ++round) {
    const work = writers.map((writer) => writer.writesUntilTheEnd(round));
    await pause(30 + next() * 250);
    await server.kill();
    await Promise.all(work);
    acknowledged += writers.filter(({ kept }) => kept.startsWith(`Seen in round ${round},`)).length;
    server = await serve(data, { port });
    for (const writer of writers) await writer.finds();
    if (round % 10 === 9) must(["--data", data, "check"]);
  }
  assert.ok(acknowledged > kills, `only ${acknowledged} saves were acknowledged: the kills came before the work`);
  context.diagnostic(`${writers.length} writers, ${writers.reduce((sum, { saves }) => sum + saves, 0)} saves acknowledged`);
  await server.stop();
  must(["--data", data, "check"]);
});
