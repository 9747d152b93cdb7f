/** The editor of an agenda: the sum while one types, and of each part only the fields that belong to what happens in it. */

import { fill } from "./room-clock.js";

export function register(Alpine) {
  Alpine.data("agendaEditor", () => ({
    sum: "",
    init() {
      this.$root.addEventListener("input", () => this.count());
      this.$root.addEventListener("change", (event) => this.show(event.target.closest("[data-part]")));
      for (const part of this.$root.querySelectorAll("[data-part]")) this.show(part);
      this.count();
    },
    count() {
      const minutes = Number(this.$root.elements.minutes.value) || 0;
      const found = [...this.$root.querySelectorAll("[data-minutes]")].reduce((all, field) => all + (Number(field.value) || 0), 0);
      this.sum = fill(this.$root.dataset.words, { found: String(found), minutes: String(minutes) });
      this.$root.querySelector("[data-sum]").toggleAttribute("data-off", found !== minutes);
    },
    show(part) {
      if (!part) return;
      const kind = part.querySelector("select").value;
      for (const fields of part.querySelectorAll("[data-for]")) fields.hidden = !fields.dataset.for.split(" ").includes(kind);
    },
  }));
}
