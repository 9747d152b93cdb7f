/** A painted week without a screen: cells, strokes, undo. A stroke is [weekday, start minute, end minute, brush]. */

export const DAY = 24 * 60;
export const FREE = "free";

export class Week {
  constructor(pattern, step) {
    this.step = step;
    this.pattern = pattern;
    this.groups = []; // each group is one stroke of the hand, possibly over several days
    this.replay();
  }

  replay() {
    this.days = Array.from({ length: 7 }, () => new Array(DAY / this.step).fill(FREE));
    for (const stroke of [...this.pattern, ...this.groups.flat()]) this.lay(stroke);
  }

  lay([day, start, end, brush]) {
    this.days[day].fill(brush, Math.floor(start / this.step), Math.ceil(end / this.step));
  }

  at(day, minute) {
    return this.days[day][Math.floor(minute / this.step)];
  }

  /** Lays one group of strokes; later ones lie over earlier ones. */
  paint(strokes) {
    this.groups.push(strokes);
    strokes.forEach((stroke) => this.lay(stroke));
  }

  undo() {
    const undone = this.groups.pop();
    this.replay();
    return undone;
  }

  copyMonday() {
    const runs = this.runs(0);
    this.paint([1, 2, 3, 4].flatMap((day) => [[day, 0, DAY, FREE], ...runs.map(([start, end, brush]) => [day, start, end, brush])]));
  }

  /** Runs of one day that are not free, as [start, end, brush]. */
  runs(day) {
    const found = [];
    this.days[day].forEach((brush, index) => {
      const last = found.at(-1);
      const start = index * this.step;
      if (brush === FREE) return;
      if (last && last[1] === start && last[2] === brush) last[1] += this.step;
      else found.push([start, start + this.step, brush]);
    });
    return found;
  }

  get strokes() {
    return this.groups.flat();
  }
}

/** The strokes that fill the rectangle between two cells with one brush. */
export function rectangle(one, other, step, brush) {
  const [firstDay, lastDay] = [one.day, other.day].sort((a, b) => a - b);
  const [start, end] = [one.minute, other.minute].sort((a, b) => a - b);
  const days = Array.from({ length: lastDay - firstDay + 1 }, (_, index) => firstDay + index);
  return days.map((day) => [day, start, end + step, brush]);
}
