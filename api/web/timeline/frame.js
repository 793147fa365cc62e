/** What frames the plot: the axis above it, the names of lanes beside it, and the day of knowledge across it. */

import { languageOfNames } from "../time/words.js";

export const LEAD_PX = 17;

/**
 * The axis: contexts (a month, a year) over marks (days, months).
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof import("../time/ticks.js").ticks>} axis
 * @param {(day: number) => number} x
 * @param {{gutter: number, width: number, height: number}} box
 * @param {object} style
 */
export function paintAxis(context, axis, x, box, style) {
  context.fillStyle = style.paper;
  context.fillRect(0, 0, box.gutter + box.width, box.height);
  context.fillStyle = style.rule;
  context.fillRect(0, box.height - 1, box.gutter + box.width, 1);
  context.save();
  context.beginPath();
  context.rect(box.gutter, 0, box.width, box.height);
  context.clip();
  context.translate(box.gutter, 0);
  paintContexts(context, axis.contexts, x, style);
  context.font = style.small;
  context.fillStyle = style.quiet;
  for (const mark of axis.marks) {
    const at = Math.round(x(mark.day)) + 4;
    if (at > 0 && at + context.measureText(mark.label).width < box.width) context.fillText(mark.label, at, box.height - 9);
  }
  context.fillStyle = style.rule;
  for (const mark of axis.marks) context.fillRect(Math.round(x(mark.day)), box.height - 8, 1, 7);
  context.restore();
}

/** A context that began to the left of the plot keeps its name at the left edge while it lasts. */
function paintContexts(context, contexts, x, style) {
  context.font = style.strong;
  context.fillStyle = style.ink;
  contexts.forEach((each, at) => {
    const next = at + 1 < contexts.length ? x(contexts[at + 1].day) : Infinity;
    const left = Math.max(x(each.day), 0);
    if (left + context.measureText(each.label).width + 10 < next) context.fillText(each.label, left + 4, 16);
  });
}

/**
 * Names and counts of lanes: in the gutter, or at the top of each lane where there is none.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../drawing/scene.js").LaneScene[]} lanes
 * @param {{top: number, gutter: number, width: number, height: number, axis: number}} box
 * @param {object} style
 */
export function paintGutter(context, lanes, box, style) {
  context.save();
  context.beginPath();
  context.rect(0, box.axis, box.width, box.height - box.axis);
  context.clip();
  if (box.gutter) {
    context.fillStyle = style.paper;
    context.fillRect(0, box.axis, box.gutter, box.height);
  }
  for (const lane of lanes) {
    const y = lane.top + box.top;
    context.fillStyle = style.rule;
    context.fillRect(0, y + lane.height - 1, box.width, 1);
    if (box.gutter) paintBeside(context, lane, y, box, style);
    else if (lane.headPx) paintAbove(context, lane, y, box, style);
  }
  context.fillStyle = style.rule;
  if (box.gutter) context.fillRect(box.gutter - 1, box.axis, 1, box.height);
  context.restore();
}

function paintBeside(context, lane, y, box, style) {
  const room = box.gutter - 18;
  const end = y + lane.height - 6;
  context.font = style.strong;
  context.fillStyle = style.ink;
  let base = Math.max(y, box.axis) + 20;
  for (const line of wrapped(context, lane.name, room, Math.floor((end - base - 15) / LEAD_PX) + 1)) {
    context.fillText(line, 2, Math.min(base, end));
    base += LEAD_PX;
  }
  context.font = style.small;
  context.fillStyle = style.quiet;
  for (const line of countsOf(lane)) {
    if (base > end) return;
    context.fillText(line, 2, base);
    base += 15;
  }
}

/** A name on as many lines as there is height for, the last one shortened if the rest does not fit. */
function wrapped(context, name, room, most) {
  const lines = [];
  let rest = name.split(" ");
  while (rest.length) {
    if (lines.length >= Math.max(most, 1) - 1) return [...lines, clipped(context, rest.join(" "), room)];
    let count = rest.length;
    while (count > 1 && context.measureText(rest.slice(0, count).join(" ")).width > room) count -= 1;
    lines.push(clipped(context, rest.slice(0, count).join(" "), room));
    rest = rest.slice(count);
  }
  return lines;
}

function paintAbove(context, lane, y, box, style) {
  context.font = style.small;
  const counts = countsOf(lane).join(", ");
  const room = box.width - context.measureText(counts).width - 22;
  context.fillStyle = style.paper;
  context.fillRect(0, y + 2, box.width, lane.headPx);
  context.font = style.strong;
  context.fillStyle = style.ink;
  const name = clipped(context, lane.name, room);
  context.fillText(name, 2, y + 17);
  const width = context.measureText(name).width;
  context.font = style.small;
  context.fillStyle = style.quiet;
  context.fillText(counts, width + 12, y + 17);
}

function countsOf(lane) {
  const number = (count) => count.toLocaleString(languageOfNames());
  return [
    lane.total ? `${number(lane.total)} dated` : "",
    lane.undated ? `${number(lane.undated)} undated` : "",
    lane.through ? `${number(lane.through)} wider than the view` : "",
    lane.density?.open ? `${number(lane.density.open)} open-ended` : "",
  ].filter(Boolean);
}

function clipped(context, text, room) {
  if (context.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}

/**
 * The end of the day on which the record is shown as known.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} height
 * @param {string} word
 * @param {object} style - its `width` is that of the plot
 */
export function paintToday(context, x, height, word, style) {
  context.fillStyle = style.conflict;
  context.globalAlpha = 0.75;
  context.fillRect(Math.round(x), 0, 1.5, height);
  context.globalAlpha = 1;
  context.font = style.small;
  const wide = context.measureText(word).width;
  const left = x + wide + 8 > style.width;
  context.fillText(word, Math.round(x) + (left ? -wide - 4 : 5), height - 6);
}
