/** A drawer: a <dialog data-drawer> that htmx brings is opened at once; closing gives the focus back to its opener. */

function open(event) {
  const dialog = event.target.querySelector?.("dialog[data-drawer]");
  if (!dialog || dialog.open) return;
  const opener = event.detail.requestConfig?.elt;
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
  });
  dialog.showModal();
}

export function register() {
  document.addEventListener("htmx:afterSettle", open);
}
