/** The best score by seconds as a step curve under a dashed bound. The drawing library is fetched only where a curve is. */

function pointsOf(element) {
  const source = document.getElementById(element.dataset.source);
  return source ? JSON.parse(source.textContent) : [];
}

export function register(Alpine) {
  Alpine.data("progressCurve", () => ({
    async init() {
      const charts = await import(/* @vite-ignore */ new URL(this.$el.dataset.charts, document.baseURI).href);
      this.chart = charts.drawProgress(this.$el, this.words());
      this.redraw = () => this.chart.show(pointsOf(this.$el));
      this.recolour = () => requestAnimationFrame(this.redraw);
      document.addEventListener("htmx:afterSettle", this.redraw);
      document.addEventListener("hexad:theme", this.recolour);
      this.redraw();
    },
    words() {
      const { best, bound, seconds } = this.$el.dataset;
      return { best, bound, seconds };
    },
    destroy() {
      document.removeEventListener("htmx:afterSettle", this.redraw);
      document.removeEventListener("hexad:theme", this.recolour);
      this.chart?.close();
    },
  }));
}
