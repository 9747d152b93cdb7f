/** The live room: shows each state, swaps the stage when it changes, sends taps and cards, and says aloud what matters. */

import { Clock, counted, fill, saidAt, timerText } from "./room-clock.js";
import { Hold } from "./room-hold.js";
import { Line } from "./room-line.js";
import { morph } from "./room-morph.js";
import { Outbox } from "./room-outbox.js";
import { Pads } from "./room-pad.js";
import { cardsSaid, hintSaid, mark, meanwhile, nudge, quietSaid, sayInto, takingSaid, turnSaid } from "./room-said.js";
import { paintTalk } from "./room-talk.js";

const RETRY = 3000;
const LONG_TIME = 18; // characters: a sentence about time is set smaller on the shared screen than the time that is left
const TALK_EVERY = 10; // seconds: bars that move all the time are looked at instead of people

function json(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The call in a frame, from the moment somebody asks for it: before that nothing of the other server is loaded. */
function showCall(box) {
  if (!box.open || box.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.src = box.dataset.roomCall;
  frame.title = box.querySelector("summary").textContent.trim();
  frame.allow = "camera; microphone; display-capture";
  frame.allowFullscreen = true;
  box.append(frame);
}

class Room {
  constructor(root) {
    this.root = root;
    this.urls = { ...root.dataset };
    this.isScreen = root.hasAttribute("data-screen");
    this.words = json("room-words");
    this.state = json("room-state");
    this.clock = new Clock();
    this.clock.set(this.state.now);
    this.left = Infinity;
    this.drawn = this.state.picture;
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    this.outbox = new Outbox(`hexad.room.${this.urls.session}.${this.urls.me}`, token);
    this.pads = new Pads(this);
    this.hold = new Hold(root, { swap: (html) => this.swap(html), say: (isHeld) => this.show("changed", isHeld ? this.words.changed : "") });
    this.line = new Line(this.urls.stream, {
      state: (state, wasLost) => this.arrived(state, wasLost),
      picture: (drawn) => (this.sent = drawn),
      lost: () => this.lost(),
      alarm: () => this.alarm(),
      elsewhere: () => this.elsewhere(),
    });
  }

  start() {
    this.root.querySelector("[data-room-call]")?.addEventListener("toggle", (event) => showCall(event.currentTarget));
    this.root.addEventListener("submit", (event) => this.submitted(event));
    this.root.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("panelDone", () => this.act({ kind: "done", step: this.state.step, part: this.state.part }));
    for (const name of ["visibilitychange", "online", "pageshow"]) {
      (name === "visibilitychange" ? document : window).addEventListener(name, () => this.line.wake());
    }
    window.addEventListener("offline", () => this.line.lost());
    this.pads.restore();
    this.pads.restoreCaret();
    this.ticker = setInterval(() => this.tick(), 1000);
    this.retry = setInterval(() => this.flush(), RETRY);
    this.paint();
    this.tellSinceReload();
    this.keepSeen();
    this.line.open();
    this.flush();
  }

  stop() {
    this.line.close();
    clearInterval(this.ticker);
    clearInterval(this.retry);
  }

  // What the line hears.

  arrived(state, wasLost) {
    const before = this.state;
    this.state = state;
    this.clock.set(state.now);
    this.show("reconnect", "");
    this.show("elsewhere", "");
    if (wasLost) this.tellMeanwhile(before, state);
    this.announce(before, state, wasLost);
    this.keepSeen();
    this.paint();
    this.flush();
    this.draw();
    if (state.phase === "closed") this.closed();
  }

  lost() {
    this.show("reconnect", this.words.reconnecting, true);
    this.askForSignIn();
  }

  /** Whoever was signed out meanwhile would reconnect for ever: the page asks to sign in; notes stay on the phone. */
  async askForSignIn() {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const response = await fetch(this.urls.stage, { redirect: "manual" });
      if (response.type === "opaqueredirect") location.reload();
    } catch {
      // No line: that is what is said already.
    } finally {
      this.isAsking = false;
    }
  }

  alarm() {
    sayInto(this.root.querySelector("[data-room-alarm]"), this.words.reconnecting);
  }

  elsewhere() {
    this.show("reconnect", "");
    this.show("elsewhere", this.words.elsewhere);
  }

  /** What could not be sent by now stays on this phone, and is sent when the page is opened again. */
  closed() {
    this.flush();
  }

  // The stage.

  /** The picture comes with its state; where it did not, as after a line that dropped, it is fetched. */
  draw() {
    const { picture } = this.state;
    if (picture === this.drawn) return;
    if (this.sent?.picture !== picture) return void this.fetchStage();
    this.drawn = picture;
    this.hold.offer(this.sent.html);
    this.sent = null;
  }

  async fetchStage() {
    const wanted = this.state.picture;
    if (this.fetching === wanted) return;
    this.fetching = wanted;
    try {
      const response = await fetch(this.urls.stage, { headers: { "X-Requested-With": "fetch" } });
      if (!response.ok) throw new Error(String(response.status));
      this.hold.offer(await response.text());
      this.drawn = wanted;
    } catch {
      setTimeout(() => this.state.picture !== this.drawn && this.fetchStage(), RETRY);
    } finally {
      this.fetching = "";
    }
    if (this.drawn === wanted && this.state.picture !== wanted) this.fetchStage();
  }

  swap(html) {
    const stage = this.root.querySelector("[data-room-stage]");
    const hadFocus = stage.contains(document.activeElement);
    morph(stage, html);
    window.htmx?.process(stage);
    if (hadFocus && !stage.contains(document.activeElement)) stage.querySelector("[data-room-heading]")?.focus();
    this.pads.restore();
    this.paint();
  }

  // What is shown beside it.

  show(name, text, withCount = false) {
    const line = this.root.querySelector(`[data-room-${name}]`);
    if (!line) return;
    const count = withCount && this.outbox.count ? ` ${counted(this.words.waiting, this.outbox.count)}` : "";
    line.hidden = !text;
    line.querySelector("[data-room-text]").textContent = text + count;
    if (text && !withCount && name === "news") this.hideLater();
  }

  hideLater() {
    clearTimeout(this.newsTimer);
    this.newsTimer = setTimeout(() => this.show("news", ""), 20_000);
  }

  put(selector, text) {
    const target = this.root.querySelector(selector);
    if (target && target.textContent !== text) target.textContent = text;
  }

  paint() {
    const { state, words } = this;
    this.paintTimer();
    const counts = state.phase === "running" && !state.speaker && state.done_count;
    this.put("[data-room-ready]", counts ? fill(words.ready, { count: state.done_count, all: (state.here ?? []).length }) : "");
    this.put("[data-room-writing]", counted(words.writing, state.writing_count));
    this.paintDone(state.is_done);
    this.put("[data-room-place]", state.your_turn ? "" : (words.places[state.your_place] ?? ""));
    for (const other of this.root.querySelectorAll("[data-room-other]")) other.hidden = other.dataset.roomOther === this.root.dataset.me;
    paintTalk(this.root, state, this.clock, words);
  }

  /** One's own mark: everybody else sees a number, so nothing is drawn anew for it. */
  paintDone(isDone) {
    const form = this.root.querySelector("[data-room-done] form");
    if (!form) return;
    form.elements.kind.value = isDone ? "undone" : "done";
    const button = form.querySelector("button");
    button.classList.toggle("btn-primary", !isDone);
    button.setAttribute("aria-pressed", String(isDone));
  }

  paintTimer() {
    const { state } = this;
    if (state.phase !== "running" || !state.step_ends_at) return;
    const text = timerText(state, this.clock.seconds(state.step_ends_at), this.words, this.urls.ends);
    this.put("[data-room-timer]", text);
    this.root.querySelector("[data-room-timer]")?.toggleAttribute("data-long", text.length > LONG_TIME);
  }

  tick() {
    if (this.state.phase !== "running" || !this.state.step_ends_at) return;
    const left = this.clock.seconds(this.state.step_ends_at);
    const said = saidAt(this.left, left, this.words);
    this.left = left;
    if (said) this.say(said);
    this.paintTimer();
    this.ticks = (this.ticks ?? 0) + 1;
    if (this.ticks % TALK_EVERY === 0) paintTalk(this.root, this.state, this.clock, this.words);
  }

  // What is said aloud.

  say(text) {
    sayInto(this.root.querySelector("[data-room-said]"), text);
  }

  announce(before, state, wasLost) {
    const said = [this.saidStep(before, state), this.saidAsking(before, state), cardsSaid(before, state, this.words), takingSaid(before, state, this.words), this.saidFacilitator(before, state), ...this.saidNotices(before, state), turnSaid(before, state, this.words), this.saidHere(before, state)];
    nudge(before, state, this.words, navigator);
    const text = said.filter(Boolean).join(" ");
    if (text && !wasLost) this.say(text);
  }

  saidStep(before, state) {
    if (before.step === state.step && before.phase === state.phase) return "";
    this.left = Infinity;
    if (state.phase === "closed") return this.words.closed;
    if (!state.step_ends_at) return "";
    const minutes = Math.max(1, Math.round(this.clock.seconds(state.step_ends_at) / 60));
    return counted(this.words.said_step, minutes, { step: state.title });
  }

  saidAsking(before, state) {
    return before.asking === state.asking ? "" : (this.words.asking[state.asking] ?? "");
  }

  saidFacilitator(before, state) {
    if (!before.facilitator?.id || before.facilitator.id === state.facilitator?.id) return "";
    return state.is_facilitator ? this.words.you_facilitate : fill(this.words.facilitates, { name: state.facilitator?.name });
  }

  saidHere(before, state) {
    return this.isScreen ? "" : [quietSaid, hintSaid].map((one) => one(before, state, this.words)).join(" ").trim();
  }

  saidNotices(before, state) {
    const last = before.notices?.at(-1)?.at ?? "";
    const fresh = (state.notices ?? []).filter((one) => one.at > last);
    if (fresh.length) this.show("news", fresh.at(-1).text);
    const known = fill(this.words.facilitates, { name: state.facilitator?.name }); // said by itself where it is news
    return fresh.map((one) => one.text).filter((text) => text !== known);
  }

  tellMeanwhile(before, state) {
    const text = meanwhile(before, state, this.words) || this.words.back;
    this.show("news", text);
    this.say(`${text} ${this.saidHere(before, state)}`.trim());
  }

  /** The page may have been thrown away with the line: what this tab saw last tells what happened since. */
  tellSinceReload() {
    const kept = this.isScreen ? null : this.seen();
    const text = kept && meanwhile(kept, this.state, this.words);
    if (!text) return;
    this.show("news", text);
    this.say(text);
  }

  seen() {
    try {
      return JSON.parse(sessionStorage.getItem(`${this.outbox.name}.seen`));
    } catch {
      return null;
    }
  }

  keepSeen() {
    try {
      sessionStorage.setItem(`${this.outbox.name}.seen`, JSON.stringify(mark(this.state)));
    } catch {
      // A phone without storage tells nothing after a reload.
    }
  }

  // What people do.

  submitted(event) {
    const form = event.target;
    if (form.matches("[data-act-form]")) {
      event.preventDefault();
      this.tapped(form);
    } else if (form.matches("[data-room-pad]")) {
      event.preventDefault();
      this.pads.send(form);
      this.flush();
    } else if (form.matches("[data-park-form]")) {
      event.preventDefault();
      this.park(form);
    } else if (form.matches("[data-note-form]")) {
      event.preventDefault();
      this.noted(form);
    } else if (form.matches("[data-sort-form]")) {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form, event.submitter));
      this.post(form.action, fields);
    }
  }

  /** The words wait in the outbox from now on, so the field is free for the next note. */
  park(form) {
    const field = form.elements.text;
    if (!field.value.trim()) return;
    this.post(form.action, Object.fromEntries(new FormData(form)));
    field.value = "";
    this.show("news", this.words.parked);
  }

  /** A note on a pad of no step: sent as it stands, under a key of its own; the box is empty for the next one. */
  noted(form) {
    const { csrfmiddlewaretoken: _token, next: _next, ...fields } = Object.fromEntries(new FormData(form));
    if (!fields.text.trim()) return;
    this.outbox.put(`card-${fields.key}`, form.action, fields);
    form.elements.key.value = crypto.randomUUID().replaceAll("-", "");
    form.elements.text.value = "";
    this.flush();
  }

  tapped(form) {
    const fields = Object.fromEntries(new FormData(form));
    if (fields.kind === "done") this.pads.sendAll();
    this.act(fields);
  }

  act(fields) {
    this.post(this.urls.act, fields);
  }

  post(url, { csrfmiddlewaretoken: _token, next: _next, ...fields }) {
    const key = crypto.randomUUID().replaceAll("-", "");
    this.outbox.put(`act-${key}`, url, { ...fields, key });
    this.flush();
  }

  clicked(event) {
    if (event.target.closest("[data-room-use-here]")) this.line.useHere();
  }

  async flush() {
    if (!this.outbox.count || this.isScreen) return;
    await this.outbox.flush((key, entry, response) => this.answered(key, entry, response));
    if (this.line.lostAt) this.lost();
  }

  async answered(key, entry, response) {
    if (response.status === 409 || response.status === 422) this.refused(await response.text());
    if (key.startsWith("card-") && response.ok) this.pads.saved(entry.fields.key);
    if (key.startsWith("act-") && response.ok && entry.fields.kind === "advice") this.show("news", this.words.noted);
  }

  refused(text) {
    const sentence = text && text.length < 200 && !text.includes("<") ? text : this.words.refused;
    this.show("news", sentence);
    this.say(sentence);
  }
}

export function register(Alpine) {
  let room;
  Alpine.data("room", () => ({
    init() {
      room = new Room(this.$el); // outside of Alpine's proxies: nothing here is bound
      room.start();
    },
    destroy() {
      room.stop();
    },
  }));
}
