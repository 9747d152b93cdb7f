/** The comparison of hexad.economics, so that a slider is answered at once. A test holds it against the library. */

export const CLAIM = 0.8;
const ON_SITE_DAY_RATE = 35; // US dollars
const SMALL = 1e-9;
const HALVINGS = 80;

/** Assumptions of the library, replaced by figures that were typed; amounts converted by `rate`. */
export class Scenario {
  constructor(assumptions, values = {}, rate = 1) {
    Object.assign(this, { assumptions, values, rate });
  }
  inCurrency(key, value) {
    return this.assumptions[key].money ? value * this.rate : value;
  }
  get(key) {
    return key in this.values ? this.values[key] : this.inCurrency(key, this.assumptions[key].value);
  }
  /** The least and the most that is accepted; an amount may be as much more as a dollar costs. */
  bounds(key) {
    const { least, most, money } = this.assumptions[key];
    return [least, money ? most * Math.max(this.rate, 1) : most];
  }
  with(values) {
    return new Scenario(this.assumptions, { ...this.values, ...values }, this.rate);
  }
}

function cost(cash, time, learningHours, hours) {
  const total = cash + time;
  return { cash, time, total, learningHours, hours, perLearningHour: total / learningHours };
}

export function costOfTraining(s) {
  const g = (key) => s.get(key);
  const shared = (g("trainer_day") * g("days") + g("design")) / g("cohort");
  const venue = g("day_rate") * g("days") + g("nights") * g("hotel") + g("meals") * g("days");
  const hours = g("offsite_hours") + g("travel_hours");
  return cost(shared + venue + g("trip") + g("offsite_materials"), g("wage") * hours, g("offsite_hours"), hours);
}

export function costOfGroups(s) {
  const g = (key) => s.get(key);
  const outside = (g("external_rate") * g("sessions") * (g("session_hours") + g("preparation_hours"))) / g("size");
  let hours = g("sessions") * (g("session_hours") + g("practice_hours"));
  if (!g("external_rate")) hours += (g("sessions") * g("preparation_hours")) / g("size");
  return cost(g("platform") + g("materials") + outside, g("wage") * hours, g("sessions") * g("session_hours"), hours);
}

const saved = (groups, training) => (training ? 1 - groups / training : null);

export function compare(s) {
  const groups = costOfGroups(s);
  const training = costOfTraining(s);
  const taken = s.get("sessions") * (s.get("session_hours") + s.get("practice_hours"));
  const prepared = (s.get("sessions") * s.get("preparation_hours")) / s.get("size");
  return {
    groups,
    training,
    savingWithTime: saved(groups.total, training.total),
    savingCash: saved(groups.cash, training.cash),
    savingHour: saved(groups.perLearningHour, training.perLearningHour),
    cashFor80: groups.total / (1 - CLAIM) - training.time,
    timeShare: taken / s.get("work_hours"),
    timeShareWithPreparation: (taken + prepared) / s.get("work_hours"),
  };
}

export function onSite(s) {
  const room = Math.min(s.inCurrency("day_rate", ON_SITE_DAY_RATE), s.get("day_rate"));
  return s.with({ day_rate: room, nights: 0, hotel: 0, meals: 0, trip: 0, travel_hours: 0 });
}

const saving = (s) => compare(s).savingWithTime ?? 0;

/** Bars of the saving with time, the widest first. */
export function tornado(s) {
  const bars = Object.keys(s.assumptions)
    .filter((key) => s.assumptions[key].low !== null)
    .map((key) => {
      const [lowInput, highInput] = [s.assumptions[key].low, s.assumptions[key].high].map((end) => s.inCurrency(key, end));
      return { key, lowInput, highInput, atLow: saving(s.with({ [key]: lowInput })), atHigh: saving(s.with({ [key]: highInput })) };
    });
  const width = (bar) => Math.abs(bar.atHigh - bar.atLow);
  return bars.sort((one, other) => width(other) - width(one) || (one.key < other.key ? -1 : 1));
}

export function spread(s, bars = tornado(s)) {
  const likely = saving(s);
  const squares = (pick) => Math.sqrt(bars.reduce((sum, bar) => sum + pick(0, bar.atLow - likely, bar.atHigh - likely) ** 2, 0));
  return { low: likely - squares(Math.min), likely, high: likely + squares(Math.max) };
}

/** The value of one figure at which nothing is saved; null where no accepted value is. */
export function breakEven(s, key) {
  const [least, most] = s.bounds(key);
  let [low, high] = [least || SMALL, most];
  const at = (value) => saving(s.with({ [key]: value }));
  const [first, last] = [at(low), at(high)];
  if (first * last > 0) return null;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (at(middle) < 0 === last > first) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** From a share to its place on the pictures' common line. */
export function axis(bars, likely, width) {
  const ends = [likely ?? 0, ...bars.flatMap((bar) => [bar.atLow, bar.atHigh])];
  const least = Math.min(...ends);
  const range = Math.max(...ends) - least || 1;
  return (share) => ((share - least) / range) * width;
}
