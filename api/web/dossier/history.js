/** What was recorded about the occurrence, by whom and when: nothing is ever edited or deleted. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { capital } from "../names.js";
import { historyUrl } from "../requests.js";
import { instantInWords } from "../time/words.js";
import { problemView } from "../views/problem.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} dossier
 */
export function historyView(desk, dossier) {
  const toggled = (event) => {
    desk.historyOpen = event.target.open;
    desk.redraw();
  };
  return html`<details class="history" ?open=${Boolean(desk.historyOpen)} @toggle=${toggled}>
    <summary>History in this record</summary>
    ${desk.historyOpen ? eventsView(desk, dossier.entry.id) : nothing}
  </details>`;
}

function eventsView(desk, id) {
  const place = desk.shelf.want("history", historyUrl(desk.state, id));
  if (place.problem) return problemView(place.problem);
  if (place.value?.occurrence !== id) return html`<p class="waiting">Reading …</p>`;
  return html`<ol class="events">${place.value.events.map((event) => html`<li>
    <span class="quiet">${event.position} · ${instantInWords(event.recorded_at)} · ${event.recorded_by}</span>
    <span>${capital(event.sentence)}</span>
    ${valuesView(place.value.events, event)}
  </li>`)}</ol>`;
}

/** A version that ended another: what it replaced, struck through. */
function valuesView(events, event) {
  const ended = events.find((each) => each.data.version_id && each.data.version_id === event.data.ends);
  const before = ended?.data.account?.summary;
  const after = event.data.account?.summary;
  if (!before) return after ? html`<span class="event-summary">${after}</span>` : nothing;
  return html`<span class="event-summary"><del>${before}</del>${after ? html` ${after}` : nothing}</span>`;
}
