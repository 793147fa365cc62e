/** What is said where there is nothing to show: because nothing fits what is chosen, or because nothing is recorded. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { CHOICE, SLICE } from "../address.js";

/** @param {import("../desk.js").Desk} desk */
export function emptyView(desk) {
  const { state } = desk;
  const chosen = [...CHOICE, ...SLICE].some((name) => state[name].length && !["knowledge", "certainty"].includes(name));
  if (!chosen) {
    return html`<div class="empty"><p>Nothing is recorded yet.</p>
      <p>What is recorded over <a href="/docs">the HTTP interface</a> or imported on the command line appears here at once.</p></div>`;
  }
  return html`<div class="empty"><p>Nothing in the record fits what is chosen.</p>
    ${state.known_on ? html`<p>On that day little may have been known: <a href=${desk.link({ known_on: "" })}>show all that is recorded</a>.</p>` : nothing}</div>`;
}
