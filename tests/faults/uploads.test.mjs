// Truncated and hostile files at the command line: a sentence and exit 1, in bounded memory, and the register as it was.
import assert from "node:assert/strict";
import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { before, test } from "node:test";
import { must, run, temporaryFolder } from "../support/plumbline.mjs";
import * as hostile from "./hostile.mjs";

const folder = temporaryFolder("uploads");
const data = join(folder, "data");
const file = (name) => join(folder, name);

const casesNow = () =>
  spawnSync("sqlite3", ["-readonly", join(data, "plumbline.sqlite"), "select count(*), group_concat(child_id) from cases"], { encoding: "utf8" })
    .stdout.trim();

before(() => {
  must(["--data", data, "council", "add", "faults", "--framework", "lancashire"]);
  must(["--data", data, "import", "cases", hostile.write(file("good.csv"), `${hostile.header}\n${hostile.goodRow("C1")}\n`), "--as-of", "2026-12-01"]);
});

// Runs the import with 1 GB of address space and says what a person reads.
function refused(path, words) {
  const was = casesNow();
  assert.equal(was, "1|C1");
  const done = run(["--data", data, "import", "cases", path, "--as-of", "2026-12-01"], { prefix: ["prlimit", `--as=${1 << 30}`] });
  assert.equal(done.signal, null, `it crashed: ${done.err}`);
  assert.equal(done.code, 1, `${done.out}${done.err}`);
  assert.match(done.err, words);
  assert.doesNotMatch(done.err, /bad_alloc|terminate called|std::|exception/);
  assert.equal(casesNow(), was, "something of it was kept");
  assert.ok(done.err.length < 20_000, "an answer nobody reads to the end");
}

test("a workbook that unpacks to 300 MB is refused", () => refused(hostile.write(file("bomb.xlsx"), hostile.zipBomb()), /large|big|MB|long/i));
test("a workbook whose entities multiply is refused", () =>
  refused(hostile.write(file("laughs.xlsx"), hostile.laughingWorkbook()), /\w+ \w+/));
test("a census whose entities multiply is refused", () => refused(hostile.write(file("laughs.xml"), hostile.billionLaughs()), /\w+ \w+/));
test("a census that asks for a file of the server is refused", () => {
  const path = hostile.write(file("reads.xml"), hostile.readingServerFiles());
  refused(path, /\w+ \w+/);
  assert.doesNotMatch(run(["--data", data, "import", "cases", path]).err, /root:/);
});
test("a cell in the furthest corner costs no memory", () => {
  const done = run(["--data", data, "import", "cases", hostile.write(file("far.xlsx"), hostile.farColumn()), "--as-of", "2026-12-01"],
    { prefix: ["prlimit", `--as=${1 << 30}`] });
  assert.equal(done.signal, null);
  assert.equal(done.code, 1, done.out);
  assert.equal(casesNow(), "1|C1");
});
test("half a workbook is refused", () => {
  const path = hostile.write(file("half.xlsx"), hostile.goodWorkbook(["C2", "C3"]));
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
  refused(path, /\w+ \w+/);
});
test("half a census is refused", () => refused(hostile.write(file("half.xml"), "<Message><Header><Collection"), /\w+ \w+/));
test("a line of a gigabyte is refused", () => {
  hostile.oneLineOf(file("line.csv"), 1 << 30);
  refused(file("line.csv"), /[Ll]ine 2 is too long/);
  truncateSync(file("line.csv"), 0);
});
test("NUL bytes are refused", () =>
  refused(hostile.write(file("nul.csv"), `${hostile.header}\n${hostile.goodRow("C2")}\n${hostile.goodRow("C\0")}\n`), /[Ll]ine 3.*NUL/));
test("text that is not UTF-8 is refused", () =>
  refused(hostile.write(file("latin.csv"), Buffer.from(`${hostile.header}\n${hostile.goodRow("C2")}\n${hostile.goodRow("C\xe9")}\n`, "latin1")),
    /[Ll]ine 3.*UTF-8/));
test("a picture named .csv is refused", () =>
  refused(hostile.write(file("picture.csv"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")), /\w+ \w+/));
test("an empty file is refused", () => refused(hostile.write(file("empty.csv"), ""), /\w+ \w+/));
test("one wrong row among good ones keeps them all out, and is named", () =>
  refused(hostile.write(file("wrong.csv"), `${hostile.header}\n${hostile.goodRow("C2")}\n${hostile.goodRow("C3").replace("cin", "cinn")}\n`),
    /3.*category.*cinn/s));
test("the same files as workbook and CSV are taken when they are good", () => {
  must(["--data", data, "import", "cases", hostile.write(file("good.xlsx"), hostile.goodWorkbook(["C1", "C2"])), "--as-of", "2026-12-01"]);
  assert.match(casesNow(), /^2\|/);
  must(["--data", data, "check"]);
});
