/** Pads: autosave, one key a card, words kept on the phone until the server has them. */

const CARET = "hexad.room.caret";
const PAUSE = 800; // milliseconds without a key before a note is sent

export class Pads {
  constructor(room) {
    this.room = room;
    this.timers = new Map();
    room.root.addEventListener("input", (event) => this.changed(event));
    room.root.addEventListener("click", (event) => this.add(event));
    room.root.addEventListener("focusout", () => this.keepCaret());
    document.addEventListener("selectionchange", () => this.keepCaret());
  }

  /** Where somebody is writing, for the page that a reload brings; nothing once the focus is elsewhere. */
  keepCaret() {
    const box = document.activeElement;
    const isOurs = box?.matches?.("[data-room-pad] textarea");
    const place = isOurs ? JSON.stringify({ id: box.id, start: box.selectionStart, end: box.selectionEnd }) : "";
    try {
      sessionStorage.setItem(CARET, place);
    } catch {
      // No storage: the caret is where the browser puts it.
    }
  }

  restoreCaret() {
    try {
      const { id, start, end } = JSON.parse(sessionStorage.getItem(CARET) || "{}");
      const box = id && document.getElementById(id);
      if (!box || !this.room.root.contains(box)) return;
      box.focus();
      box.setSelectionRange(start, end);
    } catch {
      // Nothing that could be read.
    }
  }

  formOf(event) {
    return event.target.closest?.("[data-room-pad]");
  }

  changed(event) {
    const form = this.formOf(event);
    if (!form) return;
    form.removeAttribute("data-blank");
    this.keep(form, form.hasAttribute("data-sent") ? "1" : "0");
    clearTimeout(this.timers.get(form.id));
    this.timers.set(form.id, setTimeout(() => this.room.flush(), PAUSE));
  }

  keep(form, send) {
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrfmiddlewaretoken;
    delete fields.next;
    if (!fields.text.trim() && form.hasAttribute("data-blank")) return;
    this.room.outbox.put(`card-${fields.key}`, this.room.urls.write, { ...fields, send });
    this.say(fields.key, this.room.words.kept);
  }

  send(form) {
    if (!form.querySelector("textarea").value.trim()) return;
    form.removeAttribute("data-blank");
    form.setAttribute("data-sent", "");
    this.keep(form, "1");
  }

  sendAll() {
    for (const form of this.room.root.querySelectorAll("[data-room-pads]:not([data-revealed]) > [data-room-pad]")) this.send(form);
  }

  say(key, text) {
    const form = document.getElementById(`pad-${key}`);
    if (form) form.querySelector("[data-room-saved]").textContent = text;
  }

  saved(key) {
    this.say(key, this.room.words.saved.replace("{clock}", this.clock()));
  }

  /** As every other time on the page: in the reader's zone, with the hours that the profile chooses. */
  clock() {
    const { twelve, zone } = this.room.words.hours;
    const hours = twelve ? { hour: "numeric", hourCycle: "h12" } : { hour: "2-digit", hourCycle: "h23" };
    return new Date().toLocaleTimeString(document.documentElement.lang, { ...hours, minute: "2-digit", timeZone: zone });
  }

  /** Another card: the last form once more, empty, under a key of its own. */
  add(event) {
    if (!event.target.closest?.("[data-room-add-card]")) return;
    const forms = this.room.root.querySelectorAll("[data-room-pad]");
    const last = forms[forms.length - 1];
    if (last && last.querySelector("textarea").value.trim()) this.grow(last, crypto.randomUUID().replaceAll("-", ""));
    this.room.root.querySelector("[data-room-pads] > [data-room-pad]:last-of-type textarea")?.focus();
  }

  grow(last, key) {
    const form = last.cloneNode(true);
    form.id = `pad-${key}`;
    form.setAttribute("data-blank", "");
    form.removeAttribute("data-sent");
    form.elements.key.value = key;
    form.querySelector("textarea").value = "";
    form.querySelector("textarea").id = `text-${key}`;
    form.querySelector("label.sr-only").htmlFor = `text-${key}`;
    form.querySelector("[data-room-saved]").textContent = "";
    for (const radio of form.querySelectorAll("[type=radio]")) radio.checked = false;
    last.after(form);
    return form;
  }

  /** After a reload: words that never reached the server stand on their pad again. */
  restore() {
    for (const { fields } of Object.values(this.room.outbox.waiting)) {
      const pads = fields.pad && this.room.root.querySelector(`[data-step="${CSS.escape(fields.step)}"][data-pad="${CSS.escape(fields.pad)}"]`);
      if (!pads) continue;
      const form = document.getElementById(`pad-${fields.key}`) ?? this.place(pads, fields.key);
      if (form) this.fill(form, fields);
    }
  }

  place(pads, key) {
    const forms = pads.querySelectorAll("[data-room-pad]");
    const last = forms[forms.length - 1];
    const form = last && this.grow(last, key);
    if (form && last.hasAttribute("data-blank") && !last.querySelector("textarea").value) last.remove();
    return form;
  }

  fill(form, fields) {
    form.removeAttribute("data-blank");
    if (fields.send === "1") form.setAttribute("data-sent", "");
    form.querySelector("textarea").value = fields.text;
    const side = form.querySelector(`[name=side][value="${CSS.escape(fields.side ?? "")}"]`);
    if (side) side.checked = true;
    form.querySelector("[data-room-saved]").textContent = this.room.words.kept;
  }
}
