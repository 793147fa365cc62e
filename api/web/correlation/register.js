/** The register of questions: every rule that was asked of this record, with what came of it. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { inWords } from "../names.js";
import { SCOPE_WORDS, writeRule } from "./requests.js";
import { days, probability } from "./words.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object[]} rows
 */
export function registerView(desk, rows) {
  if (!rows.length) return html`<p class="quiet">No rule was asked of this record yet.</p>`;
  return html`<details class="register"><summary>${rows.length} ${rows.length === 1 ? "rule was" : "rules were"} asked of this record</summary>
    <ul>${rows.map((row) => html`<li><a href=${desk.link({ rule: writeRule(ruleOf(row)), pairs: "" })}>${questionOf(row)}</a>
      <span class="quiet">${row.headline_p === null ? "too little to test" : html`p ${probability(row.headline_p)}, q ${probability(row.q)}`}</span></li>`)}</ul>
  </details>`;
}

const ruleOf = (row) => ({ x: row.rule.x_kind, y: row.rule.y_kind, window: row.rule.window_days, scope: row.rule.scope.within });

function questionOf({ rule }) {
  const lag = rule.lag_days ? `after ${days(rule.lag_days)}, ` : "";
  return html`${inWords(rule.x_kind)} is followed by ${inWords(rule.y_kind)} ${lag}within ${days(rule.window_days)}, ${SCOPE_WORDS[rule.scope.within] ?? nothing}`;
}
