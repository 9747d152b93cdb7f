/** The calculator: sliders beside numbers; result, tornado and break-even answer while a slider moves. */

import { Scenario, axis, breakEven, compare, onSite, spread, tornado } from "./cost-model.js";

const PERCENT = /\u00a0%$/; // "77→71 %": the unit stands once

export function register(Alpine) {
  Alpine.data("cost", () => ({
    init() {
      this.data = JSON.parse(this.$root.querySelector("#cost-figures").textContent);
      const language = this.$root.dataset.language;
      const format = (options) => new Intl.NumberFormat(language, options);
      this.formats = { whole: format({ maximumFractionDigits: 0 }), number: format({ maximumFractionDigits: 2 }) };
      this.fine = format({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
      this.before = new Map();
      for (const row of this.rows()) this.prepare(row);
      this.$root.addEventListener("input", (event) => this.moved(event));
      this.$root.addEventListener("change", () => this.isHeld || this.settled());
      // A key changes a slider and settles it at once; what it shows stays until the key is let go, as with a finger.
      this.$root.addEventListener("keydown", (event) => (this.isHeld ||= event.target.type === "range"));
      for (const name of ["keyup", "focusout"]) this.$root.addEventListener(name, () => this.letGo());
    },
    rows() {
      return [...this.$root.querySelectorAll("[data-key]")];
    },
    prepare(row) {
      const [slider, reset] = [row.querySelector("input[type=range]"), row.querySelector(".cost-reset")];
      slider.hidden = false;
      this.offerReset(row);
      reset.addEventListener("click", () => {
        this.put(row, row.dataset.default);
        this.settled();
        row.querySelector("input[type=number]").focus();
      });
    },
    /** Shown while a figure moves, not when it is left: nothing may shift under a finger on its way to a button. */
    offerReset(row) {
      row.querySelector(".cost-reset").hidden = row.querySelector("input[type=number]").value === row.dataset.default;
    },
    put(row, value) {
      row.querySelector("input[type=number]").value = value;
      row.querySelector("input[type=range]").value = value;
      this.answer();
    },
    moved(event) {
      const row = event.target.closest("[data-key]");
      if (row && event.target.type === "range") row.querySelector("input[type=number]").value = event.target.value;
      if (row && event.target.type === "number") row.querySelector("input[type=range]").value = event.target.value;
      this.answer();
    },
    /** What was typed, where it is accepted; what is not keeps the figure that held before. */
    scenario() {
      const currency = this.$root.querySelector("[name=currency]").value.trim().toUpperCase();
      const rate = Number(this.$root.querySelector("[name=usd_rate]").value) || 1;
      const values = {};
      const accepted = new Scenario(this.data.assumptions, {}, currency === "USD" ? 1 : rate);
      for (const row of this.rows()) {
        const text = row.querySelector("input[type=number]").value;
        const one = this.data.assumptions[row.dataset.key];
        const value = Number(text);
        const [least, most] = accepted.bounds(row.dataset.key);
        const stood = currency !== this.data.currency && text === row.dataset.default;
        if (text !== "" && !stood && value >= least && value <= most && (!one.whole || Number.isInteger(value))) {
          if (Math.abs(value - Number(row.dataset.default)) > 0.005) values[row.dataset.key] = value;
        }
      }
      return new Scenario(this.data.assumptions, values, currency === "USD" ? 1 : rate);
    },
    answer() {
      const scenario = this.scenario();
      const bars = tornado(scenario);
      const found = compare(scenario);
      this.show(this.figures(scenario, found, bars));
      this.draw(bars, found);
      this.reach(spread(scenario, bars));
      this.turn(scenario);
      this.flag(scenario);
      for (const row of this.rows()) this.offerReset(row);
    },
    letGo() {
      if (!this.isHeld) return;
      this.isHeld = false;
      this.settled();
    },
    settled() {
      this.answer();
      this.before.clear();
      for (const element of this.$root.querySelectorAll("[data-figure]")) element.textContent = element.dataset.now ?? element.textContent;
      const list = this.$root.querySelector(".tornado");
      for (const { key } of tornado(this.scenario())) list.append(list.querySelector(`[data-bar="${key}"]`));
    },
    percent(share, places = 0) {
      if (share === null) return "–";
      return `${(places ? this.fine : this.formats.whole).format(share * 100 + 0)}\u00a0%`;
    },
    figures(scenario, found, bars) {
      const site = compare(onSite(scenario));
      const wide = spread(scenario, bars);
      const money = (amount) => this.formats.whole.format(Math.round(amount));
      const costs = { groups: found.groups, training: found.training, site: site.training };
      const perHead = Object.entries(costs).flatMap(([name, cost]) => [
        [`${name}_total`, money(cost.total)],
        [`${name}_cash`, money(cost.cash)],
        [`${name}_time`, money(cost.time)],
        [`${name}_hour`, money(cost.perLearningHour)],
      ]);
      return {
        ...Object.fromEntries(perHead),
        saving_with_time: this.percent(found.savingWithTime),
        saving_cash: this.percent(found.savingCash),
        low: this.percent(wide.low),
        high: this.percent(wide.high),
        dose_groups: this.formats.number.format(found.groups.learningHours),
        dose_training: this.formats.number.format(found.training.learningHours),
        site_saving: this.percent(site.savingWithTime),
        site_saving_cash: this.percent(site.savingCash),
        cash_for_80: money(found.cashFor80),
        time_share: this.percent(found.timeShare, 2),
        time_share_with_preparation: this.percent(found.timeShareWithPreparation, 2),
      };
    },
    /** While a slider moves, the two savings keep the old number beside the new one. */
    show(figures) {
      for (const element of this.$root.querySelectorAll("[data-figure]")) {
        const name = element.dataset.figure;
        if (!this.before.has(name)) this.before.set(name, element.textContent);
        const [old, now] = [this.before.get(name), figures[name]];
        element.dataset.now = now;
        element.textContent = element.tagName === "STRONG" && old !== now ? `${old.replace(PERCENT, "")}→${now}` : now;
      }
    },
    draw(bars, found) {
      const place = axis(bars, found.savingWithTime, this.data.width);
      const [zero, likely] = [place(0), place(found.savingWithTime ?? 0)];
      for (const bar of bars) {
        const item = this.$root.querySelector(`[data-bar="${bar.key}"]`);
        const [left, right] = [place(bar.atLow), place(bar.atHigh)].sort((one, other) => one - other);
        item.querySelector("rect").setAttribute("x", left);
        item.querySelector("rect").setAttribute("width", Math.max(right - left, 1));
        for (const [name, x] of [["tornado-likely", likely], ["tornado-zero", zero]]) {
          item.querySelector(`.${name}`).setAttribute("x1", x);
          item.querySelector(`.${name}`).setAttribute("x2", x);
        }
        item.querySelector("[data-at=low]").textContent = this.percent(bar.atLow);
        item.querySelector("[data-at=high]").textContent = this.percent(bar.atHigh);
      }
    },
    turn(scenario) {
      const none = this.$root.querySelector(".turns").dataset.none;
      for (const key of this.data.turning) {
        const found = breakEven(scenario, key);
        this.line(key, scenario.get(key), found);
        const { unit, money } = this.data.assumptions[key];
        const words = money ? `${this.data.currency} ${unit}` : unit;
        this.$root.querySelector(`[data-turn="${key}"]`).textContent = found === null ? none : `${this.formats.number.format(found)} ${words}`;
      }
    },
    /** Today's value and the one at which it turns, on one line. */
    line(key, today, turn) {
      const picture = this.$root.querySelector(`[data-line="${key}"]`);
      const end = Math.max(today, turn ?? 0, 1e-9) * this.data.margin;
      const [here, there] = [today, turn ?? today].map((value) => (value / end) * this.data.width);
      picture.querySelector("rect").setAttribute("x", Math.min(here, there));
      picture.querySelector("rect").setAttribute("width", Math.abs(here - there));
      for (const [name, x] of [["tornado-likely", here], ["turn-mark", turn === null ? -9 : there]]) {
        for (const end of ["x1", "x2"]) picture.querySelector(`.${name}`).setAttribute(end, x);
      }
    },
    reach(wide) {
      const picture = this.$root.querySelector("[data-reach]");
      const [low, likely, high] = [wide.low, wide.likely, wide.high].map((share) => Math.min(Math.max(share, 0), 1) * this.data.width);
      picture.querySelector("rect").setAttribute("x", low);
      picture.querySelector("rect").setAttribute("width", high - low);
      for (const end of ["x1", "x2"]) picture.querySelector(".tornado-likely").setAttribute(end, likely);
    },
    flag(scenario) {
      for (const row of this.rows()) {
        const { low, high } = this.data.assumptions[row.dataset.key];
        const place = row.querySelector(".cost-unusual");
        if (low === null) continue;
        const [least, most] = [low, high].map((end) => scenario.inCurrency(row.dataset.key, end));
        const value = scenario.get(row.dataset.key);
        const words = place.dataset.words.replace("{low}", this.formats.number.format(least)).replace("{high}", this.formats.number.format(most));
        place.textContent = value < least || value > most ? words : "";
      }
    },
  }));
}
