/**
 * Paint a week. Mouse: drag. Touch: a tap toggles, holding 300 ms and dragging paints, a swipe scrolls.
 * Keyboard: one tab stop, arrows, Space toggles, Shift+arrows select, Enter paints the selection, Ctrl+Z takes back.
 * The unsaved strokes stand as JSON in the hidden input; the form beside the grid ("Weekday, from, to") sends the same.
 */

import { FREE, Week, rectangle } from "./week-model.js";

const HOLD = 300;
const SLIP = 10; // pixels a finger may move while it holds
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const read = (element, name) => JSON.parse(element.dataset[name]);

function make(tag, attributes, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

export class WeekGrid {
  constructor(root) {
    this.root = root;
    this.body = root.querySelector("[data-week-body]");
    this.input = root.querySelector("[data-week-input]");
    this.said = root.querySelector("[data-week-said]");
    this.days = read(root, "days");
    this.words = read(root, "words");
    this.rows = read(root, "rows"); // [[minute, label], ...]
    this.step = this.rows[1][0] - this.rows[0][0];
    this.week = new Week(read(root, "pattern"), 15);
    this.hours = read(root, "hours");
    this.focused = { day: 0, minute: this.rows[Math.min(4, this.rows.length - 1)][0] };
    this.anchor = null;
    this.build();
    this.listen();
    this.draw();
    root.hidden = false;
  }

  build() {
    this.cells = new Map();
    const head = make("div", { role: "row", class: "week-row week-head" });
    head.append(make("span", { role: "columnheader", class: "week-time" }, ""));
    this.days.forEach(({ short, long }) => {
      const header = make("span", { role: "columnheader", class: "week-day", "aria-label": long }, short);
      head.append(header);
    });
    this.body.replaceChildren(head, ...this.rows.map((row) => this.buildRow(row)));
    head.firstChild.textContent = this.root.dataset.timeWord;
  }

  buildRow([minute, label]) {
    const row = make("div", { role: "row", class: minute % 60 ? "week-row" : "week-row week-hour" });
    const header = make("span", { role: "rowheader", class: "week-time" });
    header.append(make("span", { class: minute % 60 ? "sr-only" : "" }, label));
    row.append(header);
    this.days.forEach((_, day) => {
      const cell = make("span", { role: "gridcell", class: "week-cell", tabindex: "-1" });
      Object.assign(cell.dataset, { day, minute });
      this.cells.set(`${day} ${minute}`, cell);
      row.append(cell);
    });
    return row;
  }

  cellAt({ day, minute }) {
    return this.cells.get(`${day} ${minute}`);
  }

  label(minute) {
    const known = this.rows.find(([start]) => start === minute);
    return known ? known[1] : this.root.dataset.lastLabel;
  }

  isOpen(day, minute) {
    return this.hours.length === 0 || this.hours.some(([on, start, end]) => on === day && start <= minute && minute < end);
  }

  /** What a cell of the grid shows: a half hour is busy when either of its quarters is. */
  brushAt(day, minute) {
    const found = [];
    for (let at = minute; at < minute + this.step; at += 15) found.push(this.week.at(day, at));
    return found.includes("busy") ? "busy" : found.includes("not") ? "not" : FREE;
  }

  draw(preview = []) {
    const shown = new Map();
    for (const [day, start, end, brush] of preview) {
      for (let at = start; at < end; at += this.step) shown.set(`${day} ${at}`, brush);
    }
    for (const [key, cell] of this.cells) {
      const day = Number(cell.dataset.day);
      const minute = Number(cell.dataset.minute);
      const brush = shown.get(key) ?? this.brushAt(day, minute);
      cell.dataset.brush = brush;
      cell.dataset.open = this.isOpen(day, minute);
      cell.setAttribute("aria-label", `${this.days[day].long} ${this.label(minute)}, ${this.words[brush]}`);
      cell.setAttribute("aria-selected", shown.has(key));
      cell.tabIndex = this.focused.day === day && this.focused.minute === minute ? 0 : -1;
    }
  }

  get brush() {
    return this.root.querySelector("[data-week-brush]:checked").value;
  }

  apply(strokes) {
    this.hasPainted = true;
    this.week.paint(strokes);
    this.keep();
    this.say(strokes);
  }

  keep() {
    this.anchor = null;
    this.input.value = JSON.stringify(this.week.strokes);
    this.draw();
    this.root.querySelector("[data-week-undo]").disabled = this.week.groups.length === 0;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  say(strokes) {
    const [day, start, end, brush] = strokes[0];
    const values = { day: this.days[day].long, from: this.label(start), to: this.label(end), what: this.words[brush] };
    const more = strokes.length > 1 ? ` ${this.root.dataset.moreDays.replace("{count}", strokes.length - 1)}` : "";
    this.said.textContent = this.root.dataset.sentence.replace(/{(\w+)}/g, (_, name) => values[name]) + more;
  }

  toggle(cell) {
    const brush = this.brushAt(cell.day, cell.minute) === this.brush ? FREE : this.brush;
    this.apply(rectangle(cell, cell, this.step, brush));
  }

  undo() {
    if (!this.week.undo()) return;
    this.keep();
    this.said.textContent = this.root.dataset.undone;
  }

  copyMonday() {
    this.hasPainted = true;
    this.week.copyMonday();
    this.keep();
    this.said.textContent = this.root.dataset.copied;
  }

  listen() {
    this.body.addEventListener("keydown", (event) => this.onKey(event));
    this.body.addEventListener("pointerdown", (event) => this.onDown(event));
    this.body.addEventListener("pointermove", (event) => this.onMove(event));
    this.body.addEventListener("pointerup", (event) => this.onUp(event));
    this.body.addEventListener("pointercancel", () => this.drop());
    this.body.addEventListener("contextmenu", (event) => this.hand?.painting && event.preventDefault());
    // Scrolling may be refused only while a hold is painting; otherwise a swipe must scroll the page.
    this.body.addEventListener("touchmove", (event) => this.hand?.painting && event.preventDefault(), { passive: false });
    this.root.querySelector("[data-week-undo]").addEventListener("click", () => this.undo());
    this.root.querySelector("[data-week-copy]").addEventListener("click", () => this.copyMonday());
  }

  // Keyboard

  onKey(event) {
    if (ARROWS[event.key]) return this.answer(event, () => this.walk(ARROWS[event.key], event.shiftKey));
    if (event.key === " ") return this.answer(event, () => this.toggle(this.focused));
    if (event.key === "Enter") return this.answer(event, () => this.paintSelection());
    if (event.key === "Escape" && this.anchor) return this.answer(event, () => this.clearSelection());
    return undefined;
  }

  answer(event, act) {
    event.preventDefault();
    act();
  }

  walk([days, rows], selecting) {
    const from = this.focused;
    const row = this.rows.findIndex(([minute]) => minute === from.minute) + rows;
    const day = from.day + days;
    if (!this.rows[row] || !this.days[day]) return;
    this.anchor = selecting ? (this.anchor ?? from) : null;
    this.focused = { day, minute: this.rows[row][0] };
    this.draw(this.anchor ? rectangle(this.anchor, this.focused, this.step, this.brush) : []);
    this.cellAt(this.focused).focus();
  }

  paintSelection() {
    this.apply(rectangle(this.anchor ?? this.focused, this.focused, this.step, this.brush));
  }

  clearSelection() {
    this.anchor = null;
    this.draw();
  }

  // Hand

  place(event) {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(".week-cell");
    return cell && this.body.contains(cell) ? { day: Number(cell.dataset.day), minute: Number(cell.dataset.minute) } : null;
  }

  onDown(event) {
    const cell = this.place(event);
    if (!cell || event.button !== 0) return;
    this.focused = cell;
    this.hand = { start: cell, last: cell, x: event.clientX, y: event.clientY, painting: event.pointerType !== "touch" };
    if (this.hand.painting) {
      this.hand.brush = this.brushAt(cell.day, cell.minute) === this.brush ? FREE : this.brush;
      event.preventDefault();
      this.cellAt(cell).focus({ preventScroll: true });
      this.preview();
    } else this.hand.timer = setTimeout(() => this.hold(), HOLD);
  }

  hold() {
    this.hand.painting = true;
    this.hand.brush = this.brush;
    this.preview();
  }

  onMove(event) {
    if (!this.hand) return;
    if (!this.hand.painting) {
      if (Math.hypot(event.clientX - this.hand.x, event.clientY - this.hand.y) > SLIP) this.drop();
      return;
    }
    this.hand.last = this.place(event) ?? this.hand.last;
    this.preview();
  }

  onUp() {
    if (!this.hand) return;
    const { start, last, painting, brush } = this.hand;
    this.drop();
    if (painting) this.apply(rectangle(start, last, this.step, brush));
    else this.toggle(start);
  }

  drop() {
    clearTimeout(this.hand?.timer);
    this.hand = null;
    this.draw();
  }

  preview() {
    this.draw(rectangle(this.hand.start, this.hand.last, this.step, this.hand.brush));
  }
}

const TYPING = "input:not([type=radio],[type=checkbox]),textarea,[contenteditable]";

/** Ctrl+Z anywhere on the page: the last stroke of this page, or, where none was painted since it was opened, the last kept one. */
function undoByKey(event, grid) {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.key !== "z") return;
  if (event.target.closest(TYPING)) return; // a field undoes its own typing
  const kept = grid.hasPainted ? null : document.querySelector("form[data-week-undo-kept]");
  if (!kept && !grid.week.groups.length) return;
  event.preventDefault();
  if (kept) kept.requestSubmit();
  else grid.undo();
}

export function register(Alpine) {
  Alpine.data("weekGrid", () => ({
    init() {
      const grid = new WeekGrid(this.$el);
      this.$el.weekGrid = grid;
      this.keys = (event) => undoByKey(event, grid);
      document.addEventListener("keydown", this.keys);
    },
    destroy() {
      document.removeEventListener("keydown", this.keys);
    },
  }));
}
