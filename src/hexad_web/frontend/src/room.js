/** The live room: shows each state, swaps the stage when it changes, sends taps and cards, and says aloud what matters. */

import { Clock, counted, fill, saidAt, timerText } from "./room-clock.js";
import { Line } from "./room-line.js";
import { morph } from "./room-morph.js";
import { Outbox } from "./room-outbox.js";
import { Pads } from "./room-pad.js";

const RETRY = 3000;

function json(id) {
  return JSON.parse(document.getElementById(id).textContent);
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
    this.drawn = this.tokenOf(this.state);
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    this.outbox = new Outbox(`hexad.room.${this.urls.session}.${this.urls.me}`, token);
    this.pads = new Pads(this);
    this.line = new Line(this.urls.stream, {
      state: (state, wasLost) => this.arrived(state, wasLost),
      lost: () => this.lost(),
      alarm: () => this.alarm(),
      elsewhere: () => this.elsewhere(),
    });
  }

  start() {
    this.root.addEventListener("submit", (event) => this.submitted(event));
    this.root.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("panelDone", () => this.act({ kind: "done", step: this.state.step, part: this.state.part }));
    for (const name of ["visibilitychange", "online", "pageshow"]) {
      (name === "visibilitychange" ? document : window).addEventListener(name, () => this.line.wake());
    }
    this.pads.restore();
    this.ticker = setInterval(() => this.tick(), 1000);
    this.retry = setInterval(() => this.flush(), RETRY);
    this.paint();
    this.line.open();
    this.flush();
  }

  stop() {
    this.line.close();
    clearInterval(this.ticker);
    clearInterval(this.retry);
  }

  /** Whatever the fragment shows that other members' actions change. */
  tokenOf(state) {
    const people = state.phase === "lobby" || this.isScreen ? (state.here ?? []).map((one) => one.id).join() : "";
    const writing = state.is_facilitator ? state.done_count : "";
    const named = [state.speaker?.id, state.facilitator?.id, state.next_facilitator?.id ?? state.next_facilitator];
    const flags = [state.can_start, state.can_take_back, state.your_turn, state.cards_count && this.isRevealed(state) ? state.cards_count : ""];
    return JSON.stringify([state.stage, people, writing, named, flags, state.agreed_count]);
  }

  isRevealed() {
    return Boolean(this.root.querySelector("[data-room-pads][data-revealed]"));
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
    this.paint();
    this.flush();
    if (this.tokenOf(state) !== this.drawn) this.fetchStage(before);
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
    this.sayInto("[data-room-alarm]", this.words.reconnecting);
  }

  elsewhere() {
    this.show("reconnect", "");
    this.show("elsewhere", this.words.elsewhere);
  }

  closed() {
    this.flush().then(() => this.outbox.drop());
  }

  // The stage.

  async fetchStage(before) {
    const wanted = this.tokenOf(this.state);
    if (this.fetching === wanted) return;
    this.fetching = wanted;
    try {
      const response = await fetch(this.urls.stage, { headers: { "X-Requested-With": "fetch" } });
      if (!response.ok) throw new Error(String(response.status));
      this.swap(await response.text(), before);
      this.drawn = wanted;
    } catch {
      setTimeout(() => this.tokenOf(this.state) !== this.drawn && this.fetchStage(before), RETRY);
    } finally {
      this.fetching = "";
    }
    if (this.drawn === wanted && this.tokenOf(this.state) !== wanted) this.fetchStage(this.state);
  }

  swap(html, before) {
    const stage = this.root.querySelector("[data-room-stage]");
    const focused = document.activeElement;
    const hadFocus = stage.contains(focused);
    morph(stage, html);
    window.htmx?.process(stage);
    if (hadFocus && !stage.contains(document.activeElement)) stage.querySelector("[data-room-heading]")?.focus();
    else if (before.step === this.state.step) this.root.querySelector("[data-focus-now]")?.focus();
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
    this.put("[data-room-place]", state.your_turn ? "" : (words.places[state.your_place] ?? ""));
  }

  paintTimer() {
    const { state } = this;
    if (state.phase !== "running" || !state.step_ends_at) return;
    this.put("[data-room-timer]", timerText(state, this.clock.seconds(state.step_ends_at), this.words, this.urls.ends));
  }

  tick() {
    if (this.state.phase !== "running" || !this.state.step_ends_at) return;
    const left = this.clock.seconds(this.state.step_ends_at);
    const said = saidAt(this.left, left, this.words);
    this.left = left;
    if (said) this.say(said);
    this.paintTimer();
  }

  // What is said aloud; an older sentence gives way to a newer one.

  say(text) {
    this.sayInto("[data-room-said]", text);
  }

  sayInto(selector, text) {
    this.put(selector, text);
  }

  announce(before, state, wasLost) {
    const said = [this.saidStep(before, state), this.saidCards(before, state), this.saidFacilitator(before, state), ...this.saidNotices(before, state), this.saidTurn(before, state)];
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

  saidCards(before, state) {
    if ((state.revealed_count ?? 0) <= (before.revealed_count ?? 0)) return "";
    return counted(this.words.said_cards, state.cards_count);
  }

  saidFacilitator(before, state) {
    if (!before.facilitator?.id || before.facilitator.id === state.facilitator?.id) return "";
    return state.is_facilitator ? this.words.you_facilitate : fill(this.words.facilitates, { name: state.facilitator?.name });
  }

  saidNotices(before, state) {
    const last = before.notices?.at(-1)?.at ?? "";
    const fresh = (state.notices ?? []).filter((one) => one.at > last);
    if (fresh.length) this.show("news", fresh.at(-1).text);
    return fresh.map((one) => one.text);
  }

  saidTurn(before, state) {
    if (!state.speaker || (before.speaker?.id === state.speaker.id && before.step === state.step)) return "";
    if (!state.your_turn) return `${fill(this.words.turn_of, { name: state.speaker.name })} ${this.words.places[state.your_place] ?? ""}`.trim();
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
    return this.words.your_turn;
  }

  tellMeanwhile(before, state) {
    const what = before.step !== state.step || before.phase !== state.phase ? state.title : state.notices?.filter((one) => one.at > (before.notices?.at(-1)?.at ?? "")).at(-1)?.text;
    this.show("news", what ? fill(this.words.meanwhile, { what }) : this.words.back);
    this.say(what ? fill(this.words.meanwhile, { what }) : this.words.back);
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
    } else if (form.matches("[data-sort-form]")) {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form, event.submitter));
      this.post(form.action, fields);
    }
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
    if (key.startsWith("act-") && response.ok && !entry.fields.kind) this.drawn = "";
    if (key.startsWith("act-") && response.ok && ["done", "undone", "agree"].includes(entry.fields.kind)) this.redraw();
  }

  /** My own mark on the button is not in the state that everybody gets. */
  redraw() {
    this.drawn = "";
    this.fetchStage(this.state);
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
