// Drafts save by themselves (AUDIT-11).
//
//   <form data-autosave="/audits/ID/sections/KEY/draft">
//     <input type="hidden" name="version" value="7"> … <p class="app-saved" data-autosave-status role="status"></p>
//
// The form's fields go to that address a moment after the last change. "Saved" is only ever the server's word:
//   200 {"message": "Saved 6:42pm", "version": "8"}   the next save builds on that version
//   409 {"message": …}                                somebody else saved: nothing is overwritten; the form's own button,
//                                                     which sends what was typed, shows both texts
//   401, 403                                          signed out: says so and stops; what was typed stays in the form
//   422 {"message": …}                                the server's sentence is shown; the next change tries again
//   anything else                                     "Not saved yet", tried again after 5, 10, 20 … 60 seconds
import { make, post } from "./dom.js";

const kPause = 1500;
const kFirstRetry = 5000;
const kLastRetry = 60000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.timer = 0;
    this.retry = kFirstRetry;
    this.saving = null;
    this.stopped = false;
    this.sent = this.fields();
    form.addEventListener("input", () => this.later(kPause));
    form.addEventListener("change", () => this.later(300));
    form.addEventListener("submit", () => {
      this.stop();
      this.sent = this.fields();
    });
    // Whatever the server has not got is asked about before the page goes.
    window.addEventListener("beforeunload", (event) => {
      if (!this.changed()) return;
      this.save({ keepalive: true });
      event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.changed()) this.save({ keepalive: true });
    });
  }

  // All fields but the token and the version, to see whether anything was typed since the last answer.
  fields() {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrf_token" && name !== "version") values.append(name, value);
    }
    return values.toString();
  }

  changed() { return this.fields() !== this.sent; }

  later(milliseconds) {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // One save at a time, so that each builds on the version the one before was given.
  async save(options = {}) {
    if (this.stopped || this.saving) return this.saving;
    const sending = this.fields();
    if (sending === this.sent) return null;
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") values.append(name, value);
    this.say("Saving…");
    this.saving = post(this.form.dataset.autosave, values, options).then((answer) => this.answered(answer, sending));
    await this.saving;
    this.saving = null;
    if (!this.stopped && this.changed() && this.retry === kFirstRetry) this.later(kPause);
    return null;
  }

  answered({ status, body }, sending) {
    if (status === 200) {
      this.sent = sending;
      this.retry = kFirstRetry;
      const version = this.form.querySelector('input[name="version"]');
      if (version && body.version !== undefined) version.value = body.version;
      this.say(body.message || "Saved");
    } else if (status === 409) {
      this.stop();
      this.problem(`${body.message || "Somebody else saved this section."} Your text is still here: save it to see both side by side.`);
    } else if (status === 401 || status === 403) {
      this.stop();
      this.problem("You have been signed out, so this is not saved. Copy your last changes, then sign in again.", "/sign-in",
                   "Sign in");
    } else if (status === 422) {
      this.sent = sending;
      this.problem(body.message || "This is not saved yet. Save it to see what to change.");
    } else {
      this.problem(`Not saved yet. Trying again in ${this.retry / 1000} seconds.`);
      this.later(this.retry);
      this.retry = Math.min(this.retry * 2, kLastRetry);
    }
  }

  say(text) {
    if (!this.status) return;
    this.status.classList.remove("app-saved--problem");
    this.status.textContent = text;
  }

  problem(text, url, label) {
    if (!this.status) return;
    this.status.classList.add("app-saved--problem");
    this.status.textContent = text;
    if (url && url.startsWith("/")) this.status.append(" ", make("a", { class: "govuk-link", href: url }, label));
  }
}

const running = [];

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) running.push(new Autosave(form));
}

// Before the session ends: whatever was typed goes to the server.
export function saveEverything() {
  return Promise.all(running.map((autosave) => autosave.save()));
}
