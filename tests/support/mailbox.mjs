// A mail server on loopback that takes what it is given: what a letter says is read as its reader would read it.
import { createServer } from "node:net";

const unquoted = (text) =>
  Buffer.from(text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8");

export class Mailbox {
  static async opens() {
    const box = new Mailbox();
    box.letters = [];
    box.server = createServer((line) => box.#talks(line));
    await new Promise((done) => box.server.listen(0, "127.0.0.1", done));
    box.url = `smtp://127.0.0.1:${box.server.address().port}`;
    return box;
  }

  #talks(line) {
    let heard = "";
    let to = [];
    let inLetter = false;
    line.setEncoding("latin1");
    line.on("error", () => {});
    line.write("220 mail.test ESMTP\r\n");
    line.on("data", (part) => {
      heard += part;
      for (;;) {
        const end = heard.indexOf(inLetter ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const said = heard.slice(0, end);
        heard = heard.slice(end + (inLetter ? 5 : 2));
        if (inLetter) {
          this.letters.push({ to, text: unquoted(said) });
          inLetter = false;
          line.write("250 kept\r\n");
        } else if (/^MAIL/i.test(said)) {
          to = [];
          line.write("250 ok\r\n");
        } else if (/^RCPT/i.test(said)) {
          to.push(/<(.*)>/.exec(said)[1]);
          line.write("250 ok\r\n");
        } else if (/^DATA/i.test(said)) {
          inLetter = true;
          line.write("354 go on\r\n");
        } else if (/^QUIT/i.test(said)) {
          line.end("221 bye\r\n");
        } else {
          line.write(/^(EHLO|HELO)/i.test(said) ? "250 mail.test\r\n" : "502 not here\r\n");
        }
      }
    });
  }

  // The first letter to that address about that, once it has come.
  async letter(to, about, withinMs = 20_000) {
    const late = Date.now() + withinMs;
    for (;;) {
      const found = this.letters.find((one) => one.to.includes(to) && about.test(one.text));
      if (found) return found;
      if (Date.now() > late) throw new Error(`no letter to ${to} about ${about} among:\n${this.letters.map((one) => `${one.to}: ${/Subject: .*/.exec(one.text)}`).join("\n")}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async closes() {
    await new Promise((done) => this.server.close(done));
  }
}
