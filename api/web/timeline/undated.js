/** What has no date: kept, counted and shown in a place of its own. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { isUndated } from "../drawing/columns.js";
import { namedEntries } from "../named.js";
import { kindView } from "../views/signs.js";
import { mannerNote } from "./looks.js";
import { kept } from "./plot.js";

const MOST_SHOWN = 60;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} plot
 */
export function undatedView(desk, plot) {
  const rows = kept(desk, "undated", [plot.bounds], () => plot.columns.ids.filter((_, row) => isUndated(plot.bounds, row)));
  if (!rows.length) return nothing;
  const first = rows.slice(0, MOST_SHOWN);
  const told = plot.crowded ? namedEntries(desk, first) : plot.entries;
  const entries = first.map((id) => told.get(id)).filter(Boolean);
  return html`<section class="undated" aria-label="Undated">
    <h2>Undated <span class="count">${rows.length.toLocaleString()}</span></h2>
    <p class="quiet">No source, and nothing that follows from them together, sets a first or a last day.</p>
    <ul>${repeat(entries, (entry) => entry.id, (entry) => html`<li>
      <span class="quiet">${kindView(desk.signs, entry.kind, entry.realised)}</span>
      <a href=${desk.link({ occurrence: entry.id })}>${entry.headline}</a>${mannerNote(entry)}
    </li>`)}</ul>
    ${entries.length < rows.length ? html`<p><a href=${desk.link({ view: "table" })}>All of them are in the table</a></p>` : nothing}
  </section>`;
}
