/** Who speaks, for how long, and how many have asked: painted from the state, so that a tap fetches no page. */

import { fill } from "./room-clock.js";

function seconds(state, id, clock) {
  const before = state.airtime[id] ?? 0;
  return state.voice?.id === id ? before + Math.max(0, -clock.seconds(state.voice_since)) : before;
}

function timeText(length, words) {
  if (!length) return words[0];
  const minutes = Math.round(length / 60);
  return minutes ? fill(words[2], { count: minutes }) : words[1];
}

function put(target, text) {
  if (target && target.textContent !== text) target.textContent = text;
}

function paintVoice(row, state, length, longest, words, me) {
  const speaks = state.voice?.id === row.dataset.voice;
  const form = row.querySelector("form");
  form.elements.kind.value = speaks ? "hush" : "speak";
  form.querySelector("button").setAttribute("aria-pressed", String(speaks));
  row.querySelector("[data-voice-me]").hidden = row.dataset.voice !== me;
  put(row.querySelector("[data-voice-time]"), timeText(length, words.voice_time));
  row.querySelector("[data-voice-bar]").setAttribute("width", `${Math.round((100 * length) / longest)}%`);
}

/** Bars without names, the longest first. */
function paintBars(target, lengths, longest) {
  const bars = target.querySelectorAll("rect"); // a row for each who came: the stage is fetched anew when they are more
  [...lengths].sort((one, other) => other - one).forEach((length, place) => {
    bars[place]?.setAttribute("width", `${Math.round((100 * length) / longest)}%`);
  });
}

/** Whether it is still quiet. It has its place also where nobody asks, so that nothing moves from under a thumb or an eye. */
function paintQuiet(box, state) {
  if (!box) return;
  box.querySelector("form").elements.on.value = state.says_quiet ? 0 : 1;
  box.querySelector("button").setAttribute("aria-pressed", String(Boolean(state.says_quiet)));
  if (!state.asks_quiet && box.contains(document.activeElement)) document.querySelector("[data-room-heading]")?.focus({ preventScroll: true });
  box.toggleAttribute("data-asks", Boolean(state.asks_quiet));
}

export function paintTalk(root, state, clock, words) {
  const others = (state.here ?? []).filter((one) => one.id !== state.speaker?.id).length;
  if (state.asking === "questions") put(root.querySelector("[data-room-asked]"), fill(words.asked, { count: state.asked_count, all: others }));
  if (!state.airtime) return;
  const lengths = Object.keys(state.airtime).map((id) => seconds(state, id, clock));
  const longest = Math.max(60, ...lengths);
  for (const row of root.querySelectorAll("[data-voice]")) paintVoice(row, state, seconds(state, row.dataset.voice, clock), longest, words, root.dataset.me);
  paintQuiet(root.querySelector("[data-room-quiet]"), state);
  const bars = root.querySelector("[data-room-bars]");
  if (bars) paintBars(bars, lengths, longest);
  put(root.querySelector("[data-room-voice]"), state.voice ? fill(words.speaks, { name: state.voice.name }) : "");
  put(root.querySelector("[data-room-balance]"), state.balance);
}
