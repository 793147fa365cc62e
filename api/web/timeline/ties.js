/** The ties of one occurrence to others, between the bars that are in view or the edge behind which they lie. */

import { barMiddle, HEAD_PX } from "../drawing/scene.js";

/**
 * Curves for the ties from and to a row.
 * @param {object} plot
 * @param {import("../drawing/scene.js").LaneScene[]} lanes
 * @param {number} row
 * @param {number} width
 * @returns {{x1: number, y1: number, x2: number, y2: number, word: string}[]}
 */
export function tiesOf(plot, lanes, row, width) {
  const links = plot.columns.links.filter((link) => link.from === row || link.to === row);
  if (!links.length) return [];
  const mine = placesOf(lanes, row)[0];
  if (!mine) return [];
  return links.flatMap((link) => {
    const other = link.from === row ? link.to : link.from;
    const there = nearest(placesOf(lanes, other), mine) ?? behindEdge(plot, other, mine, width);
    if (!there) return [];
    const [start, end] = link.from === row ? [mine, there] : [there, mine];
    return [{ x1: start.x, y1: start.y, x2: end.x, y2: end.y, word: link.kind.replaceAll("_", " ") }];
  });
}

function placesOf(lanes, row) {
  return lanes.flatMap((lane) =>
    (lane.bars ?? [])
      .filter((bar) => bar.row === row)
      .map((bar) => ({ x: Math.max(bar.from, 0) + HEAD_PX / 3, y: barMiddle(lane, bar) })),
  );
}

function nearest(places, mine) {
  return places.sort((one, other) => Math.abs(one.y - mine.y) - Math.abs(other.y - mine.y))[0];
}

function behindEdge(plot, row, mine, width) {
  if (plot.bounds.latest[row] < plot.window.from) return { x: -20, y: mine.y - 24 };
  return plot.bounds.earliest[row] > plot.window.to ? { x: width + 20, y: mine.y - 24 } : null;
}
