/** Pages of a timeline, one after another, all from the state of the record at which the first was fetched. */

import { fetchJson } from "../shelf.js";

/**
 * The pages fetched so far. When the record has grown, as many are fetched anew as stood open; until they are there the
 * older ones stay, so that nobody is thrown back to the first page while reading the third.
 * @param {import("../desk.js").Desk} desk
 * @param {(cursor: string) => string} url
 */
export function pagesOf(desk, url) {
  const start = url("");
  const place = desk.shelf.want("table", start);
  if (place.value && desk.pages?.first !== place.value) begin(desk, place.value, start, url);
  const held = desk.pages;
  const all = held?.shown ?? [];
  const next = all.at(-1)?.next ?? null;
  return {
    first: all[0] ?? null,
    entries: all.flatMap((page) => page.entries),
    undated: all.flatMap((page) => page.undated),
    pending: held?.pending ?? false,
    problem: place.problem ?? held?.problem ?? null,
    more: next === null ? null : () => fetchNext(desk, held, url(next)),
  };
}

function begin(desk, first, start, url) {
  const before = desk.pages;
  const again = before?.start === start ? before.shown.length - 1 : 0;
  const same = again > 0 && before.shown[0].timeline_hash === first.timeline_hash;
  const held = { first, start, shown: same ? [first, ...before.shown.slice(1)] : [first], pending: false, problem: null };
  desk.pages = held;
  if (!same && again > 0) fetchAgain(desk, held, before.shown, again, url);
}

async function fetchAgain(desk, held, older, count, url) {
  const pages = held.shown;
  held.shown = older;
  held.pending = true;
  try {
    while (pages.length <= count && pages.at(-1).next !== null) pages.push(await fetchJson(url(pages.at(-1).next)));
  } catch (problem) {
    held.problem = problem;
  }
  held.shown = pages;
  held.pending = false;
  desk.redraw();
}

async function fetchNext(desk, held, url) {
  held.pending = true;
  desk.redraw();
  try {
    held.shown.push(await fetchJson(url));
    held.problem = null;
  } catch (problem) {
    held.problem = problem;
  }
  held.pending = false;
  desk.redraw();
}
