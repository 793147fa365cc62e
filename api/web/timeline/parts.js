/** Cutting a tall plot into parts for paper: between lanes where that is possible, between lines where it is not. */

import { LANE_PAD_PX, LINE_PX } from "../drawing/scene.js";

/**
 * @param {{top: number, headPx: number, height: number}[]} lanes
 * @param {number} mostPx - how tall a part may be
 * @returns {{top: number, height: number}[]}
 */
export function partsOf(lanes, mostPx) {
  const parts = [];
  let top = 0;
  let end = 0;
  const cut = (at) => {
    if (at > top) parts.push({ top, height: at - top });
    top = at;
  };
  for (const lane of lanes) {
    if (lane.top + lane.height - top > mostPx) cut(end);
    end = lane.top + lane.height;
    const lines = Math.floor((mostPx - lane.headPx - LANE_PAD_PX) / LINE_PX);
    while (end - top > mostPx) cut(top + (top === lane.top ? lane.headPx + LANE_PAD_PX : 0) + lines * LINE_PX);
  }
  cut(end);
  return parts;
}
