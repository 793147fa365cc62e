/**
 * Entries of single occurrences, by id: asked for when they are first needed, many at a time, and kept.
 *
 * What was fetched for another day of knowledge, or before the record grew, stays until the new answer has come.
 */

import { fetchJson } from "./shelf.js";
import { namedUrl } from "./requests.js";

const MOST_AT_ONCE = 100;
const GATHER_MS = 30;

/**
 * The entries known so far; those of the ids that are not are fetched, and the page is drawn again when they have come.
 * @param {import("./desk.js").Desk} desk
 * @param {Iterable<string>} ids
 * @returns {Map<string, object>} another one whenever something has come
 */
export function namedEntries(desk, ids) {
  const key = `${namedUrl(desk.state, [])} ${desk.shelf.renewals}`;
  if (desk.named?.key !== key) desk.named = { key, entries: desk.named?.entries ?? new Map(), asked: new Set(), waiting: new Set(), timer: 0 };
  const { named } = desk;
  for (const id of ids) if (!named.asked.has(id)) named.waiting.add(id);
  if (named.waiting.size) named.timer ||= setTimeout(() => fetchWaiting(desk, named), GATHER_MS);
  return named.entries;
}

async function fetchWaiting(desk, named) {
  const ids = [...named.waiting].slice(-MOST_AT_ONCE);
  for (const id of ids) {
    named.waiting.delete(id);
    named.asked.add(id);
  }
  const found = desk.named === named && ids.length ? await answer(desk, ids) : [];
  named.timer = 0;
  if (desk.named !== named) return;
  if (found.length) {
    named.entries = new Map([...named.entries, ...found.map((entry) => [entry.id, entry])]);
    desk.redraw();
  }
  if (named.waiting.size) named.timer = setTimeout(() => fetchWaiting(desk, named), 0);
}

/** Words that cannot be had now are asked for again when the record grows or the question changes. */
async function answer(desk, ids) {
  try {
    return (await fetchJson(namedUrl(desk.state, ids))).entries;
  } catch {
    return [];
  }
}
