/** Pages of a timeline, one after another, all from the state of the record at which the first was fetched. */

import { fetchJson } from "../shelf.js";

/**
 * The pages fetched so far.
 * @param {import("../desk.js").Desk} desk
 * @param {(cursor: string) => string} url
 */
export function pagesOf(desk, url) {
  const start = url("");
  const place = desk.shelf.want("table", start);
  const first = place.value;
  if (!desk.pages || desk.pages.first !== first) desk.pages = { first, further: [], pending: false, problem: null };
  const held = desk.pages;
  const all = first ? [first, ...held.further] : [];
  const next = all.at(-1)?.next ?? null;
  return {
    first,
    entries: all.flatMap((page) => page.entries),
    undated: all.flatMap((page) => page.undated),
    pending: held.pending,
    problem: place.problem ?? held.problem,
    more: next === null ? null : () => fetchNext(desk, held, url(next)),
  };
}

async function fetchNext(desk, held, url) {
  held.pending = true;
  desk.redraw();
  try {
    held.further.push(await fetchJson(url));
    held.problem = null;
  } catch (problem) {
    held.problem = problem;
  }
  held.pending = false;
  desk.redraw();
}
