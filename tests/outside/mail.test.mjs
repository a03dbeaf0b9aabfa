// The program and a mail server that wants TLS and a sign-in: letters arrive, a concern arrives at once, and nothing goes to
// a server whose name is not proved.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createSecureContext, TLSSocket } from "node:tls";
import { must, run, serve, temporaryFolder, Visitor } from "../support/plumbline.mjs";
import { writeRegister } from "../support/register.mjs";

const folder = temporaryFolder("mail");
const data = join(folder, "data");
const certificate = join(folder, "cert.pem");
const secret = "a password of the mail server";
const password = "correct horse battery staple 48";

// Takes letters after STARTTLS and AUTH PLAIN alone.
function mailServer(key, cert) {
  const letters = [];
  const context = createSecureContext({ key, cert });
  const talk = (socket, secure, signedIn = false) => {
    let rest = "";
    let letter = null;
    let text = null;
    let asked = false;
    const say = (line) => socket.write(`${line}\r\n`);
    const answer = (line) => {
      if (text !== null) {
        if (line !== ".") return text.push(line.replace(/^\./, ""));
        letters.push({ ...letter, text: text.join("\r\n") });
        text = null;
        return say("250 kept");
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "EHLO") return say(secure ? "250-mail.test\r\n250 AUTH PLAIN" : "250-mail.test\r\n250 STARTTLS");
      if (line === "STARTTLS" && !secure) {
        say("220 go on");
        socket.removeAllListeners("data");
        const inner = new TLSSocket(socket, { isServer: true, secureContext: context });
        return talk(inner, true);
      }
      if (verb === "QUIT") return say("221 bye");
      if (!secure) return say("530 TLS first");
      if (line === "AUTH PLAIN") {
        asked = true;
        return say("334 ");
      }
      if (asked) {
        asked = false;
        const given = Buffer.from(line, "base64").toString().split("\0");
        signedIn = given[1] === "plumbline" && given[2] === secret;
        return say(signedIn ? "235 welcome" : "535 wrong");
      }
      if (!signedIn) return say("530 sign in first");
      if (verb === "MAIL") letter = { from: line, to: [] };
      if (verb === "RCPT") letter.to.push(/<(.*)>/.exec(line)[1]);
      if (verb === "DATA") {
        text = [];
        return say("354 go on");
      }
      return say("250 ok");
    };
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      rest += bytes.toString("latin1");
      for (let end; (end = rest.indexOf("\r\n")) >= 0; ) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        answer(line);
      }
    });
    if (!secure) say("220 mail.test ESMTP");
  };
  const server = createServer((socket) => talk(socket, false));
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done({ letters, port: server.address().port, close: () => server.close() })));
}

async function until(what, seconds = 20) {
  for (const start = Date.now(); Date.now() - start < seconds * 1000; ) {
    const found = what();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  return what();
}

let mail;
let server;
const withMail = () => ["--smtp", `smtp://localhost:${mail.port}`, "--mail-from", "Plumbline <plumbline@north.example>", "--smtp-user", "plumbline",
  "--public-url", "https://plumbline.north.example/"];

before(async () => {
  const made = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
    "-addext", "subjectAltName=DNS:localhost", "-keyout", join(folder, "key.pem"), "-out", certificate], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  mail = await mailServer(readFileSync(join(folder, "key.pem")), readFileSync(certificate));
  const files = writeRegister(folder, { cases: 400, asOf: "2026-12-01" });
  must(["--data", data, "council", "add", "north", "--framework", "lancashire"]);
  for (const kind of ["teams", "people"]) must(["--data", data, "import", kind, files[kind]]);
  must(["--data", data, "import", "cases", files.cases, "--as-of", "2026-12-01"]);
  must(["--data", data, "draw", "--programme", "tier2", "--period", "2026-12", "--size", "10", "--seed", "a public number"]);
  must(["--data", data, "allocate", "--programme", "tier2", "--period", "2026-12", "--send"]);
  must(["--data", data, "user", "add", "lead@north.example", "--name", "The lead", "--role", "qa-lead:council", "--password-stdin"], { input: `${password}\n` });
});
after(async () => {
  await server?.stop();
  mail?.close();
});

test("without a mail server the letters wait, and the preview and the check say so", () => {
  const preview = must(["--data", data, "remind", "--preview"]);
  assert.match(preview.out, /Waiting to be sent: 10\n {2}\S+@\S+ {2}audit-sent {2}Audit LAN-2026-12-\d+ is ready for you/);
  assert.match(must(["--data", data, "check"]).out, /north: 10 letters in the outbox, not sent yet/);
});

test("nothing goes to a mail server whose name is not proved", async () => {
  // A thread of node's own serves: the command must not block it.
  const waiting = await serve(data, { args: withMail(), env: { PLUMBLINE_SMTP_PASSWORD: secret } });
  await until(() => waiting.log.includes("the mail server takes nothing"));
  await waiting.stop();
  assert.match(waiting.log, /the mail server takes nothing/);
  assert.equal(mail.letters.length, 0);
  assert.match(must(["--data", data, "remind", "--preview"]).out, /Waiting to be sent: 10\n/);
});

test("wrong settings are refused before anything starts", () => {
  const refused = run(["--data", data, "serve", "--smtp", "mail.north.example"]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /smtp:\/\/mail\.example\.org:587/);
});

test("letters arrive over TLS after signing in, and a concern raised in the browser arrives at once", async () => {
  server = await serve(data, { args: [...withMail(), "--smtp-ca", certificate], env: { PLUMBLINE_SMTP_PASSWORD: secret } });
  // Letters tried in vain a moment ago come back within a minute or two; the concern does not wait for them.
  const lead = new Visitor(server.url);
  await lead.submit("/sign-in", { email: "lead@north.example", password });
  const list = await lead.get("/audits");
  const audit = /href="(\/audits\/[0-9a-f-]{36})"/.exec(list.text)?.[1];
  assert.ok(audit, `no audit on ${list.path}`);
  const raised = Date.now();
  const page = await lead.submit(`${audit}/concern`, { what: "Nobody has seen him since Friday", doing: "I have rung the duty team" }, { action: `${audit}/concern` });
  assert.match(page.path, /^\/concerns\//);
  const letter = await until(() => mail.letters.find(({ text }) => text.includes("Subject: Immediate concern from audit LAN-2026-12-")), 10);
  assert.ok(letter, `no letter; the log says:\n${server.log}`);
  assert.ok(Date.now() - raised < 10_000);
  assert.match(letter.text.replace(/=\r\n/g, ""), /https:\/\/plumbline\.north\.example\/concerns\/[0-9a-f-]{36}/);
  assert.ok(!letter.text.includes("Friday"), "no word of the concern itself");
  assert.ok(!server.log.includes(secret));
});
