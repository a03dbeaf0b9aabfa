// The hostile files again, through the browser's door: a page that says what is wrong, and a server none the worse.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { binary, must, serve, temporaryFolder, Visitor } from "../support/plumbline.mjs";
import * as hostile from "./hostile.mjs";

const folder = temporaryFolder("web-uploads");
const data = join(folder, "data");
const full = join(folder, "full");
const account = { email: "admin@council.example", password: "seven green bottles on a wall" };
let server;
let visitor;

before(async () => {
  must(["--data", data, "council", "add", "faults", "--framework", "lancashire"]);
  must(["--data", data, "user", "add", account.email, "--name", "Ash Admin", "--role", "administrator:council", "--password-stdin"],
    { input: account.password + "\n" });
  server = await serve(data, { env: { LD_PRELOAD: join(dirname(binary), "libfull_disk.so"), PLUMBLINE_FULL_WHEN: full } });
  visitor = new Visitor(server.url);
  await visitor.submit("/sign-in", account);
});
after(() => server?.stop());

async function uploads(name, content) {
  const page = await visitor.get("/register/import");
  const token = /name="csrf_token" value="([^"]+)"/.exec(page.text)[1];
  const form = new FormData();
  form.set("csrf_token", token);
  form.set("kind", "cases");
  for (const [field, value] of [["as_of", "1"], ["as_of-month", "12"], ["as_of-year", "2026"]]) form.set(field, value);
  form.set("file", new Blob([content]), name);
  return visitor.request("/register/import", { method: "POST", body: form });
}

async function refused(name, content) {
  const answer = await uploads(name, content);
  assert.ok(answer.status >= 400 && answer.status < 500, `${name} answered ${answer.status} at ${answer.path}`);
  assert.match(answer.text, /There is a problem|too large/i, name);
  assert.doesNotMatch(answer.text, /std::|exception|bad_alloc|root:x/);
  const health = await visitor.get("/health");
  assert.equal(health.status, 200);
  assert.ok(server.residentMegabytes < 400, `${Math.round(server.residentMegabytes)} MB are held after ${name}`);
}

test("a workbook that unpacks to 300 MB is refused on the page", () => refused("bomb.xlsx", hostile.zipBomb()));
test("multiplying entities are refused on the page", async () => {
  await refused("laughs.xlsx", hostile.laughingWorkbook());
  await refused("laughs.xml", hostile.billionLaughs());
  await refused("reads.xml", hostile.readingServerFiles());
});
test("NUL bytes, broken UTF-8, half a workbook and nothing at all are refused on the page", async () => {
  await refused("nul.csv", `${hostile.header}\n${hostile.goodRow("C\0")}\n`);
  await refused("latin.csv", Buffer.from(`${hostile.header}\n${hostile.goodRow("C\xe9")}\n`, "latin1"));
  const whole = hostile.goodWorkbook(["C1"]);
  await refused("half.xlsx", whole.subarray(0, whole.length / 2));
  await refused("empty.csv", "");
});
test("an upload larger than the limit is refused while it comes", async () => {
  const answer = await uploads("large.csv", Buffer.alloc(210 << 20, "x")).catch((error) => ({ status: 413, text: String(error) }));
  assert.equal(answer.status, 413);
  assert.equal((await visitor.get("/health")).status, 200);
});
test("a good file passes the same door", async () => {
  const answer = await uploads("good.csv", `${hostile.header}\n${hostile.goodRow("C1")}\n`);
  assert.equal(answer.status, 200);
  assert.match(answer.text, /Check before you import/);
});
test("a disk that is full gives a page that says so, nothing half done, and works again with room", async () => {
  const good = `${hostile.header}\n${hostile.goodRow("C7")}\n`;
  writeFileSync(full, "");
  const refusal = await uploads("good.csv", good);
  assert.ok(refusal.status >= 500, `answered ${refusal.status}`);
  assert.match(refusal.text, /<h1/);
  assert.equal((await visitor.get("/health")).status, 200);
  rmSync(full);
  const answer = await uploads("good.csv", good);
  assert.equal(answer.status, 200);
  assert.match(answer.text, /Check before you import/);
  assert.equal((await server.stop()).code, 0);
  must(["--data", data, "check"]);
});
