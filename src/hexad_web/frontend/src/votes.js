/** Three votes: a smaller and a larger button beside each number, and how many are left. */

export function register(Alpine) {
  Alpine.data("votes", () => ({
    left: 0,
    init() {
      this.most = Number(this.$root.dataset.most);
      this.count();
    },
    fields() {
      return [...this.$root.querySelectorAll("input[type=number]")];
    },
    count() {
      this.left = this.most - this.fields().reduce((sum, field) => sum + (Number(field.value) || 0), 0);
    },
    words() {
      const { one, other, over } = this.$root.dataset;
      if (this.left < 0) return over;
      return (this.left === 1 ? one : other).replace("{n}", String(this.left));
    },
    step(event) {
      const button = event.currentTarget;
      const field = this.$root.querySelector(`#${CSS.escape(button.dataset.for)}`);
      const wanted = (Number(field.value) || 0) + Number(button.dataset.by);
      const most = this.left <= 0 && wanted > Number(field.value) ? Number(field.value) : this.most;
      field.value = String(Math.max(0, Math.min(most, wanted)));
      this.count();
    },
  }));
}
