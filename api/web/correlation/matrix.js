/** Every kind against every kind: how often the one is followed by the other, and where that is more than before. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { inWords } from "../names.js";
import { between, probability } from "./words.js";
import { writeRange } from "./pairs.js";
import { writeRule } from "./requests.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} view
 * @param {import("./requests.js").Rule} rule
 */
export function matrixView(desk, view, rule) {
  const cells = new Map(view.cells.map((cell) => [`${cell.x_kind}>${cell.y_kind}`, cell]));
  const kinds = view.kinds.filter((kind) => view.cells.some((cell) => [cell.x_kind, cell.y_kind].includes(kind) && cell.possible_count > 0));
  return html`<p class="quiet">How many of the kind at the left are followed by the kind above within ${view.window_days} days: certain to possible.
      ${view.tested_count} of ${view.cells.length} pairs hold enough to be tested; q counts all of them as asked.</p>
    <div class="scroll-x" tabindex="0" role="region" aria-label="All kinds against all kinds"><table class="matrix">
      <thead><tr><td></td>${kinds.map((kind) => html`<th scope="col"><span>${inWords(kind)}</span></th>`)}</tr></thead>
      <tbody>${kinds.map((x) => html`<tr><th scope="row">${inWords(x)}</th>
        ${kinds.map((y) => cellView(desk, cells.get(`${x}>${y}`), { ...rule, x, y }))}</tr>`)}</tbody>
    </table></div>`;
}

function cellView(desk, cell, rule) {
  if (!cell || cell.possible_count === 0) return html`<td></td>`;
  const told = cell.q !== null && cell.q <= 0.05;
  const words = `${inWords(cell.x_kind)} followed by ${inWords(cell.y_kind)}: ${between(cell.certain_count, cell.possible_count)}; `
    + `before: ${between(cell.before_certain_count, cell.before_possible_count)}; p ${probability(cell.p)}, q ${probability(cell.q)}`;
  return html`<td class=${told ? "told" : ""}><a href=${desk.link({ rule: writeRule(rule), pairs: writeRange(0, rule.window) })} title=${words}>${between(cell.certain_count, cell.possible_count)}${told
    ? html`<span class="unseen">, beyond chance</span>` : nothing}</a></td>`;
}
