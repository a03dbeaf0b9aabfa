// Warns before the session ends and keeps the draft.
//
//   <body data-session-seconds="1800" data-session-extend="/session/extend">
//
// Five minutes before the end: drafts are saved and a dialog asks. POST extend answers {"seconds": 1800}. A session is the
// browser's, not the tab's: whatever tab asks the server for something, all of them learn that it goes on.
import { saveEverything } from "./autosave.js";
import { csrfToken, make, post } from "./dom.js";

const kWarning = 300;
const kEnds = "plumbline-session-ends";

// When the session ends as far as any tab knows. A browser may keep no storage; then each tab knows its own part.
function told() {
  try {
    return Number(localStorage.getItem(kEnds)) || 0;
  } catch {
    return 0;
  }
}
function tell(endsAt) {
  try {
    localStorage.setItem(kEnds, String(endsAt));
  } catch {
    // Nothing to do: see told().
  }
}

export function startSession() {
  const seconds = Number(document.body.dataset.sessionSeconds || 0);
  const extend = document.body.dataset.sessionExtend;
  if (!seconds || !extend || typeof HTMLDialogElement === "undefined") return;
  const longest = seconds * 1000;
  let endsAt = 0;
  let dialog = null;
  let text = null;

  function lastsFor(some) {
    endsAt = Date.now() + some * 1000;
    tell(endsAt);
  }
  lastsFor(seconds);
  // Saving a draft keeps the session awake as any other request does.
  document.addEventListener("plumbline:answered", () => lastsFor(seconds));

  function close() {
    if (dialog && dialog.open) dialog.close();
  }

  async function stay() {
    const answer = await post(extend, { csrf_token: csrfToken() });
    if (answer.status === 200) {
      lastsFor(Number(answer.body.seconds || seconds));
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
    // No tab can know of an end further off than one that begins now: such a note is from before the clock was set.
    const elsewhere = told();
    if (elsewhere > endsAt && elsewhere <= Date.now() + longest) endsAt = elsewhere;
    const left = Math.round((endsAt - Date.now()) / 1000);
    if (left <= 0) return leave();
    if (left > kWarning) return close();
    open();
    const minutes = Math.ceil(left / 60);
    const words = `For your security, you will be signed out in ${minutes} ${minutes === 1 ? "minute" : "minutes"}. ` +
                  "Drafts of audits are saved.";
    if (text.textContent !== words) text.textContent = words;
  }, 5000);
}
