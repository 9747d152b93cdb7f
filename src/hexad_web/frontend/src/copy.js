/** A button that copies what stands in a field: <button data-copy="id of the field" data-copied="words for it">. */

async function copy(event) {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select(); // what was copied is seen, and can be copied by hand where the browser does not let a page do so
  if (!(await written(field.value))) return;
  const said = button.querySelector("[role=status]") ?? button.appendChild(status());
  said.textContent = button.dataset.copied;
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

function status() {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "copy-said";
  return said;
}

export function register() {
  document.addEventListener("click", copy);
}
