// On a phone the filter folds away behind one button; the style sheet hides it, this opens it.
export function startFilters() {
  for (const filter of document.querySelectorAll(".app-filter")) {
    const toggle = filter.querySelector(".app-filter__toggle");
    if (!toggle) continue;
    const show = toggle.textContent.trim();
    toggle.addEventListener("click", () => {
      const open = filter.classList.toggle("app-filter--open");
      toggle.setAttribute("aria-expanded", String(open));
      toggle.textContent = open ? "Hide filters" : show;
    });
  }
}
