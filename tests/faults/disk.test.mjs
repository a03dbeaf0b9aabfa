// A full disk, and a database that another program holds: a sentence, nothing half done, and work goes on afterwards.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { binary, must, run, serve, temporaryFolder } from "../support/plumbline.mjs";
import { writeRegister } from "../support/register.mjs";

const library = join(dirname(binary), "libfull_disk.so");

const count = (data) =>
  Number(spawnSync("sqlite3", ["-readonly", join(data, "plumbline.sqlite"), "select count(*) from cases"], { encoding: "utf8" }).stdout);

function council() {
  const folder = temporaryFolder("disk");
  const data = join(folder, "data");
  must(["--data", data, "council", "add", "faults", "--framework", "lancashire"]);
  return { folder, data, files: writeRegister(folder, { cases: 20_000 }) };
}

test("an import onto a full disk says so, keeps nothing, and works once there is room", () => {
  const { folder, data, files } = council();
  const full = join(folder, "full");
  const env = { LD_PRELOAD: library, PLUMBLINE_FULL_WHEN: full };
  writeFileSync(full, "");
  const refused = run(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], { env });
  assert.equal(refused.signal, null, refused.err);
  assert.equal(refused.code, 1, refused.out);
  assert.match(refused.err, /full|space|room/i);
  rmSync(full);
  must(["--data", data, "check"]);
  assert.equal(count(data), 0);
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], { env });
  assert.equal(count(data), 20_000);
});

test("a disk that fills up in the middle of an import keeps nothing of it", async () => {
  const { folder, data, files } = council();
  const full = join(folder, "full");
  const child = spawn(binary, ["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], {
    env: { ...process.env, LD_PRELOAD: library, PLUMBLINE_FULL_WHEN: full },
  });
  let words = "";
  child.stderr.on("data", (text) => (words += text));
  const ended = new Promise((done) => child.on("exit", (code, signal) => done({ code, signal })));
  await new Promise((done) => setTimeout(done, 40));
  writeFileSync(full, "");
  const { code, signal } = await ended;
  rmSync(full);
  assert.equal(signal, null, words);
  // Either it was done before the disk was full, or none of it is there.
  assert.equal(count(data), code === 0 ? 20_000 : 0, words);
  if (code !== 0) assert.match(words, /full|space|room/i);
  must(["--data", data, "check"]);
});

test("a database that another program holds is waited for, then named, and nothing is lost", async () => {
  const { data, files } = council();
  const holder = spawn("sqlite3", [join(data, "plumbline.sqlite")], { stdio: ["pipe", "pipe", "inherit"] });
  const held = new Promise((done) => holder.stdout.once("data", done));
  holder.stdin.write("begin immediate;\nselect 'held';\n");
  await held;
  const refused = run(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"], { timeout: 60_000 });
  holder.stdin.end("rollback;\n");
  assert.equal(refused.signal, null, refused.err);
  assert.equal(refused.code, 1, refused.out);
  assert.match(refused.err, /lock|in use|another program|busy/i);
  assert.equal(count(data), 0);
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
  must(["--data", data, "check"]);
});

test("a command that writes beside the running server says so; one that reads works", async () => {
  const { folder, data, files } = council();
  const server = await serve(data);
  const refused = run(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
  assert.equal(refused.code, 1, refused.out);
  assert.match(refused.err, /in use|running|another/i);
  must(["--data", data, "check"]);
  must(["--data", data, "backup", join(folder, "copy.sqlite")]);
  const end = await server.stop();
  assert.equal(end.code, 0, server.log);
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
});

test("a backup taken while the server runs restores to the same council", async () => {
  const { folder, data, files } = council();
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
  const server = await serve(data);
  must(["--data", data, "backup", join(folder, "copy.sqlite")]);
  await server.stop();
  const again = join(folder, "again");
  must(["--data", again, "restore", join(folder, "copy.sqlite")]);
  must(["--data", again, "check"]);
  assert.equal(count(again), 20_000);
});

test("a truncated database is named by check, not read as if it were whole", () => {
  const { folder, data, files } = council();
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
  must(["--data", data, "backup", join(folder, "whole.sqlite")]);
  const broken = join(folder, "broken");
  must(["--data", broken, "restore", join(folder, "whole.sqlite")]);
  copyFileSync(join(folder, "whole.sqlite"), join(broken, "plumbline.sqlite"));
  spawnSync("truncate", ["--size=-200K", join(broken, "plumbline.sqlite")]);
  const done = run(["--data", broken, "check"]);
  assert.equal(done.signal, null, done.err);
  assert.equal(done.code, 1, done.out);
  assert.doesNotMatch(done.err, /terminate called|std::/);
});
