// Advice on the writing when typing pauses (AUDIT-10). The rules run on the council's own server; nothing goes elsewhere.
//
//   <textarea data-writing-help="/audits/ID/help" data-field="evidence"></textarea><ul class="app-hints" data-hints></ul>
//
// Sends text, field and csrf_token; answers {"hints": [{"rule": "blame", "title": …, "text": …, "offer": …}]}. "Do not show this
// again" sends dismiss=<rule> to the same address.
import { csrfToken, make, post } from "./dom.js";

const kPause = 2000;

function item(field, list, hint) {
  const entry = make("li", { class: "app-hints__item" }, make("p", { class: "app-hints__rule" }, hint.title || ""));
  if (hint.text) entry.append(make("p", {}, hint.text));
  if (hint.offer) entry.append(make("p", {}, `You could write: “${hint.offer}”`));
  const dismiss = make("button", { type: "button", class: "app-link-button" }, "Do not show this advice again");
  dismiss.addEventListener("click", async () => {
    const answer = await post(field.dataset.writingHelp, { csrf_token: csrfToken(), dismiss: hint.rule });
    if (answer.status === 200 || answer.status === 204) {
      entry.remove();
      field.focus();
    }
  });
  entry.append(dismiss);
  return entry;
}

export function startWritingHelp() {
  for (const field of document.querySelectorAll("textarea[data-writing-help]")) {
    const list = field.closest(".govuk-form-group")?.querySelector("[data-hints]");
    if (!list) continue;
    list.setAttribute("aria-live", "polite");
    let timer = 0;
    let asked = field.value;
    const ask = async () => {
      const text = field.value;
      if (text === asked) return;
      asked = text;
      const values = { csrf_token: csrfToken(), field: field.dataset.field || field.name, text };
      const answer = await post(field.dataset.writingHelp, values);
      if (answer.status !== 200 || field.value !== text) return;
      list.replaceChildren(...(answer.body.hints || []).map((hint) => item(field, list, hint)));
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, kPause);
    });
  }
}
