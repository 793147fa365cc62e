/** Signs on a plane of two axes of time: which stand together, and how they are painted. */

import { anchorOf } from "./columns.js";
import { SHAPES, UNKNOWN_SIGN } from "./marks.js";
import { withAlpha } from "./paint.js";

const CELL_PX = 19;
const TAIL_PX = 46;
const SIGN_PX = 4.4;

/** @typedef {{row: number, x: number, y: number}} Place */

/**
 * The rows that stand on both axes, from the first day to the last; of one day, those known sooner come first.
 * @param {import("./columns.js").Columns} columns
 * @returns {Int32Array}
 */
export function inOrder({ ids, happened, known }) {
  const rows = ids.map((_, row) => row).filter((row) => anchorOf(happened, row) !== null && anchorOf(known, row) !== null);
  const by = (one, other) => anchorOf(happened, one) - anchorOf(happened, other) || anchorOf(known, one) - anchorOf(known, other) || one - other;
  return Int32Array.from(rows.sort(by));
}

/**
 * Places that cannot be told apart with the eye, together; each group in the order given.
 * @param {Place[]} places
 * @returns {{x: number, y: number, places: Place[]}[]}
 */
export function groupsOf(places) {
  const groups = [];
  for (const place of places) {
    const near = groups.find((group) => Math.abs(group.x - place.x) < CELL_PX && Math.abs(group.y - place.y) < CELL_PX);
    if (near) near.places.push(place);
    else groups.push({ x: place.x, y: place.y, places: [place] });
  }
  return groups;
}

/**
 * The place that an arrow key leads to, up or down: the nearest in that direction, sideways counting double.
 * @param {Place[]} places
 * @param {Place} here
 * @param {number} sign - 1 for down, -1 for up
 * @returns {Place | null}
 */
export function towards(places, here, sign) {
  let [best, least] = [null, Infinity];
  for (const place of places) {
    const down = (place.y - here.y) * sign;
    const away = down + 2 * Math.abs(place.x - here.x);
    if (down > 0.5 && away < least) [best, least] = [place, away];
  }
  return best;
}

/**
 * Thin lines from each sign to its last possible days; a side without a bound has a tail of fixed length. Lines that
 * would lie upon each other are painted once.
 */
export function paintReaches(context, places, columns, axes, style, signs) {
  const painted = new Set();
  for (const { row, x, y } of places) {
    const [latest, lastKnown] = [columns.happened.latest[row], columns.known.latest[row]];
    const right = Number.isFinite(latest) ? axes.x(latest + 1) : x + TAIL_PX;
    const top = Number.isFinite(lastKnown) ? axes.y(lastKnown) : y - TAIL_PX;
    const key = [x, y, right, top].map(Math.round).join(" ");
    if (painted.has(key)) continue;
    painted.add(key);
    context.fillStyle = withAlpha(style.hues[signOf(columns, row, signs).hue], 0.4);
    for (let at = x; at < right; at += Number.isFinite(latest) ? right - x : 5) {
      context.fillRect(at, y - 0.5, Number.isFinite(latest) ? right - x : 2.5, 1);
    }
    if (y - top > 1) context.fillRect(x - 0.5, top, 1, y - top);
  }
}

const signOf = (columns, row, signs) => signs.get(columns.kinds[columns.kind[row]]) ?? UNKNOWN_SIGN;

/** One sign, or a ring with the number of those that stand there. */
export function paintGroup(context, group, columns, style, signs, selected) {
  const chosen = group.places.some(({ row }) => columns.ids[row] === selected);
  const radius = group.places.length > 1 ? 8 + Math.min(7, Math.sqrt(group.places.length)) : 8;
  if (group.places.length > 1) paintRing(context, group, radius, style);
  else paintSign(context, group.places[0], columns, style, signs);
  if (!chosen) return;
  context.strokeStyle = style.focus;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(group.x, group.y, radius + 3, 0, 2 * Math.PI);
  context.stroke();
}

function paintRing(context, { x, y, places }, radius, style) {
  context.fillStyle = style.panel;
  context.strokeStyle = style.quiet;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.fillStyle = style.ink;
  context.font = style.small;
  const word = String(places.length);
  context.fillText(word, x - context.measureText(word).width / 2, y + 4);
}

function paintSign(context, { row, x, y }, columns, style, signs) {
  const sign = signOf(columns, row, signs);
  context.save();
  context.translate(x, y);
  context.scale(SIGN_PX, SIGN_PX);
  const path = new Path2D(SHAPES[sign.shape]);
  context.fillStyle = columns.realised[row] ? style.hues[sign.hue] : style.paper;
  context.strokeStyle = style.hues[sign.hue];
  context.lineWidth = 0.4;
  context.fill(path);
  context.stroke(path);
  context.restore();
}

/** So many that single signs would say nothing: dots, darker where they lie thick. */
export function paintDots(context, places, columns, style, signs) {
  for (const { row, x, y } of places) {
    context.fillStyle = withAlpha(style.hues[signOf(columns, row, signs).hue], 0.35);
    context.fillRect(x - 1, y - 1, 2.5, 2.5);
  }
}
