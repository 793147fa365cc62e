/** Packing: bars into lines so that neither bars nor labels touch. */

/**
 * @typedef {object} Bar
 * @property {number} row - the row of the columns
 * @property {number} from - left edge of its possible days, in pixels
 * @property {number} to - right edge
 * @property {number} sign - where its sign stands
 * @property {number} line
 * @property {string} label - what there is room for; empty if there is none
 */

export const GAP_PX = 7;
const LEAST_LABEL_PX = 56;
/** Room for labels, and for which share of the lines that are allowed it is tried. */
const TRIED = [[Infinity, 0.3], [190, 0.6], [110, 1], [0, 1]];

/**
 * Give each bar the first line that is free where it begins, keeping room for as much label as the lines allow.
 *
 * Room is tried for whole labels first, then for shorter ones, then for none; labels that were given no room are still
 * shown where their line happens to be free.
 * @param {{row: number, from: number, to: number, head: number, label: string, width: number, room?: number}[]} spans - by `from`;
 *   `head` is where the label starts, `width` how wide it is in pixels, `room` what is kept for it if that is not the same
 * @param {number} mostLines
 * @param {number} edge - the right edge, beyond which no label runs
 * @param {(label: string, width: number) => string} shorten - as much of a label as fits
 * @returns {{bars: Bar[], lines: number} | null} null if they do not fit
 */
export function pack(spans, mostLines, edge, shorten) {
  for (const [roomPx, share] of TRIED) {
    const packed = packedWith(spans, Math.ceil(mostLines * share), roomPx);
    if (packed) return labelled(packed, edge, shorten);
  }
  return null;
}

function packedWith(spans, mostLines, roomPx) {
  const ends = [];
  const bars = [];
  for (const span of spans) {
    const end = Math.max(span.to, span.head + Math.min(span.room ?? span.width, roomPx)) + GAP_PX;
    let line = ends.findIndex((free) => free <= span.from);
    if (line === -1) {
      line = ends.length;
      if (line >= mostLines) return null;
    }
    ends[line] = end;
    bars.push({ ...span, line });
  }
  return { bars, lines: Math.max(ends.length, 1) };
}

function labelled({ bars, lines }, edge, shorten) {
  const next = new Array(lines).fill(edge + GAP_PX);
  for (let at = bars.length - 1; at >= 0; at -= 1) {
    const bar = bars[at];
    const room = next[bar.line] - GAP_PX - bar.head;
    bar.label = room >= bar.width ? bar.label : room >= LEAST_LABEL_PX ? shorten(bar.label, room) : "";
    next[bar.line] = bar.from;
  }
  return { bars, lines };
}
