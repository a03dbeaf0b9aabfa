// A second press of a button does nothing twice. The server refuses repeats as well; this spares people the page about it.
export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    // Downloads answer without leaving the page, so the guard lets go after a while.
    form.dataset.sending = "yes";
    setTimeout(() => { delete form.dataset.sending; }, 5000);
  });
  // A page that comes back from the browser's memory must work again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });
}
