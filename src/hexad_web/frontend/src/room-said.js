/** What is said of a change of the room: whose turn it is, what happened while the line was away. */

import { counted, fill } from "./room-clock.js";

const PAUSE = 100; // milliseconds until a screen reader has noticed that a region is empty
const timers = new WeakMap();

/** Into a live region, where the page has it; an older sentence gives way to a newer one. The same once more is said only after a pause. */
export function sayInto(region, text) {
  if (!region) return;
  clearTimeout(timers.get(region));
  const isSaid = region.textContent === text;
  region.textContent = isSaid ? "" : text;
  if (isSaid) timers.set(region, setTimeout(() => (region.textContent = text), PAUSE));
}

/** Whose turn has begun; empty where none has. */
export function turnSaid(before, state, words) {
  if (!state.speaker || (before.speaker?.id === state.speaker.id && before.step === state.step)) return "";
  if (state.your_turn) return words.your_turn;
  return `${fill(words.turn_of, { name: state.speaker.name })} ${words.places[state.your_place] ?? ""}`.trim();
}

/** The phone of whoever has the turn vibrates once, where its owner has touched the page and it can. */
export function nudge(before, state, words, device) {
  if (state.your_turn && turnSaid(before, state, words) && device.userActivation?.hasBeenActive) device.vibrate?.(200);
}

/** The number of cards that lie open since. */
export function cardsSaid(before, state, words) {
  if ((state.revealed_count ?? 0) <= (before.revealed_count ?? 0)) return "";
  return counted(words.said_cards, state.cards_count);
}

/** That a step runs over, and which one pays: said once, not with every minute. */
export function takingSaid(before, state, words) {
  if (!state.borrowed_from || (before.borrowed_from === state.borrowed_from && before.step === state.step)) return "";
  return counted(words.said_taking, state.borrowed, { step: state.borrowed_from });
}

/** That the phone has begun to ask whether it is still quiet; the question itself stands beside "Who speaks". */
export function quietSaid(before, state, words) {
  return state.asks_quiet && !before.asks_quiet ? words.said_quiet : "";
}

/** That whoever facilitates has a hint, not what it says: others may hear what is read aloud. */
export function hintSaid(before, state, words) {
  return state.hint && state.hint !== before.hint ? words.said_hint : "";
}

/** What of a state has to be kept to tell later what happened since. */
export function mark(state) {
  const { step, phase, speaker, revealed_count } = state;
  return { step, phase, speaker, revealed_count, notices: (state.notices ?? []).slice(-1).map(({ at }) => ({ at })) };
}

/** One line for whoever was away: the step, else what was told, else the cards, else whose turn it is; empty if nothing. */
export function meanwhile(before, state, words) {
  if (state.phase === "closed") return before.phase === "closed" ? "" : words.closed;
  const last = before.notices?.at(-1)?.at ?? "";
  const told = (state.notices ?? []).filter((one) => one.at > last && one.text).at(-1)?.text;
  const moved = before.step !== state.step || before.phase !== state.phase;
  const what = (moved && state.title) || told || cardsSaid(before, state, words) || turnSaid(before, state, words);
  return what ? fill(words.meanwhile, { what }) : "";
}
