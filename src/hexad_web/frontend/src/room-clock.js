/** Time in the room: the server's, carried on by a clock that no setting of the phone can move. */

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

export function counted(pair, count, values = {}) {
  return fill(pair[count === 1 ? 0 : 1], { count, ...values });
}

/** A clock set by the last message: server time at its arrival plus what has passed since. */
export class Clock {
  set(now) {
    this.server = Date.parse(now);
    this.heard = performance.now();
  }

  seconds(until) {
    return (Date.parse(until) - this.server - (performance.now() - this.heard)) / 1000;
  }
}

function minutesAndSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "12 min left" until the last two minutes, then in steps of five seconds; past the end who pays. */
export function timerText(state, left, words, ends) {
  if (!state.step_ends_at) return "";
  if (left <= 0 || state.borrowed > 0) {
    const count = Math.max(state.borrowed, Math.ceil(-left / 60), 1);
    return fill(state.borrowed_from ? words.taking : words.over, { count, step: state.borrowed_from, end: ends });
  }
  if (left > 120) return counted(words.minutes, Math.round(left / 60)); // as the agenda beside it counts
  return fill(words.clock, { clock: minutesAndSeconds(Math.ceil(left / 5) * 5) });
}

/** What is said aloud when ``left`` passes five minutes and one minute; nothing every second. */
export function saidAt(before, left, words) {
  for (const minutes of [1, 5]) {
    if (before > minutes * 60 && left <= minutes * 60 && left > 0) return counted(words.said_left, minutes);
  }
  return "";
}
