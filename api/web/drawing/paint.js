/** Painting a scene. Everything here takes a canvas context and colours; it decides nothing about what stands where. */

import { SHAPES, UNKNOWN_SIGN } from "./marks.js";
import { barMiddle, HEAD_PX, LINE_PX } from "./scene.js";

const FADE_PX = 26;
const SIGN_PX = 4.6;

const paths = new Map();

function shapePath(shape) {
  if (!paths.has(shape)) paths.set(shape, new Path2D(SHAPES[shape]));
  return paths.get(shape);
}

/**
 * The lines of the axis behind the lanes.
 * @param {CanvasRenderingContext2D} context
 * @param {{day: number}[]} marks
 * @param {(day: number) => number} x
 * @param {number} height
 * @param {string} colour
 */
export function paintGrid(context, marks, x, height, colour) {
  context.fillStyle = colour;
  for (const mark of marks) context.fillRect(Math.round(x(mark.day)), 0, 1, height);
}

/**
 * One lane: its bars or its density.
 * @param {CanvasRenderingContext2D} context - moved so that 0 is the top of the first lane
 * @param {import("./scene.js").LaneScene} lane
 * @param {object} style - colours, font, the sign and the marks of each row
 * @param {{most: number, dayPx: number}} scale
 */
export function paintLane(context, lane, style, scale) {
  if (lane.density) paintDensity(context, lane, style, scale.most);
  else for (const bar of lane.bars) paintBar(context, lane, bar, style, scale.dayPx);
}

function paintDensity(context, lane, style, most) {
  const { mass } = lane.density;
  const base = lane.top + lane.height - 6;
  const room = lane.height - lane.headPx - 14;
  const binPx = style.width / mass.length;
  context.beginPath();
  context.moveTo(0, base);
  for (let bin = 0; bin < mass.length; bin += 1) {
    const y = base - (most > 0 ? Math.sqrt(mass[bin] / most) * room : 0);
    context.lineTo(bin * binPx, y);
    context.lineTo((bin + 1) * binPx, y);
  }
  context.lineTo(style.width, base);
  context.closePath();
  context.fillStyle = style.crowd;
  context.fill();
  context.fillStyle = style.rule;
  context.fillRect(0, base, style.width, 1);
}

function paintBar(context, lane, bar, style, dayPx) {
  const middle = barMiddle(lane, bar);
  const look = style.look(bar.row);
  const colour = style.hues[look.sign.hue];
  const exact = look.exactDay && dayPx < HEAD_PX;
  if (!exact) paintSpan(context, bar, middle, look, colour, style.width);
  if (look.selected) paintSelection(context, bar, middle, style);
  const centre = exact ? bar.from + dayPx / 2 : Math.max(bar.sign, 0) + SIGN_PX + 1;
  paintSign(context, look, centre, middle, colour, style);
  if (bar.label) paintLabel(context, bar, middle, look, style);
}

/** The possible days: faint at ends that are uncertain, strong where it surely went on. */
function paintSpan(context, bar, middle, look, colour, width) {
  const from = Math.max(bar.from, -FADE_PX);
  const to = Math.min(bar.to, width + FADE_PX);
  const length = Math.max(to - from, 1);
  const top = middle - 8;
  if (look.openBefore || look.openAfter) paintTail(context, look, from, to, middle, colour);
  if (look.fadesIn || look.fadesOut) {
    const gradient = context.createLinearGradient(from, 0, from + length, 0);
    const share = look.openBefore || look.openAfter ? 0.5 : Math.min(0.5, FADE_PX / length);
    gradient.addColorStop(0, withAlpha(colour, look.fadesIn ? 0.04 : 0.22));
    gradient.addColorStop(look.openAfter ? 0 : share, withAlpha(colour, 0.22));
    gradient.addColorStop(look.openBefore ? 1 : 1 - share, withAlpha(colour, 0.22));
    gradient.addColorStop(1, withAlpha(colour, look.fadesOut ? 0.02 : 0.22));
    context.fillStyle = gradient;
  } else {
    context.fillStyle = withAlpha(colour, 0.22);
  }
  context.fillRect(from, top, length, 16);
  const core = look.core;
  if (core && core.to > core.from) {
    context.fillStyle = withAlpha(colour, 0.75);
    context.fillRect(Math.max(core.from, -2), middle + 6.5, Math.min(core.to, width + 2) - Math.max(core.from, -2), 1.5);
  }
}

/** A dotted line where no bound is known: it goes on from here, nobody can say how far. */
function paintTail(context, look, from, to, middle, colour) {
  const length = to - from;
  for (let at = 0; at < length; at += 5) {
    const share = look.openAfter ? 1 - at / length : at / length;
    context.fillStyle = withAlpha(colour, 0.15 + 0.75 * share);
    context.fillRect(from + at, middle + 7, 2, 1.5);
  }
}

function paintSign(context, look, x, y, colour, style) {
  context.save();
  context.translate(x, y);
  context.scale(SIGN_PX, SIGN_PX);
  const path = shapePath((look.sign ?? UNKNOWN_SIGN).shape);
  context.lineJoin = "round";
  context.fillStyle = look.realised ? colour : style.paper;
  context.strokeStyle = colour;
  context.lineWidth = look.realised ? 0.001 : 0.42;
  context.fill(path);
  if (!look.realised) context.stroke(path);
  context.restore();
}

function paintLabel(context, bar, middle, look, style) {
  context.font = look.realised ? style.font : style.italic;
  context.fillStyle = look.conflict ? style.conflict : style.ink;
  const x = bar.head;
  context.fillText(bar.label, x, middle + 4.5);
  if (!look.struck) return;
  context.fillRect(x, middle, context.measureText(bar.label).width, 1);
}

function paintSelection(context, bar, middle, style) {
  const from = Math.max(bar.from, 0) - 3;
  const label = bar.label ? bar.head + style.measure(bar.label) + 4 : bar.from + HEAD_PX;
  context.strokeStyle = style.focus;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(from, middle - LINE_PX / 2 + 1, Math.max(bar.to, label) - from, LINE_PX - 2, 4);
  context.stroke();
}

/**
 * Ties from and to one occurrence, as curves with a head at the end they bear on.
 * @param {CanvasRenderingContext2D} context
 * @param {{x1: number, y1: number, x2: number, y2: number, word: string}[]} ties
 * @param {object} style
 */
export function paintTies(context, ties, style) {
  context.strokeStyle = style.tie;
  context.fillStyle = style.tie;
  context.lineWidth = 1.25;
  context.font = style.small;
  for (const { x1, y1, x2, y2, word } of ties) {
    const [bendX, bendY] = bendOf(x1, y1, x2, y2);
    context.beginPath();
    context.moveTo(x1, y1);
    context.quadraticCurveTo(bendX, bendY, x2, y2);
    context.stroke();
    paintHead(context, x2, y2, Math.atan2(y2 - bendY, x2 - bendX));
    paintWord(context, word, (x1 + 2 * bendX + x2) / 4, (y1 + 2 * bendY + y2) / 4, style);
  }
}

/** Above the two ends if they lie apart, to their left if one stands over the other: never through what is between. */
function bendOf(x1, y1, x2, y2) {
  if (Math.abs(x2 - x1) < 60) return [Math.min(x1, x2) - 26 - Math.min(80, Math.abs(y2 - y1) / 3), (y1 + y2) / 2];
  const bend = Math.max(18, Math.min(70, Math.abs(x2 - x1) / 4));
  return [(x1 + x2) / 2, Math.min(y1, y2) - bend * (y1 === y2 ? 1 : 0.35)];
}

function paintHead(context, x, y, angle) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(-2, 0);
  context.lineTo(-9, -4);
  context.lineTo(-9, 4);
  context.closePath();
  context.fill();
  context.restore();
}

function paintWord(context, word, x, y, style) {
  const width = context.measureText(word).width;
  context.fillStyle = style.paper;
  context.fillRect(x - width / 2 - 3, y - 8, width + 6, 14);
  context.fillStyle = style.tie;
  context.fillText(word, x - width / 2, y + 3);
}

/**
 * A colour (`#rrggbb`) with an alpha.
 * @param {string} colour
 * @param {number} alpha
 */
export function withAlpha(colour, alpha) {
  const hex = Math.round(alpha * 255).toString(16).padStart(2, "0");
  return `${colour}${hex}`;
}
