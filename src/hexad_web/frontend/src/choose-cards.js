/** Choosing among times: a press anywhere on a card picks its first answer, unless it met a control of its own. */

const CONTROLS = "a,button,input,label,summary,select,textarea";

export function register(Alpine) {
  Alpine.data("chooseCards", () => ({
    pick(event) {
      const card = event.target.closest("[data-choice-card]");
      if (!card || event.target.closest(CONTROLS)) return;
      const first = card.querySelector("input[type=radio]");
      first.checked = true;
      first.focus();
      first.dispatchEvent(new Event("change", { bubbles: true }));
    },
  }));
}
