/**
 * Moving a person between group cards by drag: an extra beside the button Move, which does the same by keyboard.
 * The wrapper holds [data-group] cards with draggable [data-person] names and one form [data-move-form] with the inputs
 * "person" and "group"; a drop fills and sends that form, as the button's own form would.
 */

const TYPING = "input:not([type=radio],[type=checkbox]),textarea,[contenteditable]";

class Board {
  constructor(root) {
    this.root = root;
    root.addEventListener("dragstart", (event) => this.lift(event));
    root.addEventListener("dragover", (event) => this.hover(event));
    root.addEventListener("dragleave", (event) => this.leave(event));
    root.addEventListener("drop", (event) => this.put(event));
    root.addEventListener("dragend", () => this.clear());
    root.addEventListener("submit", (event) => this.remember(event), true);
  }

  lift(event) {
    this.person = event.target.closest("[data-person]");
    if (!this.person) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.person.dataset.person);
    this.person.dataset.lifted = "";
  }

  target(event) {
    const group = event.target.closest("[data-group]");
    return this.person && group && !group.contains(this.person) ? group : null;
  }

  hover(event) {
    const group = this.target(event);
    if (!group) return;
    event.preventDefault();
    group.dataset.over = "";
  }

  leave(event) {
    const group = event.target.closest("[data-group]");
    if (group && !group.contains(event.relatedTarget)) delete group.dataset.over;
  }

  put(event) {
    const group = this.target(event);
    if (!group) return;
    event.preventDefault();
    const form = this.root.querySelector("[data-move-form]");
    form.elements.person.value = this.person.dataset.person;
    form.elements.group.value = group.dataset.group;
    form.requestSubmit();
  }

  clear() {
    delete this.person?.dataset.lifted;
    this.person = null;
    this.root.querySelectorAll("[data-over]").forEach((group) => delete group.dataset.over);
  }

  /** After the swap the focus is on the person again, wherever the card now stands. */
  remember(event) {
    const moved = event.target.elements.person?.value;
    if (moved) this.moved = moved;
  }

  refocus() {
    if (!this.moved) return;
    const person = this.root.querySelector(`[data-person="${CSS.escape(this.moved)}"]`);
    (person?.querySelector("[data-move]") ?? person)?.focus();
    this.moved = null;
  }
}

export function register(Alpine) {
  Alpine.data("moveBoard", () => ({
    init() {
      const board = new Board(this.$el);
      this.settled = () => board.refocus();
      this.keys = (event) => {
        if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.key !== "z") return;
        if (event.target.closest(TYPING)) return; // a field undoes its own typing
        const undo = document.querySelector("#undo form");
        if (undo) {
          event.preventDefault();
          undo.requestSubmit();
        }
      };
      document.addEventListener("htmx:afterSettle", this.settled);
      document.addEventListener("keydown", this.keys);
    },
    destroy() {
      document.removeEventListener("htmx:afterSettle", this.settled);
      document.removeEventListener("keydown", this.keys);
    },
  }));
}
