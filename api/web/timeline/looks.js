/** How a row of the outline looks: its sign, its label, and what its edges and its colour say. */

import { capital } from "../names.js";
import { UNKNOWN_SIGN } from "../drawing/marks.js";

/** The words for manners in which nothing is said to have happened. */
const UNREALISED = ["alleged", "planned", "forecast", "denied"];

/**
 * The label of a row: the headline once it has been fetched, else the word of its kind.
 *
 * What a colour or a slope of the letters says is said in signs or words as well.
 * @param {object} plot
 * @param {number} row
 */
export function labelOf(plot, row) {
  const { columns, entries } = plot;
  const entry = entries.get(columns.ids[row]);
  if (!entry) return capital(plot.kindName(columns.kinds[columns.kind[row]]));
  const conflict = isConflict(entry) ? "≠ " : "";
  return `${conflict}${entry.headline}${mannerNote(entry)}`;
}

/** @param {object} entry - whether accounts of it cannot both hold in some field */
export function isConflict(entry) {
  return entry.conflicts.some((each) => each.verdict === "incompatible");
}

/** In brackets, the manner of an occurrence of which nobody says that it happened. @param {object} entry */
export function mannerNote(entry) {
  if (entry.realised) return "";
  const said = UNREALISED.filter((manner) => entry.manners.includes(manner));
  return ` (${said.length ? said.join(", ") : "retracted"})`;
}

/**
 * Everything that painting a bar needs to know of its row.
 * @param {object} plot
 * @param {number} row
 * @param {(day: number) => number} x - pixels of a day
 */
export function lookOf(plot, row, x) {
  const { columns, bounds, entries } = plot;
  const entry = entries.get(columns.ids[row]);
  const [earliest, latest] = [bounds.earliest[row], bounds.latest[row]];
  const [coreFrom, coreTo] = [bounds.coreFrom[row], bounds.coreTo[row]];
  return {
    sign: plot.signs.get(columns.kinds[columns.kind[row]]) ?? UNKNOWN_SIGN,
    realised: columns.realised[row] === 1,
    exactDay: earliest === latest,
    openBefore: earliest === -Infinity,
    openAfter: latest === Infinity,
    fadesIn: earliest !== coreFrom,
    fadesOut: latest !== coreTo,
    core: coreTo > coreFrom && Number.isFinite(coreTo - coreFrom) ? { from: x(coreFrom), to: x(coreTo + 1) } : null,
    selected: columns.ids[row] === plot.selected,
    conflict: entry ? isConflict(entry) : false,
    struck: entry ? entry.accounts.length === 0 : false,
  };
}
