// What every browser test needs: Debian's Chromium, one window a person, and the checks that each page seen must pass.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../support/plumbline.mjs";

const fromAssets = createRequire(join(root, "assets", "package.json"));
const { chromium } = fromAssets("playwright-core");
const axeSource = readFileSync(fromAssets.resolve("axe-core/axe.min.js"), "utf8");

const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

export async function openBrowser() {
  const executablePath = browsers.find((path) => existsSync(path));
  assert.ok(executablePath, "no Chromium here: script/bootstrap installs chromium-headless-shell");
  // Chromium refuses its own sandbox to root, as in a container; the pages are our own.
  const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, headless: true, args });
}

// axe reports aria-expanded on a radio that reveals a field: the design system's known choice. Nothing else is let through.
function isKnownChoice(violation, node) {
  return violation.id === "aria-allowed-attr" && /<input[^>]*type="radio"[^>]*aria-expanded/.test(node.html);
}

// Runs in the page: texts that end beyond the window, or beyond an element that cuts off what does not fit. What scrolls
// (but no card: nobody would look for more beside it), and what only screen readers are told, is left out.
function textCutOff() {
  const edges = new Map([[document.documentElement, window.innerWidth]]);
  const edgeOf = (element) => {
    if (!edges.has(element)) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const scrolls = ["auto", "scroll"].includes(style.overflowX);
      const cards = element.querySelector(":scope > .app-table--cards") !== null;
      const open = (scrolls && !cards) || style.clipPath !== "none" || style.clip !== "auto" || box.width <= 1;
      const cuts = scrolls || ["hidden", "clip"].includes(style.overflowX) ? box.right : Infinity;
      edges.set(element, open ? Infinity : Math.min(cuts, edgeOf(element.parentElement)));
    }
    return edges.get(element);
  };
  const cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (text) =>
    text.data.trim() && !text.parentElement.closest("script, style, noscript, select, svg") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const right = Math.max(...[...range.getClientRects()].filter((box) => box.width > 0).map((box) => box.right), 0);
    if (right > edgeOf(texts.currentNode.parentElement) + 1) cut.push(texts.currentNode.data.trim().slice(0, 60));
  }
  return cut;
}

// One person at a browser of their own. `complaints` gathers what went wrong unseen: script errors, refused resources, CSP.
export class Person {
  static async sitsDown(browser, server, name, { width = 1280, javaScript = true } = {}) {
    const context = await browser.newContext({
      baseURL: server.url, viewport: { width, height: 900 }, javaScriptEnabled: javaScript, locale: "en-GB",
      timezoneId: "Europe/London",
    });
    context.setDefaultTimeout(10_000);
    const person = new Person();
    person.name = name;
    person.server = server;
    person.context = context;
    person.javaScript = javaScript;
    person.complaints = [];
    person.seen = new Set();
    person.page = await context.newPage();
    const complain = (text) => person.complaints.push(`${name} at ${person.path}: ${text}`);
    person.page.on("pageerror", (error) => complain(`script error: ${error.message}`));
    person.page.on("console", (message) => {
      if (message.type() === "error" && !/status of 4(0[0-9]|22)/.test(message.text())) complain(message.text());
    });
    person.page.on("response", (answer) => {
      if (answer.status() >= 500) complain(`${answer.status()} from ${new URL(answer.url()).pathname}`);
    });
    if (javaScript) {
      await context.exposeBinding("plumblineViolation", (_source, text) => complain(`content security policy: ${text}`));
      await context.addInitScript(() =>
        document.addEventListener("securitypolicyviolation", (event) =>
          window.plumblineViolation(`${event.violatedDirective} ${event.blockedURI}`)));
    }
    return person;
  }

  get path() {
    const { pathname, search } = new URL(this.page.url() === "about:blank" ? this.server.url : this.page.url());
    return pathname + search;
  }

  async goes(path) {
    const answer = await this.page.goto(path);
    assert.ok(answer.status() < 400, `${this.name}: ${path} answered ${answer.status()}`);
    await this.looks();
    return answer;
  }

  // Follows a link, or presses a button, by the words on it, and looks at where that leads.
  async follows(words, { exact = false } = {}) {
    await this.#clicks("link", words, exact);
  }

  async presses(words, { exact = false } = {}) {
    await this.#clicks("button", words, exact);
  }

  async #clicks(role, words, exact) {
    const there = this.page.getByRole(role, { name: words, exact }).first();
    await there.click().catch(async (error) => assert.fail(`${error.message}\n${await this.#found(`the ${role} ${words}`)}`));
    await this.page.waitForLoadState();
    await this.looks();
  }

  // Gets to a link by the keyboard alone, from the top of the page, and follows it with Enter.
  async tabsTo(words) {
    const { page } = this;
    await page.evaluate(() => document.activeElement?.blur());
    for (let pressed = 0; pressed < 150; ++pressed) {
      await page.keyboard.press("Tab");
      const there = await page.evaluate(() => document.activeElement?.innerText?.trim() ?? "");
      if (there !== words) continue;
      const before = page.url();
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.href !== before);
      return this.looks();
    }
    return assert.fail(await this.#found(`${words}, by the keyboard alone`));
  }

  async #found(wanted) {
    const body = (await this.page.locator("main").innerText().catch(() => "")).slice(0, 2000);
    return `${this.name} at ${this.path} looks for ${wanted} and reads:\n${body}`;
  }

  async fills(label, text) {
    await this.page.getByLabel(label).first().fill(text);
  }

  // A date of three boxes, named field, field-month and field-year.
  async fillsDate(field, date) {
    const [year, month, day] = date.toISOString().slice(0, 10).split("-").map(Number);
    for (const [name, value] of [[field, day], [`${field}-month`, month], [`${field}-year`, year]]) {
      await this.page.locator(`input[name="${name}"]`).fill(String(value));
    }
  }

  async chooses(label) {
    await this.page.getByLabel(label).first().check();
  }

  async reads(text) {
    const found = this.page.getByText(text).first();
    await found.waitFor({ state: "visible" }).catch(async () => assert.fail(await this.#found(text)));
  }

  // What holds on every page: axe, one h1 that the title repeats, a small document, nothing wider than the window.
  async looks() {
    const { page } = this;
    const at = `${this.name} at ${this.path}`;
    assert.deepEqual(this.complaints, []);
    const html = await page.content();
    assert.ok(Buffer.byteLength(html) < 100_000, `${at}: ${Buffer.byteLength(html)} bytes of HTML`);
    const headings = await page.locator("h1").allInnerTexts();
    assert.equal(headings.length, 1, `${at}: ${headings.length} h1`);
    const title = await page.title();
    const heading = headings[0].split("\n")[0].trim();
    assert.ok(title.replace(/^Error: /, "").startsWith(heading), `${at}: title "${title}", heading "${heading}"`);
    const key = this.path.replace(/[0-9a-f-]{36}/g, ":id").replace(/\?.*/, "") + (title.startsWith("Error: ") ? " error" : "");
    if (!this.javaScript || this.seen.has(key)) return;
    this.seen.add(key);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${at}: ${wide} pixels wider than the window`);
    await this.#passesAxe(at);
    await page.setViewportSize({ width: 390, height: 844 });
    const narrow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(narrow <= 0, `${at}: ${narrow} pixels too wide for a phone`);
    const cut = await page.evaluate(textCutOff);
    assert.deepEqual(cut, [], `${at}: cut off on a phone:\n  ${cut.join("\n  ")}`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  async #passesAxe(at) {
    await this.page.evaluate(axeSource);
    const outcome = await this.page.evaluate(() =>
      window.axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
    const found = outcome.violations.flatMap((violation) =>
      violation.nodes.filter((node) => !isKnownChoice(violation, node))
        .map((node) => `${violation.id}: ${violation.help}\n    ${node.html}`));
    assert.deepEqual(found, [], `${at}: axe found\n  ${found.join("\n  ")}`);
  }

  async signsIn(account) {
    await this.goes("/sign-in");
    await this.fills("Email address", account.email);
    await this.fills("Password", account.password);
    await this.presses("Sign in", { exact: true });
    assert.ok(!this.path.startsWith("/sign-in"), `${this.name} is still at ${this.path}`);
  }

  async leaves() {
    assert.deepEqual(this.complaints, []);
    await this.context.close();
  }
}
