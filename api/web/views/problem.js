/** What went wrong, in the words of the service: what was seen, and what would be accepted. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** @param {Error | null} problem */
export function problemView(problem) {
  if (!problem) return nothing;
  const told = problem.told ?? {};
  const pointer = told.pointer ? html` <code>${told.pointer}</code>` : nothing;
  return html`<div class="problem" role="alert">
    <p><strong>${told.title ?? "This cannot be shown"}.</strong> ${told.detail ?? problem.message}${pointer}</p>
    ${told.seen ? html`<p>Seen: <code>${typeof told.seen === "string" ? told.seen : JSON.stringify(told.seen)}</code></p>` : nothing}
    ${told.accepted ? html`<p>Accepted: ${told.accepted}</p>` : nothing}
  </div>`;
}
