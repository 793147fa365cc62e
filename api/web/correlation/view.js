/** Correlation. */
import { html } from "../vendor/lit-html/lit-html.js";
export function correlationView() {
  return html`<p>…</p>`;
}
