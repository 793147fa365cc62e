/** What the plot is drawn from: columns, lanes and window, each made anew only when what it rests on has changed. */

import { readWindow } from "../address.js";
import { columnsOf, extent } from "../drawing/columns.js";
import { lanesOf } from "../drawing/lanes.js";
import { capital, countryName, inWords } from "../names.js";
import { namedEntries } from "../named.js";
import { entriesUrl, outlineUrl } from "../requests.js";
import { parseDay } from "../time/days.js";
import { boundsInWords, dayInWords, spanInWords } from "../time/words.js";
import { fitting } from "../time/window.js";

export const MOST_AT_ONCE = 1_000;

/**
 * The plot of the state, or null until its outline has come.
 * @param {import("../desk.js").Desk} desk
 */
export function plotOf(desk) {
  const { state } = desk;
  const outline = desk.shelf.want("outline", outlineUrl(state)).value;
  if (!outline) return null;
  const columns = kept(desk, "columns", [outline], () => columnsOf(outline));
  const axis = state.axis === "known" ? "known" : "happened";
  const bounds = columns[axis];
  const lanes = kept(desk, "lanes", [columns, state.lanes, axis], () => lanesOf(columns, state.lanes, bounds, namesOf(columns)));
  const crowded = outline.total > MOST_AT_ONCE;
  const all = kept(desk, "all", [bounds, crowded], () => allOf(bounds, crowded));
  const window = windowOf(desk, all);
  const entries = entriesOf(desk, crowded);
  const selected = desk.cursor?.beside === state.occurrence ? desk.cursor.id : state.occurrence;
  const today = state.known_on ? parseDay(state.known_on) : null;
  const parts = [columns, lanes, window, entries, selected, today, desk.signs, crowded];
  return kept(desk, "plot", parts, () => ({
    columns, bounds, lanes, window, all, entries, selected, today, crowded,
    signs: desk.signs,
    kindName: inWords,
    todayWord: today === null ? "" : `as known on ${dayInWords(today, "short")}`,
  }));
}

function namesOf(columns) {
  const given = new Map(columns.countries.labels.map((label) => [label.id, label.name]));
  return { kind: (word) => capital(inWords(word)), country: (code) => countryName(code, given.get(code)) };
}

function allOf(bounds, crowded) {
  const found = extent(bounds);
  return found ? fitting(found.first, found.last, 0.03, crowded ? 0.03 : 0.16) : fitting(0, 365);
}

/** The window being moved while it is, else that of the address, else all there is. */
function windowOf(desk, all) {
  const { window } = desk.state;
  if (desk.window && (desk.window.text === window || desk.window.moving)) return desk.window;
  if (!window) return all;
  return kept(desk, "window", [window], () => readWindow(window, parseDay) ?? all);
}

/** Entries for the labels: all of them if they are few, else those that were near at some time. */
function entriesOf(desk, crowded) {
  if (crowded) return namedEntries(desk, []);
  const reply = desk.shelf.want("entries", entriesUrl(desk.state, { limit: MOST_AT_ONCE })).value;
  return kept(desk, "entries", [reply], () => byId(reply ? [...reply.entries, ...reply.undated] : []));
}

const byId = (entries) => new Map(entries.map((entry) => [entry.id, entry]));

/**
 * A value kept on the desk for as long as what it was made from stays the same.
 * @param {import("../desk.js").Desk} desk
 * @param {string} name
 * @param {unknown[]} from
 * @param {() => any} make
 */
export function kept(desk, name, from, make) {
  desk.keptValues ??= new Map();
  const held = desk.keptValues.get(name);
  if (held && held.from.length === from.length && held.from.every((each, at) => Object.is(each, from[at]))) return held.value;
  const value = make();
  desk.keptValues.set(name, { from, value });
  return value;
}

/**
 * The plot, or one occurrence of it, in a sentence for those who listen.
 * @param {object} plot
 * @param {string} [id]
 */
export function spokenOf(plot, id) {
  if (id === undefined) {
    const { from, to } = plot.window;
    return `Timeline of ${plot.columns.ids.length} occurrences in ${plot.lanes.length} lanes, ${spanInWords(Math.floor(from), Math.floor(to))}. `
      + "Arrow keys walk from one to the next, Enter opens it, plus and minus zoom. The table view holds the same.";
  }
  const entry = plot.entries.get(id);
  const row = plot.columns.rowOf.get(id);
  if (!entry) return `${inWords(plot.columns.kinds[plot.columns.kind[row]])}, ${rowInWords(plot.columns.happened, row)}`;
  return `${inWords(entry.kind)}: ${entry.headline}, ${boundsInWords(entry.when)}`;
}

function rowInWords(bounds, row) {
  const finite = (day) => (Number.isFinite(day) ? day : null);
  return spanInWords(finite(bounds.earliest[row]), finite(bounds.latest[row]));
}
