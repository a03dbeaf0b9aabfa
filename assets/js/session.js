// Warns before the session ends and keeps the draft.
//
//   <body data-session-seconds="1800" data-session-extend="/session/extend">
//
// Five minutes before the end: drafts are saved and a dialog asks. POST extend answers {"seconds": 1800}.
import { saveEverything } from "./autosave.js";
import { csrfToken, make, post } from "./dom.js";

const kWarning = 300;

export function startSession() {
  const seconds = Number(document.body.dataset.sessionSeconds || 0);
  const extend = document.body.dataset.sessionExtend;
  if (!seconds || !extend || typeof HTMLDialogElement === "undefined") return;
  let endsAt = Date.now() + seconds * 1000;
  let dialog = null;
  let text = null;

  function close() {
    if (dialog) dialog.close();
  }

  async function stay() {
    const answer = await post(extend, { csrf_token: csrfToken() });
    if (answer.status === 200) {
      endsAt = Date.now() + Number(answer.body.seconds || seconds) * 1000;
      close();
    } else {
      leave();
    }
  }

  function leave() {
    window.location.assign("/sign-in?ended=1");
  }

  function open() {
    if (!dialog) {
      text = make("p", { class: "govuk-body" });
      const staying = make("button", { type: "button", class: "govuk-button" }, "Stay signed in");
      staying.addEventListener("click", stay);
      dialog = make("dialog", { class: "app-dialog", "aria-labelledby": "session-title" },
                    make("h2", { class: "govuk-heading-m", id: "session-title" }, "You will be signed out soon"), text,
                    make("div", { class: "app-dialog__buttons" }, staying));
      dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
      document.body.append(dialog);
    }
    if (!dialog.open) {
      saveEverything();
      dialog.showModal();
    }
  }

  // Clocks of sleeping machines jump, so the time left is read from the clock each time, never counted.
  setInterval(() => {
    const left = Math.round((endsAt - Date.now()) / 1000);
    if (left <= 0) return leave();
    if (left <= kWarning) {
      open();
      const minutes = Math.ceil(left / 60);
      const told = `For your security, you will be signed out in ${minutes} ${minutes === 1 ? "minute" : "minutes"}. ` +
                   "Drafts of audits are saved.";
      if (text.textContent !== told) text.textContent = told;
    }
  }, 5000);
}
