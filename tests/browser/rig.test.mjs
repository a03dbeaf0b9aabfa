// The checks that every page must pass, on small pages that do not: a check that lets everything through proves nothing.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openBrowser, Person } from "./rig.mjs";

const page = (body, { title = "Audits – Council", head = "" } = {}) =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1">` +
  `${head}</head><body><main>${body}</main></body></html>`;

const pages = {
  "/health": "ok",
  "/good": page("<h1>Audits</h1><p>Nothing to do today.</p>"),
  "/unlabelled": page("<h1>Audits</h1><input name=\"child\">"),
  "/inline": page("<h1>Audits</h1><script>document.title = 'x'</script>"),
  "/throws": page("<h1>Audits</h1><script src=\"/throws.js\"></script>"),
  "/throws.js": "throw new Error('broken')",
  "/wide": page("<h1>Audits</h1><div style-free><pre>" + "wide ".repeat(100) + "</pre></div>"),
  "/cut": page('<h1>Audits</h1><div><p>' + "long".repeat(100) + "</p></div>", { head: '<link rel="stylesheet" href="/cut.css">' }),
  "/cut.css": "div { overflow: hidden }",
  "/untitled": page("<h1>Audits</h1>", { title: "Council" }),
  "/two": page("<h1>Audits</h1><h1>More</h1>"),
  "/long": page("<h1>Audits</h1>" + "<p>text</p>".repeat(10_000)),
  "/radio": page('<h1>Audits</h1><fieldset><legend>Held?</legend><label><input type="radio" name="a" aria-expanded="false"> Yes</label></fieldset>'),
};

let server;
let browser;
before(async () => {
  server = createServer((request, response) => {
    const body = pages[request.url];
    response.writeHead(body ? 200 : request.url === "/broken" ? 500 : 404, {
      "content-type": request.url.endsWith(".js") ? "text/javascript" : request.url.endsWith(".css") ? "text/css" : "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'",
    });
    response.end(body ?? page("<h1>Audits</h1>"));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
});

const visit = async (path) => {
  const person = await Person.sitsDown(browser, { url: `http://127.0.0.1:${server.address().port}` }, "a tester");
  try {
    await person.goes(path);
    // What a page complains about a moment later counts on the next look.
    await person.page.waitForTimeout(50);
    await person.leaves();
  } finally {
    await person.context.close();
  }
};

test("a good page passes", () => visit("/good"));
test("the design system's conditional radio passes", () => visit("/radio"));
test("a field without a label is found", () => assert.rejects(visit("/unlabelled"), /label/));
test("a script against the policy is found", () => assert.rejects(visit("/inline"), /[Cc]ontent [Ss]ecurity [Pp]olicy/));
test("a script that throws is found", () => assert.rejects(visit("/throws"), /broken/));
test("a page too wide for a phone is found", () => assert.rejects(visit("/wide"), /pixels/));
test("a text that a phone cuts off is found", () => assert.rejects(visit("/cut"), /cut off on a phone[^]*longlong/));
test("a title that does not repeat the heading is found", () => assert.rejects(visit("/untitled"), /title/));
test("two headings are found", () => assert.rejects(visit("/two"), /2 h1/));
test("a heavy page is found", () => assert.rejects(visit("/long"), /bytes of HTML/));
test("a missing page is found", () => assert.rejects(visit("/nowhere"), /404/));
test("a broken page is found", () => assert.rejects(visit("/broken"), /500/));
