// The register at the size of England, from outside: bounded memory, and saying the same twice changes nothing.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { must, run, temporaryFolder } from "../support/plumbline.mjs";
import { writeRegister } from "../support/register.mjs";

test("400,000 cases import in a quarter of a gigabyte, and again without a change", { timeout: 240_000 }, () => {
  const folder = temporaryFolder("england");
  const data = join(folder, "data");
  const files = writeRegister(folder, { cases: 400_000 });
  const small = { prefix: ["prlimit", `--as=${256 << 20}`], timeout: 120_000 };
  must(["--data", data, "council", "add", "england", "--framework", "lancashire"]);
  for (const kind of ["teams", "people"]) must(["--data", data, "import", kind, files[kind]], small);
  const first = must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], small);
  assert.match(first.out, /400,000 new, 0 changed, 0 unchanged, 0 closed/);
  const second = must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], small);
  assert.match(second.out, /0 new, 0 changed, 400,000 unchanged, 0 closed/);
});

test("a dry run changes nothing, a case that has gone is closed, and the good rows can be taken alone", () => {
  const folder = temporaryFolder("register");
  const data = join(folder, "data");
  const files = writeRegister(folder, { cases: 300 });
  const lines = readFileSync(files.cases, "utf8").trimEnd().split("\n");
  const cases = (name, kept) => {
    writeFileSync(join(folder, name), kept.join("\n") + "\n");
    return join(folder, name);
  };
  const importing = (path, ...more) => run(["--data", data, "import", "cases", path, "--as-of", "2026-12-01", ...more]);
  must(["--data", data, "council", "add", "small", "--framework", "lancashire"]);
  for (const kind of ["teams", "people"]) must(["--data", data, "import", kind, files[kind]]);
  assert.match(importing(files.cases, "--dry-run").out, /300 new/);
  assert.match(importing(files.cases).out, /300 new/);
  assert.match(importing(cases("gone.csv", lines.slice(0, 300))).out, /299 unchanged, 1 closed/);

  const wrong = cases("wrong.csv", [...lines.slice(0, 300), lines[300].replace(/,(North|East|Central),/, ",,").replace(/20\d\d-\d\d-\d\d/, "31/02/2026")]);
  const refused = importing(wrong);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /301/);
  assert.match(refused.err, /31\/02\/2026/);
  const taken = importing(wrong, "--take-good-rows");
  assert.equal(taken.code, 0, taken.err);
  assert.match(taken.out + taken.err, /301/);
  must(["--data", data, "check"]);
});

test("who is gone from the file of people is named, marked as having left, and comes back with the next file", () => {
  const folder = temporaryFolder("leavers");
  const data = join(folder, "data");
  const file = (name, ...rows) => {
    writeFileSync(join(folder, name), ["person_id,name,role,team", ...rows].join("\n") + "\n");
    return join(folder, name);
  };
  const importing = (path, ...more) => run(["--data", data, "import", "people", path, "--as-of", "2026-12-01", ...more]);
  const jo = "P1,Jo,team-manager,East 1", al = "P2,Al,team-manager,East 2";
  must(["--data", data, "council", "add", "small", "--framework", "lancashire"]);
  assert.match(importing(file("both.csv", jo, al)).out, /2 new, 0 changed, 0 unchanged, 0 left/);
  const told = importing(file("one.csv", jo), "--dry-run");
  assert.match(told.err, /not in the file: Al \(P2\)/);
  assert.match(told.out, /1 left\. Nothing was written/);
  assert.match(importing(file("one.csv", jo)).out, /1 unchanged, 1 left/);
  assert.match(importing(file("one.csv", jo)).out, /1 unchanged, 0 left/);
  assert.match(importing(file("both.csv", jo, al)).out, /1 changed, 1 unchanged, 0 left/);
  must(["--data", data, "check"]);
});

test("a file with columns of other names says how to tell which they are, and is then taken", () => {
  const folder = temporaryFolder("mapping");
  const data = join(folder, "data");
  const write = (name, ...lines) => {
    writeFileSync(join(folder, name), lines.join("\n") + "\n");
    return join(folder, name);
  };
  must(["--data", data, "council", "add", "small", "--framework", "lancashire"]);
  const teams = write("teams.csv", "Mosaic team,locality,service_area,manager_id", "East 1,East,,");
  const refused = run(["--data", data, "import", "teams", teams]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /lacks these columns: team\. It has: Mosaic team[^]*their column: our_column[^]*--map/);
  const map = write("map.yaml", "Mosaic team: team");
  assert.match(must(["--data", data, "import", "teams", teams, "--map", map]).out, /1 new/);
});

test("wrong usage is exit 2, a refusal exit 1, both on standard error", () => {
  const data = join(temporaryFolder("usage"), "data");
  for (const words of [[], ["nonsense"], ["import", "cases"], ["--nonsense", "check"]]) {
    const done = run(["--data", data, ...words]);
    assert.equal(done.code, 2, words.join(" "));
    assert.notEqual(done.err, "");
    assert.equal(done.out, "");
  }
  const refused = run(["--data", data, "check"]);
  assert.equal(refused.code, 1);
  assert.notEqual(refused.err, "");
});
