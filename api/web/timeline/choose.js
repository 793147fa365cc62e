/** Choosing an occurrence on a plot: walking to it says what it is, opening it shows its dossier. */

import { namedEntries } from "../named.js";
import { boundsInWords } from "../time/words.js";
import { spokenOf } from "./plot.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} plot
 * @param {{id: string, open: boolean}} choice
 */
export function chosen(desk, plot, { id, open }) {
  desk.cursor = { id, beside: open ? id : desk.state.occurrence };
  if (open) desk.change({ occurrence: id });
  else desk.tell(wordsFor(desk, plot, id));
  desk.awaited = open || plot.entries.has(id) ? null : id;
}

/** What was walked to before its words were there is said again once they are. */
export function sayAwaited(desk, plot) {
  const { awaited } = desk;
  if (!awaited || !plot.entries.has(awaited)) return;
  desk.awaited = null;
  desk.told = wordsFor(desk, plot, awaited);
}

/** What is walked to, in words; on both axes also since when it is known. */
function wordsFor(desk, plot, id) {
  if (plot.crowded) namedEntries(desk, [id]);
  const entry = plot.entries.get(id);
  const known = entry && desk.state.axis !== "happened" ? `, known since ${boundsInWords(entry.known_since)}` : "";
  return `${spokenOf(plot, id)}${known}`;
}
