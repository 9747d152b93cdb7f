/** The design system page: contrast ratios of the colours that the browser really uses, again after each change of theme. */

const MINIMUM_CHANNEL = 0.04045;

function channels(colour) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function luminance(colour) {
  const [red, green, blue] = channels(colour)
    .map((channel) => channel / 255)
    .map((channel) => (channel <= MINIMUM_CHANNEL ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(row) {
  const style = getComputedStyle(row.querySelector("[data-sample]"));
  const [lighter, darker] = [luminance(style.color), luminance(style.backgroundColor)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function measure() {
  for (const row of document.querySelectorAll("[data-contrast]")) {
    const found = ratio(row);
    const needed = Number(row.dataset.contrast);
    row.querySelector("[data-ratio]").textContent = found.toFixed(2);
    row.querySelector("[data-verdict]").textContent = found >= needed ? row.dataset.enough : row.dataset.short;
  }
}

document.addEventListener("hexad:theme", () => requestAnimationFrame(measure));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", measure);
measure();
