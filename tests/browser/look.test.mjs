// How the pages look and behave in a real browser: every component, the pages that everyone sees, and the scripts' promises.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";
import { openBrowser, Person } from "./rig.mjs";

const data = join(temporaryFolder("look"), "data");
const account = { email: "admin@council.example", password: "seven green bottles on a wall" };
let server;
let browser;

before(async () => {
  must(["--data", data, "council", "add", "testshire", "--framework", "lancashire"]);
  must(["--data", data, "user", "add", account.email, "--name", "Ash Admin", "--role", "administrator:council", "--password-stdin"],
    { input: account.password + "\n" });
  server = await serve(data, { args: ["--dev"] });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("every component passes axe and the content security policy, at both widths", async () => {
  const person = await Person.sitsDown(browser, server, "a visitor");
  await person.goes("/dev/components");
  await person.goes("/dev/components?errors=yes");
  await person.leaves();
});

test("the pages that everyone sees pass as well", async () => {
  const person = await Person.sitsDown(browser, server, "a visitor");
  for (const path of ["/sign-in", "/sign-in?ended=1", "/signed-out", "/accessibility", "/privacy", "/cookies"]) await person.goes(path);
  for (const path of ["/no-such-page", "/assets/no-such-file.css"]) {
    const answer = await person.page.goto(path);
    assert.equal(answer.status(), 404);
    await person.looks();
  }
  await person.leaves();
});

test("a wrong password is explained in place, and the summary takes the focus", async () => {
  const person = await Person.sitsDown(browser, server, "Ash");
  await person.goes("/sign-in");
  await person.fills("Email address", account.email);
  await person.fills("Password", "something else entirely");
  await person.presses("Sign in", { exact: true });
  await person.reads("Check your email address and password");
  assert.equal(await person.page.evaluate(() => document.activeElement.className), "govuk-error-summary");
  assert.equal(await person.page.getByLabel("Email address").inputValue(), account.email);
  assert.equal(await person.page.locator("#password").inputValue(), "");
  await person.leaves();
});

test("signing in leads to the page asked for, and signing out closes it again", async () => {
  for (const javaScript of [true, false]) {
    const person = await Person.sitsDown(browser, server, "Ash", { javaScript });
    await person.page.goto("/help");
    assert.match(person.path, /^\/sign-in\?next=/);
    await person.fills("Email address", account.email);
    await person.fills("Password", account.password);
    await person.presses("Sign in", { exact: true });
    assert.equal(person.path, "/help");
    await person.goes("/");
    await person.presses("Sign out");
    await person.reads("You have signed out");
    await person.page.goto("/help");
    assert.match(person.path, /^\/sign-in/);
    await person.leaves();
  }
});

test("a draft is called saved only when the server said so", async () => {
  const person = await Person.sitsDown(browser, server, "an auditor");
  const { page } = person;
  await person.goes("/dev/components");
  const status = page.locator("[data-autosave-status]");
  const answers = [
    { status: 200, json: { message: "Saved 6:43pm", version: "2" } },
    { status: 409, json: { message: "Ben Carter saved this section meanwhile." } },
  ];
  const sent = [];
  let reached = true;
  await page.route("**/dev/components/draft", (route) => {
    if (!reached) return route.abort();
    sent.push(new URLSearchParams(route.request().postData()).get("version"));
    const answer = answers.shift();
    return route.fulfill({ status: answer.status, contentType: "application/json", body: JSON.stringify(answer.json) });
  });

  await page.fill("#evidence", "The plan names who does what.");
  await page.getByText("Saved 6:43pm").waitFor();
  assert.equal(await page.inputValue('input[name="version"]'), "2");

  reached = false;
  await page.fill("#evidence", "The plan names who does what, and by when.");
  await page.getByText("Not saved yet").waitFor();
  assert.ok(await status.evaluate((line) => line.classList.contains("app-saved--problem")));

  reached = true;
  await page.fill("#evidence", "The plan names who does what, and by when. It was reviewed.");
  await page.getByText("Ben Carter saved this section meanwhile.").waitFor();
  assert.equal(await page.inputValue("#evidence"), "The plan names who does what, and by when. It was reviewed.");
  assert.deepEqual(sent, ["1", "2"]);
  person.complaints.length = 0; // the browser's own lines about the refused and the aborted request
  await person.context.close();
});

test("advice comes when typing pauses, and goes for good when it is dismissed", async () => {
  const person = await Person.sitsDown(browser, server, "an auditor");
  const { page } = person;
  await person.goes("/dev/components");
  let dismissed = "";
  await page.route("**/dev/components/help", (route) => {
    const values = new URLSearchParams(route.request().postData());
    if (values.get("dismiss")) {
      dismissed = values.get("dismiss");
      return route.fulfill({ status: 200, contentType: "application/json", body: "{}" });
    }
    const hints = [{ rule: "names", title: "This looks like a <b>name</b>", text: "Write the identifier instead.", offer: "Child 104882" }];
    return route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify({ hints }) });
  });
  await page.fill("#evidence", "Ahmed was seen alone.");
  await page.getByText("This looks like a <b>name</b>").waitFor();
  await page.getByRole("button", { name: "Do not show this advice again" }).click();
  await page.getByText("This looks like a <b>name</b>").waitFor({ state: "detached" });
  assert.equal(dismissed, "names");
  await person.leaves();
});

test("on a phone the filter and the menu open by their buttons; without scripts both are open", async () => {
  const person = await Person.sitsDown(browser, server, "a visitor", { width: 390 });
  await person.page.goto("/dev/components");
  const field = person.page.getByLabel("Reference or child’s identifier");
  assert.ok(!(await field.isVisible()));
  await person.page.getByRole("button", { name: "Show filters" }).click();
  assert.ok(await field.isVisible());
  await person.leaves();

  const plain = await Person.sitsDown(browser, server, "a visitor without scripts", { width: 390, javaScript: false });
  await plain.page.goto("/dev/components");
  assert.ok(await plain.page.getByLabel("Reference or child’s identifier").isVisible());
  await plain.leaves();
});

test("a second press of a button sends nothing twice", async () => {
  const person = await Person.sitsDown(browser, server, "Ash");
  const { page } = person;
  await person.goes("/sign-in");
  let posts = 0;
  page.on("request", (request) => { if (request.method() === "POST") ++posts; });
  await page.fill("#email", account.email);
  await page.fill("#password", account.password);
  await page.evaluate(() => {
    const button = document.querySelector('main button[type="submit"]');
    button.click();
    button.click();
  });
  await page.waitForURL((url) => url.pathname === "/");
  assert.equal(posts, 1);
  await person.leaves();
});

test("the session warns before it ends, and staying keeps it", async () => {
  const person = await Person.sitsDown(browser, server, "Ash");
  const { page } = person;
  await person.signsIn(account);
  await page.clock.install();
  await page.goto("/help");
  await page.clock.runFor(24 * 60_000);
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.clock.runFor(2 * 60_000);
  await page.getByRole("dialog", { name: "You will be signed out soon" }).waitFor();
  await page.getByText("in 4 minutes").waitFor();
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.clock.runFor(10 * 60_000);
  assert.equal(await page.getByRole("dialog").count(), 0);
  await person.leaves();
});

// Found while reading: half an hour after it was opened a page left for the sign-in page, whatever was done in another
// tab, and took along what was typed in it.
test("a page that rests does not end the session that another tab uses", async () => {
  const person = await Person.sitsDown(browser, server, "Ash");
  const { page } = person;
  await person.signsIn(account);
  await page.clock.install();
  await page.goto("/help");
  await page.clock.runFor(26 * 60_000);
  await page.getByRole("dialog", { name: "You will be signed out soon" }).waitFor();
  const other = await page.context().newPage();
  await other.goto("/help");
  await page.clock.runFor(10_000);
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.clock.runFor(10 * 60_000);
  assert.equal(new URL(page.url()).pathname, "/help");
  await person.leaves();
});
