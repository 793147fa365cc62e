/** The table: the same occurrences as on the plot, in the same order, for reading, for the keyboard and for the ear. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { counted } from "../names.js";
import { entriesUrl } from "../requests.js";
import { isConflict, mannerNote } from "../timeline/looks.js";
import { boundsInWords } from "../time/words.js";
import { emptyView } from "../views/empty.js";
import { conflictsInWords, countriesInWords, whenView } from "../views/entry.js";
import { exportView } from "../views/export.js";
import { kindView } from "../views/signs.js";
import { problemView } from "../views/problem.js";
import { sheet } from "../views/sheet.js";
import { moveFocus } from "./keys.js";
import { pagesOf } from "./pages.js";

const PAGE = 100;

sheet("table");

/** @param {import("../desk.js").Desk} desk */
export function tableView(desk) {
  const pages = pagesOf(desk, (cursor) => entriesUrl(desk.state, { limit: PAGE, cursor }));
  if (!pages.first) return pages.problem ? problemView(pages.problem) : html`<p class="waiting">Reading the record …</p>`;
  const { total, total_undated: undated } = pages.first;
  const some = html`<div class="scroll-x">${tableOf(desk, pages)}</div>`;
  return html`
    ${problemView(pages.problem)}
    <div class="controls">
      <p class="total">${counted(total, "occurrence")}${undated ? html`<span class="withheld">, ${undated} of them undated</span>` : nothing}</p>
      ${exportView(desk, total)}
    </div>
    ${total ? some : emptyView(desk)}
    ${pages.more ? html`<p class="pager"><button @click=${pages.more} ?disabled=${pages.pending}>Show more</button>
      <span class="quiet">${counted(pages.entries.length + pages.undated.length, "occurrence")} of ${total.toLocaleString()} shown</span></p>` : nothing}
  `;
}

function tableOf(desk, pages) {
  return html`<table class="occurrences" @keydown=${moveFocus}>
      <caption class="unseen">Occurrences in order. Arrow up and down move between them, Enter opens one.</caption>
      <thead><tr>
        <th scope="col">When</th><th scope="col">What</th><th scope="col">Countries</th>
        <th scope="col">Known since</th><th scope="col">Told by</th>
      </tr></thead>
      <tbody>${rowsView(desk, pages.entries)}</tbody>
      ${pages.undated.length ? html`<tbody><tr><th class="part" colspan="5" scope="rowgroup">Undated</th></tr>
        ${rowsView(desk, pages.undated)}</tbody>` : nothing}
    </table>`;
}

const rowsView = (desk, entries) => repeat(entries, (entry) => entry.id, (entry) => rowView(desk, entry));

function rowView(desk, entry) {
  return html`<tr class=${entry.id === desk.state.occurrence ? "chosen" : ""}>
    <td class="when-cell">${whenView(entry.when)}${entry.order === "conventional"
      ? html`<span class="order" title="Whether it came after the one above is not certain"> ~<span class="unseen">order not certain</span></span>` : nothing}</td>
    <td class="what-cell">
      <a class="headline" href=${desk.link({ occurrence: entry.id })}>${entry.headline}</a>
      <span class="kind-line">${kindView(desk.signs, entry.kind, entry.realised)}${mannerNote(entry)}</span>
      ${isConflict(entry) ? html`<span class="conflict">≠ ${conflictsInWords(entry)}</span>` : nothing}
    </td>
    <td>${countriesInWords(entry)}</td>
    <td>${boundsInWords(entry.known_since, "short")}</td>
    <td>${entry.sources.map((source) => html`<span class="told-by">${source.title} <abbr title="Grade of the source">${source.reliability}</abbr></span>`)}</td>
  </tr>`;
}
