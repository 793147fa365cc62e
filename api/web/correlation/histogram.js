/** The lag histogram: how many at each distance, certain and possible, against the band that chance gives. */

import { html, svg } from "../vendor/lit-html/lit-html.js";
import { inWords } from "../names.js";
import { days } from "./words.js";

const WIDTH = 760;
const HEIGHT = 190;
const LEFT = 34;
const FOOT = 26;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} view
 */
export function histogramView(desk, view) {
  const [x, y] = [inWords(view.x_kind), inWords(view.y_kind)];
  const most = Math.max(1, view.possible_band.high_count, ...view.bins.map((bin) => bin.possible_count));
  const step = (WIDTH - LEFT) / view.bins.length;
  const top = (count) => (1 - count / most) * (HEIGHT - FOOT - 8) + 8;
  const longest = view.bins.at(-1)?.lag_days ?? 0;
  return html`<figure class="histogram">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${spoken(view, x, y)}>
      ${bandView(view.possible_band, top, "band-possible")} ${bandView(view.certain_band, top, "band-certain")}
      ${view.bins.map((bin, at) => barView(bin, LEFT + at * step, step, top))}
      <line class="axis" x1=${LEFT} x2=${WIDTH} y1=${HEIGHT - FOOT} y2=${HEIGHT - FOOT}></line>
      ${[-longest, -Math.round(longest / 2), 0, Math.round(longest / 2), longest].map((lag) => markView(lag, LEFT + (lag + longest + 0.5) * step))}
      ${[0, most].map((count) => svg`<text class="mark" x=${LEFT - 5} y=${top(count) + 4} text-anchor="end">${count}</text>`)}
    </svg>
    <figcaption>Days from ${x} (n = ${view.x_count}) to ${y} (n = ${view.y_count}), over ${days(view.observed_days)}. Dark: certain. Light: possible.
      Shaded: ${view.band}; between the lines lies what chance gives at any one distance.</figcaption>
  </figure>`;
}

function barView(bin, x, step, top) {
  const base = HEIGHT - FOOT;
  const width = Math.max(step - 1, 0.7);
  return svg`<g><title>${bin.lag_days} days: ${bin.certain_count} certain, ${bin.possible_count} possible</title>
    <rect class="possible" x=${x} y=${top(bin.possible_count)} width=${width} height=${base - top(bin.possible_count)}></rect>
    <rect class="certain" x=${x} y=${top(bin.certain_count)} width=${width} height=${base - top(bin.certain_count)}></rect></g>`;
}

function bandView(band, top, name) {
  const height = Math.max(top(band.low_count) - top(band.high_count), 1);
  return svg`<rect class=${name} x=${LEFT} y=${top(band.high_count)} width=${WIDTH - LEFT} height=${height}></rect>`;
}

function markView(lag, x) {
  const word = lag === 0 ? "same day" : lag > 0 ? `${lag} later` : `${-lag} earlier`;
  return svg`<text class="mark" x=${x} y=${HEIGHT - 8} text-anchor=${x > WIDTH - 40 ? "end" : x < LEFT + 40 ? "start" : "middle"}>${word}</text>`;
}

function spoken(view, x, y) {
  const after = view.bins.filter((bin) => bin.lag_days > 0).reduce((sum, bin) => sum + bin.certain_count, 0);
  const before = view.bins.filter((bin) => bin.lag_days < 0).reduce((sum, bin) => sum + bin.certain_count, 0);
  return `Histogram of days from ${x} to ${y}: ${after} pairs with ${y} certainly later, ${before} certainly earlier.`;
}
