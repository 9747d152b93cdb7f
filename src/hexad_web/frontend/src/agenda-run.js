/** An agenda played in a minute: two screens, moved by frames that the server computed; stepwise where motion is unwelcome. */

import { fill } from "./room-clock.js";

const TICK = 200; // milliseconds
const STEP = 2000; // a frame, where nothing may move

function minutesAndSeconds(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function register(Alpine) {
  Alpine.data("agendaRun", () => ({
    at: 0,
    isPlaying: false,
    isPaused: true,
    told: "",
    init() {
      const { length, runs_for, frames } = JSON.parse(document.getElementById("agenda-run").textContent);
      Object.assign(this, { length, frames, speed: length / runs_for });
      this.isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.$refs.at.max = String(length);
      this.keys = (event) => this.pressed(event);
      this.$root.addEventListener("keydown", this.keys);
      this.draw();
    },
    destroy() {
      clearInterval(this.timer);
    },
    get frame() {
      return this.frames?.findLast((one) => one.at <= this.at) ?? this.frames?.[0] ?? {};
    },
    get number() {
      return this.frame.number;
    },
    get title() {
      return this.frame.title;
    },
    get prompt() {
      return this.frame.prompt;
    },
    get phone() {
      return this.frame.phone;
    },
    get script() {
      return this.frame.script;
    },
    get what() {
      return this.frame.what;
    },
    get next() {
      return this.frame.next;
    },
    get clock() {
      return this.frame.ends ? minutesAndSeconds(this.frame.ends - this.at) : "";
    },
    get left() {
      return this.frame.step_ends ? fill(this.$root.dataset.left, { clock: minutesAndSeconds(this.frame.step_ends - this.at) }) : "";
    },
    get passed() {
      return `${minutesAndSeconds(this.at)} / ${minutesAndSeconds(this.length)}`;
    },
    get action() {
      const words = this.$root.querySelector("[data-play]").dataset;
      return this.isPlaying ? words.pause : words.play;
    },
    toggle() {
      if (this.isPlaying) this.stop();
      else this.start();
    },
    start() {
      if (this.at >= this.length) this.at = 0;
      this.isPlaying = true;
      this.isPaused = false;
      this.told = "";
      this.timer = setInterval(() => this.tick(), this.isStill ? STEP : TICK);
    },
    stop() {
      clearInterval(this.timer);
      this.isPlaying = false;
      this.isPaused = true;
    },
    tick() {
      if (this.isStill) this.go(1);
      else this.at = Math.min(this.length, this.at + (this.speed * TICK) / 1000);
      this.draw();
      if (this.at >= this.length) this.stop();
    },
    on() {
      this.step(1);
    },
    back() {
      this.step(-1);
    },
    step(by) {
      this.stop();
      this.go(by);
      this.draw();
      this.told = `${this.frame.title}. ${this.frame.what}.`;
    },
    go(by) {
      const place = this.frames.indexOf(this.frame) + by;
      this.at = this.frames[Math.max(0, Math.min(this.frames.length - 1, place))].at;
    },
    jump() {
      this.at = Number(this.$refs.at.value);
      this.draw();
    },
    /** Arrows step wherever the focus is in the run, but for the slider, which has them itself. */
    pressed(event) {
      const act = { ArrowRight: () => this.on(), ArrowLeft: () => this.back() }[event.key];
      if (!act || event.target.closest("input")) return;
      event.preventDefault();
      act();
    },
    draw() {
      this.$refs.at.value = String(Math.round(this.at));
      this.$refs.at.setAttribute("aria-valuetext", this.passed);
      const order = this.frame.order ?? [];
      this.$refs.order.replaceChildren(
        ...order.map(({ name, standing }) => {
          const item = document.createElement("li");
          item.textContent = name;
          item.dataset.standing = standing;
          return item;
        }),
      );
    },
  }));
}
