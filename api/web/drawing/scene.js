/**
 * The scene: what stands where on the timeline for one window, as plain values, before anything is painted.
 *
 * A lane with few occurrences in the window shows each as a bar on a line; one with too many shows their density.
 */

import { anchorOf } from "./columns.js";
import { density } from "./density.js";
import { pack } from "./packing.js";

export const LINE_PX = 22;
export const LANE_PAD_PX = 7;
export const HEAD_PX = 15;
const DENSITY_PX = 58;
const BIN_PX = 2;
const MOST_BARS = 400;
const MOST_LINES = 140;
const MOST_THROUGH = 12;
const TAIL_PX = 84;

/**
 * @typedef {object} LaneScene
 * @property {string} id
 * @property {string} name
 * @property {number} top - pixels from the top of the first lane
 * @property {number} headPx - kept free at its top
 * @property {number} height
 * @property {number} total - dated occurrences of the lane, in the window or not
 * @property {number} undated
 * @property {number} through - possible throughout the window, counted and not drawn
 * @property {import("./packing.js").Bar[] | null} bars
 * @property {{mass: Float64Array, open: number, most: number} | null} density
 */

/**
 * Lay out all lanes for a window. `headPx` is kept free at the top of each lane for its name; no
 * lane is lower than `leastPx`.
 * @param {import("./lanes.js").Lane[]} lanes
 * @param {import("./columns.js").Bounds} bounds - of the axis in use
 * @param {{from: number, to: number}} window - days
 * @param {number} width - pixels
 * @param {{label: (row: number) => string, measure: (label: string) => number, room: number | null}} text - `room` is
 *   what a label gets that is not known yet, so that nothing moves when it is
 * @param {number} headPx
 * @param {(lane: import("./lanes.js").Lane) => number} leastPx
 * @returns {{lanes: LaneScene[], height: number, most: number, dayPx: number}}
 */
export function sceneOf(lanes, bounds, window, width, text, headPx = 0, leastPx = () => 0) {
  const dayPx = width / (window.to - window.from);
  const shortened = (label, room) => shorten(label, room, text.measure);
  const shown = [];
  let top = 0;
  let most = 0;
  for (const lane of lanes) {
    const { rows, through } = inWindow(lane.rows, bounds, window, TAIL_PX / dayPx);
    const packed = rows && pack(spansOf(rows, bounds, window, dayPx, width, text), MOST_LINES, width, shortened);
    const crowd = packed ? null : density(bounds, lane.rows, window, Math.ceil(width / BIN_PX));
    const height = Math.max(leastPx(lane), headPx + (packed ? packed.lines * LINE_PX + 2 * LANE_PAD_PX : DENSITY_PX));
    if (crowd && crowd.most > most) most = crowd.most;
    const { id, name, undated } = lane;
    shown.push({ id, name, top, headPx, height, total: lane.rows.length, undated, bars: packed?.bars ?? null, density: crowd, through: packed ? through : 0 });
    top += height;
  }
  return { lanes: shown, height: top, most, dayPx };
}

/**
 * The rows with a bar in the window; null if there are too many to show one by one. A side without a bound has a tail
 * of fixed length: drawn to the end of time it would cover everything that is known better.
 *
 * What is possible throughout the window says nothing of it; where such rows are many, they are counted and not drawn.
 */
function inWindow(rows, bounds, window, tailDays) {
  const found = [];
  const through = [];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    let earliest = bounds.earliest[row];
    let latest = bounds.latest[row];
    if (earliest >= window.to) break; // they stand in the order of their first days: none of the others begins sooner
    if (earliest === -Infinity || latest === Infinity) {
      const anchor = anchorOf(bounds, row);
      earliest = Math.max(earliest, anchor);
      latest = Math.min(latest, anchor + tailDays);
    }
    if (latest + 1 <= window.from || earliest >= window.to) continue;
    if (earliest <= window.from && latest + 1 >= window.to) through.push(row);
    else if (found.push(row) > MOST_BARS) return { rows: null, through: 0 };
  }
  return through.length > MOST_THROUGH ? { rows: found, through: through.length } : { rows: [...found, ...through], through: 0 };
}

/** Bars by where they begin; those that run through the whole window say least and stand below the others. */
function spansOf(rows, bounds, window, dayPx, width, text) {
  const spans = rows.map((row) => {
    const [first, last] = [bounds.earliest[row], bounds.latest[row]];
    const stand = (anchorOf(bounds, row) - window.from) * dayPx;
    const left = first === -Infinity ? stand - TAIL_PX : stand;
    const right = last === Infinity ? stand + TAIL_PX : (last + 1 - window.from) * dayPx;
    const from = Math.max(left, -HEAD_PX);
    const label = text.label(row);
    const sign = first === -Infinity ? Math.max(Math.min(stand, right - HEAD_PX), from) : from;
    const head = Math.max(sign, 0) + HEAD_PX + (first === -Infinity ? 3 : 0);
    const wide = text.measure(label);
    return { row, sign, from, to: Math.min(right, width + HEAD_PX), head, label, width: wide, room: text.room ?? wide };
  });
  const through = (span) => (span.from <= 0 && span.to >= width ? 1 : 0);
  return spans.sort((one, other) => through(one) - through(other) || one.from - other.from || one.row - other.row);
}

/** As many whole characters of a label as fit, with an ellipsis. */
function shorten(label, room, measure) {
  const mean = measure(label) / label.length;
  let length = Math.min(label.length - 1, Math.floor(room / mean));
  while (length > 3 && measure(`${label.slice(0, length).trimEnd()}…`) > room) length -= 1;
  return length > 3 ? `${label.slice(0, length).trimEnd()}…` : "";
}

/**
 * The bar under a point, if there is one.
 * @param {{lanes: LaneScene[]}} scene
 * @param {number} x - pixels from the left edge of the plot
 * @param {number} y - pixels from the top of the first lane
 * @param {(label: string) => number} measure
 * @returns {{lane: LaneScene, bar: import("./packing.js").Bar | null} | null}
 */
export function under(scene, x, y, measure) {
  const lane = scene.lanes.find((each) => y >= each.top && y < each.top + each.height);
  if (!lane) return null;
  const line = Math.floor((y - lane.top - lane.headPx - LANE_PAD_PX) / LINE_PX);
  const hit = (bar) => {
    const end = Math.max(bar.to, bar.from + HEAD_PX, bar.label ? bar.head + measure(bar.label) : 0);
    return bar.line === line && x >= bar.from - 5 && x <= end + 3;
  };
  return { lane, bar: lane.bars?.findLast(hit) ?? null };
}

/** The middle height of a bar, from the top of the first lane. */
export function barMiddle(lane, bar) {
  return lane.top + lane.headPx + LANE_PAD_PX + (bar.line + 0.5) * LINE_PX;
}
