/** ECharts with the few parts in use, drawn as SVG: loaded only by pages that show a chart. */

import { LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, GridComponent, SVGRenderer]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Numbers as the page's language writes them. */
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, useGrouping: false });

function axis(name, line, text) {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: { color: text, fontSize: 14 },
    axisLine: { show: true, lineStyle: { color: line } },
    axisLabel: { color: text, fontSize: 14, hideOverlap: true, formatter: (value) => number.format(value) },
    splitLine: { show: false },
  };
}

/** ``shift`` keeps the two labels apart: the lines meet where a search has proved its best. */
function series(name, points, { tone, type, shift }) {
  return {
    name,
    type: "line",
    step: "end",
    showSymbol: false,
    clip: false, // the axes span the data already
    data: points,
    lineStyle: { color: tone, width: 2, type },
    itemStyle: { color: tone },
    endLabel: { show: points.length > 0, formatter: name, color: tone, fontSize: 14, fontWeight: 600, distance: 6, offset: [0, shift] },
  };
}

function options(points, words) {
  const text = colour("--tone-muted");
  const line = colour("--tone-line");
  const last = points.at(-1) ?? [0, 0, 0];
  const below = last[2] === null || last[1] <= last[2] ? 10 : -10;
  const best = { tone: colour("--color-primary"), type: "solid", shift: below };
  const bound = { tone: colour("--tone-series"), type: "dashed", shift: -below };
  const bounds = points.filter(([, , value]) => value !== null).map(([seconds, , value]) => [seconds, value]);
  return {
    animation: false,
    textStyle: { fontFamily: "Inter Variable, system-ui, sans-serif" },
    grid: { left: 56, right: 104, top: 24, bottom: 56 },
    xAxis: { ...axis(words.seconds, line, text), nameGap: 32, min: 0, max: "dataMax" },
    yAxis: { ...axis("", line, text), scale: true },
    series: [
      series(words.best, points.map(([seconds, score]) => [seconds, score]), best),
      series(words.bound, bounds, bound),
    ],
  };
}

export function drawProgress(element, words) {
  const chart = init(element, null, { renderer: "svg" });
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  return {
    show: (points) => chart.setOption(options(points, words), true),
    close: () => {
      resized.disconnect();
      chart.dispose();
    },
  };
}
