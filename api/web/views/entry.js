/** Pieces of an entry that several views show. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { countryName, fieldName } from "../names.js";
import { boundsInWords } from "../time/words.js";

/** In which fields accounts cannot both hold, in one sentence. @param {object} entry */
export function conflictsInWords(entry) {
  const fields = entry.conflicts.filter((each) => each.verdict === "incompatible");
  return fields.map((each) => `${fieldName(each.field)}: ${each.values.join(" against ")}`).join("; ");
}

/** When it happened: the bounds in words, and the date as cited. @param {object} when */
export function whenView(when) {
  const words = boundsInWords(when, "short");
  return html`<span class="when">${words}</span>${when.basis === "derived"
    ? html` <span class="quiet" title="Drawn from relations between claims">derived</span>` : nothing}`;
}

/** Countries with their roles, each once. @param {object} entry */
export function countriesInWords(entry) {
  const names = entry.countries.map((each) => countryName(each.code, each.name));
  return [...new Set(names)].join(", ");
}
