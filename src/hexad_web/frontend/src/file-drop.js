/** A file input that also takes a dropped file, and says which one it holds. */

const UNITS = ["B", "kB", "MB", "GB"];

function sizeText(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: power ? 1 : 0 });
  return `${number.format(bytes / 1000 ** power)} ${UNITS[power]}`;
}

export function register(Alpine) {
  Alpine.data("fileDrop", () => ({
    over: false,
    held: "",
    init() {
      this.input = this.$el.querySelector("input[type=file]");
    },
    enter(event) {
      event.preventDefault();
      this.over = true;
    },
    leave() {
      this.over = false;
    },
    take(event) {
      event.preventDefault();
      this.over = false;
      if (!event.dataTransfer.files.length) return;
      this.input.files = event.dataTransfer.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    name() {
      this.held = [...this.input.files].map((file) => `${file.name}, ${sizeText(file.size)}`).join("; ");
    },
  }));
}
