/** Walking through the plot with the keyboard. */

import { anchorOf } from "../drawing/columns.js";
import { panned } from "../time/window.js";

const ZOOMS = { "+": 0.6, "=": 0.6, "-": 1 / 0.6, _: 1 / 0.6 };
const STEPS = { PageUp: -0.8, PageDown: 0.8 };

/**
 * Do what a key asks for: arrows walk along a lane and between lanes, Enter opens, plus and minus zoom, Page Up and
 * Page Down move on, Home and End go to the first and last occurrence.
 * @param {KeyboardEvent} event
 * @param {object} on
 */
export function walk(event, on) {
  if (event.ctrlKey || event.metaKey || event.altKey || !on.plot) return;
  const done = zooms(event, on) || steps(event, on) || walks(event, on);
  if (done) event.preventDefault();
}

function zooms(event, on) {
  if (!(event.key in ZOOMS)) return false;
  on.zoom(ZOOMS[event.key]);
  return true;
}

function steps(event, on) {
  if (!(event.key in STEPS)) return false;
  const { from, to } = on.plot.window;
  on.move(panned(on.plot.window, STEPS[event.key] * (to - from)));
  return true;
}

function walks(event, on) {
  const { plot } = on;
  const here = plot.selected ? plot.columns.rowOf.get(plot.selected) : undefined;
  if (event.key === "Enter" && here !== undefined) {
    on.choose(here, true);
    return true;
  }
  const found = next(event.key, plot, plot.lanes, here);
  if (!found) return false;
  on.choose(found.row, false);
  const seen = on.lanes.find((lane) => lane.id === found.lane.id);
  if (seen) on.show(seen);
  bringIntoView(plot, found.row, on);
  return true;
}

function next(key, plot, lanes, here) {
  const all = lanes.filter((lane) => lane.rows.length);
  if (!all.length) return null;
  const laneAt = here === undefined ? 0 : Math.max(0, all.findIndex((lane) => lane.rows.includes(here)));
  const lane = all[laneAt];
  const at = here === undefined ? -1 : lane.rows.indexOf(here);
  if (key === "ArrowRight") return pick(lane, Math.min(at + 1, lane.rows.length - 1));
  if (key === "ArrowLeft") return pick(lane, Math.max(at - 1, 0));
  if (key === "Home") return pick(lane, 0);
  if (key === "End") return pick(lane, lane.rows.length - 1);
  if (key === "ArrowDown") return closest(plot, all[Math.min(laneAt + 1, all.length - 1)], here);
  if (key === "ArrowUp") return closest(plot, all[Math.max(laneAt - 1, 0)], here);
  return null;
}

const pick = (lane, at) => ({ lane, row: lane.rows[at] });

function closest(plot, lane, here) {
  if (here === undefined) return pick(lane, 0);
  const wanted = anchorOf(plot.bounds, here);
  let best = 0;
  lane.rows.forEach((row, at) => {
    const distance = Math.abs(anchorOf(plot.bounds, row) - wanted);
    if (distance < Math.abs(anchorOf(plot.bounds, lane.rows[best]) - wanted)) best = at;
  });
  return pick(lane, best);
}

function bringIntoView(plot, row, on) {
  const { window, bounds } = plot;
  const day = anchorOf(bounds, row);
  const length = window.to - window.from;
  if (day < window.from || day > window.to - length * 0.05) on.move(panned(window, day - window.from - length * 0.3));
}
