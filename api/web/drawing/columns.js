/** The outline of a record as typed columns, one row an occurrence, ready to be drawn. */

const NO_BITS = 0;

/**
 * @typedef {object} Columns
 * @property {string[]} ids
 * @property {Map<string, number>} rowOf
 * @property {string[]} kinds - words
 * @property {Uint16Array} kind - index into `kinds`
 * @property {Uint8Array} realised
 * @property {Bounds} happened - first and last possible days of beginning and end
 * @property {Bounds} known - since when something of it was known
 * @property {{labels: Label[], rows: Int32Array, label: Int32Array}} countries - long: one row for each part
 * @property {{labels: Label[], rows: Int32Array, label: Int32Array}} cases
 * @property {{from: number, to: number, kind: string}[]} links
 */

/** @typedef {{id: string, name: string}} Label */

/**
 * @typedef {object} Bounds
 * @property {Float64Array} earliest - the first possible day; -Infinity where open
 * @property {Float64Array} latest - the last possible day; Infinity where open
 * @property {Float64Array} coreFrom - from this day on it surely had begun
 * @property {Float64Array} coreTo - up to this day it surely had not ended
 */

/**
 * Take the reply of the outline into columns.
 * @param {object} outline
 * @returns {Columns}
 */
export function columnsOf(outline) {
  return {
    ids: outline.ids,
    rowOf: new Map(outline.ids.map((id, row) => [id, row])),
    kinds: outline.kinds,
    kind: Uint16Array.from(outline.kind),
    realised: Uint8Array.from(outline.realised, (yes) => (yes ? 1 : NO_BITS)),
    happened: {
      earliest: openDays(outline.start_earliest, -Infinity),
      latest: openDays(outline.end_latest, Infinity),
      coreFrom: openDays(outline.start_latest, Infinity),
      coreTo: openDays(outline.end_earliest, -Infinity),
    },
    known: knownBounds(outline),
    countries: long(outline.countries),
    cases: long(outline.cases),
    links: outline.links,
  };
}

/** A day on which something became known is one day, if an uncertain one: there is no core. */
function knownBounds(outline) {
  const earliest = openDays(outline.known_earliest, -Infinity);
  const latest = openDays(outline.known_latest, Infinity);
  return { earliest, latest, coreFrom: latest, coreTo: earliest };
}

function openDays(days, open) {
  return Float64Array.from(days, (day) => (day === null ? open : day));
}

function long(parts) {
  return { labels: parts.labels, rows: Int32Array.from(parts.rows), label: Int32Array.from(parts.label) };
}

/** Whether none of its four bounds is known. @param {Bounds} bounds @param {number} row */
export function isUndated(bounds, row) {
  return anchorOf(bounds, row) === null;
}

/**
 * The bound at which the sign of a row stands: the first possible day, else the last one, else the day by which it
 * surely had begun or was not yet over; null if there is none.
 * @param {Bounds} bounds
 * @param {number} row
 * @returns {number | null}
 */
export function anchorOf(bounds, row) {
  const days = [bounds.earliest[row], bounds.latest[row], bounds.coreFrom[row], bounds.coreTo[row]];
  return days.find(Number.isFinite) ?? null;
}

/**
 * The first and last day that is a bound of some row.
 * @param {Bounds} bounds
 * @returns {{first: number, last: number} | null} null where no row has a finite bound
 */
export function extent(bounds) {
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < bounds.earliest.length; row += 1) {
    for (const day of [bounds.earliest[row], bounds.latest[row]]) {
      if (!Number.isFinite(day)) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  return first === Infinity ? null : { first, last };
}
