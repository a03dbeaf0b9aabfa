import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { chromium } = createRequire(new URL("../assets/package.json", import.meta.url))("playwright-core");

const options = { base: "http://127.0.0.1:8080", out: "build/screenshots", session: "", signIn: "", noJs: false };
const paths = [];
const given = process.argv.slice(2);
while (given.length) {
  const word = given.shift();
  if (word === "--base") options.base = given.shift();
  else if (word === "--out") options.out = given.shift();
  else if (word === "--session") options.session = given.shift();
  else if (word === "--sign-in") options.signIn = given.shift();
  else if (word === "--no-js") options.noJs = true;
  else paths.push(word);
}
if (!paths.length) {
  console.error("usage: script/screenshot [--sign-in USER:PASSWORD] [--session TOKEN] [--base URL] [--out DIR] PATH…");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
});
mkdirSync(options.out, { recursive: true });
let wrong = 0;
for (const width of [1280, 390]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: !options.noJs });
  // Chromium takes loopback as a safe place for Secure cookies, as the session's is.
  if (options.session) {
    await context.addCookies([{ name: "__Host-plumbline", value: options.session, url: options.base.replace(/^http:/, "https:"), secure: true }]);
  }
  const page = await context.newPage();
  if (options.signIn) {
    const [user, ...rest] = options.signIn.split(":");
    await page.goto(options.base + "/sign-in");
    await page.fill('[name="email"]', user);
    await page.fill('[name="password"]', rest.join(":"));
    await page.click('main button[type="submit"]');
  }
  const troubles = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) troubles.push(message.text()); });
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("requestfailed", (request) => troubles.push(`failed: ${request.url()}`));
  for (const path of paths) {
    troubles.length = 0;
    const url = /^[a-z]+:/.test(path) ? path : options.base + path;
    const response = await page.goto(url, { waitUntil: "load" });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 0) troubles.push(`the page is ${wider} pixels wider than the window`);
    const name = (path.replace(/^[a-z]+:\/+/, "").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "") || "home") + `-${width}.png`;
    await page.screenshot({ path: join(options.out, name), fullPage: true });
    console.log(`${response ? response.status() : "file"} ${width} ${path} -> ${join(options.out, name)}`);
    for (const trouble of troubles) console.log(`    ${trouble}`);
    wrong += troubles.length;
  }
  await context.close();
}
await browser.close();
process.exit(wrong ? 1 : 0);
