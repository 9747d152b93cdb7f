/**
 * Forms that htmx sends from within a page: what cannot be sent is said beside them (<c-unsent />) and stays as it was
 * typed; whoever answers by keyboard goes on from the answer.
 */

const PLACE = "[data-panel], form";

/** The line beside the form that asked; requests that write nothing, as polls do, have none. */
function lineOf({ elt, requestConfig }) {
  return requestConfig?.verb === "post" ? (elt.closest(PLACE)?.querySelector("[data-unsent]") ?? null) : null;
}

/** Empty first: a screen reader says the same words once more only if they have changed. */
function say(line, text) {
  line.textContent = "";
  line.textContent = text;
  line.scrollIntoView({ block: "nearest" });
}

function fails(detail, name) {
  const line = lineOf(detail);
  if (!line) return;
  const box = detail.requestConfig.elt;
  const isTyped = box.matches("[data-autosave]");
  if (isTyped) {
    box.textContent = "";
    box.dataset.waiting = "";
  }
  say(line, line.dataset[isTyped ? `${name}Typed` : name] ?? line.dataset[name]);
}

/** Somebody who is signed out is led to another address: its page does not belong into a panel. */
function endsElsewhere({ xhr, requestConfig }) {
  return xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location.href).pathname;
}

function beforeSwap({ detail }) {
  const line = lineOf(detail);
  if (!line) return;
  if (endsElsewhere(detail)) {
    detail.shouldSwap = false;
    fails(detail, "signedOut");
  } else if (detail.shouldSwap) {
    line.textContent = "";
    delete detail.requestConfig.elt.dataset.waiting;
  }
}

/** What was typed meanwhile goes by itself once the phone is back on the net. */
function sendWaiting() {
  for (const box of document.querySelectorAll("[data-autosave][data-waiting]")) {
    window.htmx.trigger(box.closest("form"), "input");
  }
}

/** A pressed control goes with its panel. The same question: on with what is chosen now; another one: its heading. */
function keepFocus({ detail }) {
  const panel = detail.elt;
  const before = detail.requestConfig?.elt.closest("[data-panel]");
  if (!before || !panel.matches("[data-panel]") || document.activeElement !== document.body) return;
  const [heading, old] = [panel, before].map((one) => one.querySelector("h2"));
  const chosen = heading.textContent === old.textContent && panel.querySelector("[aria-pressed=true]");
  if (!chosen) heading.tabIndex = -1;
  (chosen || heading).focus();
}

export function register() {
  document.addEventListener("htmx:sendError", ({ detail }) => fails(detail, "noLine"));
  document.addEventListener("htmx:timeout", ({ detail }) => fails(detail, "noLine"));
  document.addEventListener("htmx:responseError", ({ detail }) => fails(detail, "refused"));
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterSettle", keepFocus);
  window.addEventListener("online", sendWaiting);
}
