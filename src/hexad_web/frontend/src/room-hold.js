/** While somebody writes where the next step has no place for it, that step waits: one line says so, with a button. */

const TEXT = "textarea, input:not([type=hidden],[type=radio],[type=checkbox])";
const PLACE = "[data-room-pads], [data-room-keep], [data-note-form], [data-park-form]";
const PAUSE = 300; // milliseconds: from one field to the next the focus is nowhere for a moment

export class Hold {
  /** ``swap(html)`` shows a stage; ``say(isHeld)`` shows or hides the line. */
  constructor(root, { swap, say }) {
    this.stage = root.querySelector("[data-room-stage]");
    this.swap = swap;
    this.say = say;
    this.html = "";
    this.stage.addEventListener("focusout", () => this.left());
    root.querySelector("[data-room-go]")?.addEventListener("click", () => this.go());
  }

  /** Where words are being written at this moment. */
  get place() {
    const field = document.activeElement;
    if (!this.stage.contains(field) || !field.matches(TEXT) || !field.value.trim()) return null;
    return field.closest(PLACE)?.closest("[id]") ?? null;
  }

  /** Shown at once, or kept where it has no place for what is being written. */
  offer(html) {
    const { place } = this;
    const isGone = Boolean(place) && !new DOMParser().parseFromString(html, "text/html").getElementById(place.id);
    this.html = isGone ? html : "";
    this.say(isGone);
    if (!isGone) this.swap(html);
  }

  left() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => !this.place && this.release(), PAUSE);
  }

  go() {
    this.release();
    this.stage.querySelector("[data-room-heading]")?.focus();
  }

  release() {
    const { html } = this;
    this.html = "";
    this.say(false);
    if (html) this.swap(html);
  }
}
