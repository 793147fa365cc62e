/** The sources: the texts that were read, how they are graded, when they could be read, and what rests on each. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { counted, inWords, reliabilityInWords } from "../names.js";
import { listUrl, sourceUrl } from "../requests.js";
import { boundsInWords, dayInWords } from "../time/words.js";
import { parseDay } from "../time/days.js";
import { whenView } from "../views/entry.js";
import { placeInWords } from "../views/place.js";
import { problemView } from "../views/problem.js";
import { sheet } from "../views/sheet.js";
import { kindView } from "../views/signs.js";

sheet("sources");

/** @param {import("../desk.js").Desk} desk */
export function sourcesView(desk) {
  const place = desk.shelf.want("sources", listUrl(desk.state, "sources"));
  if (!place.value) return place.problem ? problemView(place.problem) : html`<p class="waiting">Reading the sources …</p>`;
  const { rows, withheld } = place.value;
  return html`
    <div class="controls"><p class="total">${counted(rows.length, "source")}${withheld
      ? html`<span class="withheld">, ${withheld} withheld: could not yet be read</span>` : nothing}</p></div>
    <ul class="source-list">${repeat(rows, (row) => row.id, (row) => html`<li>${sourceView(desk, row)}</li>`)}</ul>
  `;
}

function sourceView(desk, row) {
  const open = desk.state.source_shown === row.id;
  return html`<article class="source-card" aria-label=${row.title}>
    <h2><a href=${desk.link({ source_shown: open ? "" : row.id })} aria-expanded=${String(open)}>${row.title}</a></h2>
    <p>${[row.publisher, inWords(row.kind), ...row.authors].filter(Boolean).join(" · ")}</p>
    <p>Published ${boundsInWords(row.published, "short")} <span class="quiet">(${row.published.basis}; <code>${row.published.edtf}</code>)</span>
      · held since ${dayInWords(parseDay(row.read_on), "short")}</p>
    <p>Grade <strong>${row.reliability}</strong>: ${reliabilityInWords(row.reliability)}${row.reliability_reason ? html`. ${row.reliability_reason}` : nothing}</p>
    ${row.retracted ? html`<p class="conflict">Retracted by its publisher, ${boundsInWords(row.retracted, "short")}</p>` : nothing}
    <p class="quiet">${counted(row.accounts, "account")} ${row.accounts === 1 ? "rests" : "rest"} on it${row.struck ? `, ${row.struck} struck` : ""}</p>
    ${open ? usedView(desk, row) : nothing}
  </article>`;
}

function usedView(desk, row) {
  const place = desk.shelf.want("source", sourceUrl(desk.state, row.id));
  if (place.problem) return problemView(place.problem);
  if (!place.value || place.value.source.id !== row.id) return html`<p class="waiting">Reading …</p>`;
  return html`
    ${row.published.reasoning ? html`<p class="reasoning">${row.published.reasoning}</p>` : nothing}
    ${row.text_sha256 ? html`<p class="quiet">SHA-256 of the text <code>${row.text_sha256}</code></p>` : nothing}
    <ol class="used">${place.value.occurrences.map((used) => html`<li>
      <span class="used-when">${whenView(used.when)}</span>
      <span><a class="headline" href=${desk.link({ occurrence: used.occurrence })}>${used.headline}</a> ${kindView(desk.signs, used.kind)}
      ${used.passages.map((each) => html`<span class="used-passage ${each.stands ? "" : "struck"}">${each.summary}
        <span class="quiet">${inWords(each.manner)}, graded ${each.credibility}; ${placeInWords(each)}</span></span>`)}</span>
    </li>`)}</ol>`;
}
