/** What every page needs: selects that send their form, focus on problems, menus that close. */

function sendOnChange(event) {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
}

function focusProblems(root) {
  root.querySelector("[data-focus-first]")?.focus();
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function closeMenuByEscape(event) {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

/**
 * What is lost has the focus, not the button that loses it: a key that is held must not press both. It has it at once:
 * a browser tells that a menu is open only later, when the next key may have moved the focus already.
 */
function openMenu(event) {
  const menu = event.target.closest?.("details[data-menu] > summary")?.parentElement;
  const first = menu?.querySelector("[data-menu-focus]");
  if (!first || menu.open) return;
  event.preventDefault();
  menu.open = true;
  first.focus();
}

export function register() {
  document.documentElement.classList.add("scripted");
  document.addEventListener("change", sendOnChange);
  document.addEventListener("click", closeMenus);
  document.addEventListener("click", openMenu);
  document.addEventListener("keydown", closeMenuByEscape);
  document.addEventListener("htmx:afterSettle", (event) => focusProblems(event.target));
  focusProblems(document);
}
