/** How to read the plot. */

import { html } from "../vendor/lit-html/lit-html.js";
import { inWords } from "../names.js";
import { signView } from "../views/signs.js";
import { kept } from "./plot.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} plot
 */
export function legendView(desk, plot) {
  const present = kept(desk, "present", [plot.columns], () => [...plot.columns.kinds].sort());
  return html`<section class="legend" aria-label="How to read the timeline">
    <ul class="kinds">${present.map((kind) => html`<li>${signView(desk.signs.get(kind))} ${inWords(kind)}</li>`)}</ul>
    <details>
      <summary>How to read the timeline</summary>
      <dl>
        <dt>Bar</dt><dd>All days on which it can have happened, on everything that is in force. The sign stands at the first of them; no day between is preferred.</dd>
        <dt>Faded end</dt><dd>The first or last day is not certain. A line below the bar marks days on which it surely went on.</dd>
        <dt>Dotted tail</dt><dd>No first or no last day is known: it lies at some time before, or after. The tail has always the same length.</dd>
        <dt>Hollow sign</dt><dd>Nobody says that it happened: alleged, planned, forecast or denied only.</dd>
        <dt>≠</dt><dd>Accounts give values that cannot both hold.</dd>
        <dt>Hill</dt><dd>Too many to show one by one: each spreads the weight 1 evenly over its possible days, and the height is the square root of the sum. Press to come nearer.</dd>
        <dt>Wider than the view</dt><dd>Possible on every day in view: where such are many they are counted beside the lane, and drawn when the view is wider.</dd>
        <dt>Drag, wheel, pinch</dt><dd>Move and zoom. Shift and drag chooses a stretch. With the keyboard: arrows, Enter, + and −, Page Up and Page Down.</dd>
      </dl>
    </details>
  </section>`;
}
