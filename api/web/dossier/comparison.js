/** What the accounts state, side by side: a field a line, an account a column, and how the values stand to each other. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { countryName, fieldName, inWords, READINGS } from "../names.js";

const VERDICTS = {
  incompatible: ["≠", "cannot both hold"],
  not_comparable: ["?", "cannot be compared"],
  compatible: ["", "fit together"],
};

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} dossier
 */
export function comparisonView(desk, dossier) {
  const standing = dossier.accounts.filter((account) => account.stands);
  if (standing.length < 2) return nothing;
  const fields = [...dossier.fields].sort((one, other) => rank(one) - rank(other));
  const conflicts = fields.filter((field) => field.verdict === "incompatible").length;
  return html`<section class="comparison">
    <h3>Accounts side by side</h3>
    <p class="quiet">${conflicts
      ? html`<span class="conflict">≠ In ${conflicts === 1 ? "one field" : `${conflicts} fields`} they cannot both hold.</span>`
      : "Nowhere do they exclude each other."} The value read is underlined: ${readingName(desk)}.</p>
    <div class="scroll-x" tabindex="0" role="region" aria-label="Accounts side by side">
      <table>
        <thead><tr><th scope="col"><span class="unseen">Field</span></th>
          ${standing.map((account, at) => html`<th scope="col"><a href="#account-${at + 1}">${at + 1}</a> ${account.source.title}</th>`)}</tr></thead>
        <tbody>${fields.map((field) => fieldView(desk, field, standing))}</tbody>
      </table>
    </div>
  </section>`;
}

const rank = (field) => (field.verdict === "incompatible" ? 0 : field.values.length > 1 ? 1 : 2);

const readingName = (desk) => READINGS.find(([value]) => value === desk.state.reading)[1];

function fieldView(desk, field, standing) {
  const [mark, words] = VERDICTS[field.verdict];
  const picked = field.readings[desk.state.reading];
  return html`<tr class=${field.verdict}>
    <th scope="row">${fieldName(field.field)}
      ${field.values.length > 1 ? html`<span class="verdict">${mark} ${words}${field.note ? `: ${field.note}` : ""}</span>` : nothing}
      ${picked === null ? html`<span class="verdict">this reading picks no value</span>` : nothing}</th>
    ${standing.map((account) => html`<td>${cellView(field, account.version, picked)}</td>`)}
  </tr>`;
}

function cellView(field, version, picked) {
  const at = field.values.findIndex((value) => value.accounts.includes(version));
  if (at === -1) return html`<span class="unstated">not stated</span>`;
  const value = field.values[at];
  const mood = value.mood === "asserted" ? nothing : html` <span class="quiet">(${value.mood})</span>`;
  return html`<span class=${at === picked && field.values.length > 1 ? "picked" : ""}>${textOf(field.field, value.text)}${at === picked && field.values.length > 1
    ? html`<span class="unseen"> (the value read)</span>` : nothing}</span>${mood}`;
}

/** Codes and machine words as names. */
function textOf(field, text) {
  if (field.startsWith("countries.")) return text.split(", ").map((code) => countryName(code)).join(", ");
  return ["kind", "manner", "of.stance"].includes(field) ? inWords(text) : text;
}
