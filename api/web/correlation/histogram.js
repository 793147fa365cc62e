/** The lag histogram: how many at each distance, certain and possible, against the band that chance gives. */

import { html, svg } from "../vendor/lit-html/lit-html.js";
import { inWords } from "../names.js";
import { languageOfNames } from "../time/words.js";
import { moveAlong } from "./bars.js";
import { writeRange } from "./pairs.js";
import { days, lagInWords } from "./words.js";

const WIDTH = 760;
const HEIGHT = 190;
const LEFT = 48;
const FOOT = 26;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} view
 * @param {import("./requests.js").Rule} rule
 */
export function histogramView(desk, view, rule) {
  const [x, y] = [inWords(view.x_kind), inWords(view.y_kind)];
  const most = Math.max(1, view.possible_band.high_count, ...view.bins.map((bin) => bin.possible_count));
  const step = (WIDTH - LEFT) / view.bins.length;
  const top = (count) => (1 - count / most) * (HEIGHT - FOOT - 8) + 8;
  const longest = view.bins.at(-1)?.lag_days ?? 0;
  const reached = view.bins.filter((bin) => bin.possible_count > 0).reduce(nearest, null)?.lag_days;
  return html`<figure class="histogram">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label=${spoken(view, x, y)} @keydown=${moveAlong}>
      ${bandView(view.possible_band, top, "band-possible")} ${bandView(view.certain_band, top, "band-certain")}
      ${view.bins.map((bin, at) => barView(desk, bin, LEFT + at * step, step, top, bin.lag_days === reached))}
      <line class="axis" x1=${LEFT} x2=${WIDTH} y1=${HEIGHT - FOOT} y2=${HEIGHT - FOOT}></line>
      ${[-longest, -Math.round(longest / 2), 0, Math.round(longest / 2), longest].map((lag) => markView(lag, LEFT + (lag + longest + 0.5) * step))}
      ${[0, most].map((count) => svg`<text class="mark" x=${LEFT - 5} y=${top(count) + 4} text-anchor="end">${count.toLocaleString(languageOfNames())}</text>`)}
    </svg>
    <figcaption>Days from ${x} (n = ${view.x_count.toLocaleString(languageOfNames())}) to ${y} (n = ${view.y_count.toLocaleString(languageOfNames())}), over ${days(view.observed_days)}. Dark: certain. Light: possible.
      Shaded: ${view.band}; between the lines lies what chance gives at any one distance. Press a bar, or walk to it with the arrow keys, for the pairs that it counts;
      or list those ${rangeLink(desk, 0, rule.window, `within ${days(rule.window)} after`)}, ${rangeLink(desk, -rule.window, 0, `within ${days(rule.window)} before`)},
      ${rangeLink(desk, -longest, longest, "all that are drawn")}.</figcaption>
  </figure>`;
}

const nearest = (one, other) => (one === null || Math.abs(other.lag_days) < Math.abs(one.lag_days) ? other : one);

const rangeLink = (desk, from, to, words) => html`<a href=${desk.link({ pairs: writeRange(from, to) })}>${words}</a>`;

/** A bar is a link to its pairs. Only one of them is a stop for Tab; the arrow keys lead to the others. */
function barView(desk, bin, x, step, top, stop) {
  const base = HEIGHT - FOOT;
  const width = Math.max(step - 1, 0.7);
  const words = `${lagInWords(bin.lag_days, bin.lag_days)}: ${bin.certain_count} certain, ${bin.possible_count} possible`;
  const bars = svg`<rect class="reach" x=${x} y="8" width=${step} height=${base - 8}></rect>
    <rect class="possible" x=${x} y=${top(bin.possible_count)} width=${width} height=${base - top(bin.possible_count)}></rect>
    <rect class="certain" x=${x} y=${top(bin.certain_count)} width=${width} height=${base - top(bin.certain_count)}></rect>`;
  if (!bin.possible_count) return svg`<g><title>${words}</title>${bars}</g>`;
  return svg`<a class="bar" href=${desk.link({ pairs: writeRange(bin.lag_days, bin.lag_days) })} tabindex=${stop ? 0 : -1} aria-label=${words}><title>${words}</title>${bars}</a>`;
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
