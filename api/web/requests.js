/** Which request to the service each view makes. */

import { asked, CHOICE, SLICE } from "./address.js";

const TIMELINE = [...SLICE, ...CHOICE];

function url(path, parameters, more = {}) {
  for (const [name, value] of Object.entries(more)) if (value) parameters.set(name, String(value));
  const query = parameters.toString();
  return `/v1${path}${query ? `?${query}` : ""}`;
}

/** Everything there is to draw. @param {import("./address.js").State} state */
export const outlineUrl = (state) => url("/views/outline", asked(state, TIMELINE));

/** The days of knowledge of the record, whatever is filtered: the slider keeps its steps. */
export const daysUrl = (state) => url("/views/knowledge-days", asked(state, ["knowledge", "certainty", "at_position"]));

/** A page of entries. @param {import("./address.js").State} state @param {object} more - limit, cursor, from, to */
export const entriesUrl = (state, more) => url("/timeline", asked(state, [...TIMELINE, "reading"]), more);

/** The entries of some occurrences. @param {import("./address.js").State} state @param {string[]} ids */
export function namedUrl(state, ids) {
  const said = asked(state, [...SLICE, "reading"]);
  for (const id of ids) said.append("id", id);
  return url("/views/entries", said);
}

/** What one day of knowledge shows otherwise than another. */
export function differenceUrl(state, before, after, limit = 100) {
  const more = { known_on: before, to_known_on: after || "any", limit };
  return url("/diff", asked(state, [...TIMELINE.filter((name) => name !== "known_on"), "reading"]), more);
}

/** A list to choose from: countries, cases, kinds, parties, sources. */
export const listUrl = (state, name) => url(`/${name}`, asked(state, SLICE.filter((each) => each !== "source")));

/** One occurrence. */
export const dossierUrl = (state, id) => url(`/occurrences/${encodeURIComponent(id)}`, asked(state, [...SLICE, "reading"]));

/** What was recorded about one occurrence. */
export const historyUrl = (state, id) => url(`/occurrences/${encodeURIComponent(id)}/history`, asked(state, ["at_position"]));

/** One source and what rests on it. */
export const sourceUrl = (state, id) => url(`/sources/${encodeURIComponent(id)}`, asked(state, [...SLICE.filter((each) => each !== "source"), "reading"]), { limit: 1000 });

/** Why the date of an occurrence is what it is. */
export const whenUrl = (state, id) => url(`/occurrences/${encodeURIComponent(id)}/when`, asked(state, [...SLICE, "reading"]));

/** The passages on which an occurrence rests, where the user attached the texts. */
export const passagesUrl = (state, id) => url(`/occurrences/${encodeURIComponent(id)}/passages`, asked(state, SLICE));
