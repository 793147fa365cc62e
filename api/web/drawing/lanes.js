/** Lanes: which occurrences stand together. One may stand in several, as it does in several countries. */

import { anchorOf, isUndated } from "./columns.js";

/**
 * @typedef {object} Lane
 * @property {string} id
 * @property {string} name
 * @property {Int32Array} rows - dated ones, by the bound at which they stand
 * @property {number} undated
 */

/** The ways in which a timeline can be divided. */
export const DIVISIONS = ["country", "case", "kind", "none"];

/**
 * The lanes of a division, those with most in them first; what belongs to no lane stands last.
 * @param {import("./columns.js").Columns} columns
 * @param {string} division - one of DIVISIONS
 * @param {import("./columns.js").Bounds} bounds - of the axis in use
 * @param {{country: (code: string) => string, kind: (word: string) => string}} names
 * @returns {Lane[]}
 */
export function lanesOf(columns, division, bounds, names) {
  const groups = grouped(columns, division, names);
  const lanes = [...groups].map(([id, { name, rows }]) => lane(id, name, rows, bounds));
  return lanes.sort((one, other) => rank(one) - rank(other) || size(other) - size(one) || (one.name < other.name ? -1 : 1));
}

const rank = (each) => (each.id === "" ? 1 : 0);
const size = (each) => each.rows.length + each.undated;

function lane(id, name, rows, bounds) {
  const dated = rows.filter((row) => !isUndated(bounds, row));
  dated.sort((one, other) => anchorOf(bounds, one) - anchorOf(bounds, other) || one - other);
  return { id, name, rows: Int32Array.from(dated), undated: rows.length - dated.length };
}

function grouped(columns, division, names) {
  const count = columns.ids.length;
  if (division === "kind") {
    return byColumn(count, (row) => columns.kinds[columns.kind[row]], names.kind);
  }
  if (division === "country") return byParts(count, columns.countries, (label) => names.country(label.id), "No country named");
  if (division === "case") return byParts(count, columns.cases, (label) => label.name, "Filed in no case");
  return byColumn(count, () => "all", () => "All");
}

function byColumn(count, of, name) {
  const groups = new Map();
  for (let row = 0; row < count; row += 1) {
    const id = of(row);
    if (!groups.has(id)) groups.set(id, { name: name(id), rows: [] });
    groups.get(id).rows.push(row);
  }
  return groups;
}

function byParts(count, parts, name, elsewhere) {
  const groups = new Map();
  const placed = new Uint8Array(count);
  for (let at = 0; at < parts.rows.length; at += 1) {
    const label = parts.labels[parts.label[at]];
    if (!groups.has(label.id)) groups.set(label.id, { name: name(label), rows: [] });
    groups.get(label.id).rows.push(parts.rows[at]);
    placed[parts.rows[at]] = 1;
  }
  const rest = [];
  for (let row = 0; row < count; row += 1) if (!placed[row]) rest.push(row);
  if (rest.length) groups.set("", { name: elsewhere, rows: rest });
  return groups;
}
