/** The sequence strip: what happened, one after the other, with the distance between neighbours and how sure it is. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { namedEntries } from "../named.js";
import { inWords } from "../names.js";
import { spanInWords } from "../time/words.js";
import { kindView } from "../views/signs.js";
import { lagInWords } from "./words.js";

const ORDERS = { certain: "→", same_day: "=", conventional: "~" };
const MOST_SHOWN = 80;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} view
 */
export function sequenceView(desk, view) {
  const claims = new Map((view.claims_shown ?? []).map((claim) => [claim.id, claim]));
  const steps = view.steps.slice(0, MOST_SHOWN);
  const entries = namedEntries(desk, steps.filter((step) => !step.headline).map((step) => step.occurrence));
  const left = view.steps.length - steps.length + (view.steps_left_off_count ?? 0);
  return html`<ol class="strip" tabindex="0" aria-label="Sequence">${repeat(steps, (step) => step.occurrence, (step, at) => html`
      ${at ? lagView(view.lags[at - 1], claims) : nothing}
      <li class="step ${step.realised ? "" : "unrealised"}">
        <span class="step-kind">${kindView(desk.signs, step.kind, step.realised)}</span>
        <a href=${desk.link({ occurrence: step.occurrence })}>${step.headline ?? entries.get(step.occurrence)?.headline ?? inWords(step.kind)}</a>
        <span class="quiet">${spanInWords(step.earliest_day, step.latest_day, "short")}</span>
      </li>`)}</ol>
    ${left ? html`<p class="quiet">The first ${steps.length} of ${steps.length + left} steps.</p>` : nothing}
    <p class="quiet">→ surely in this order; = surely on one day; ~ placed by convention, the order is not certain.</p>`;
}

function lagView(lag, claims) {
  const basis = lag.rests_on === "known_difference" ? "What sources say of the distance itself:" : "From the dates of both:";
  return html`<li class="lag lag-${lag.order}"><span class="arrow" aria-hidden="true">${ORDERS[lag.order]}</span>
    <span>${lagInWords(lag.at_least_days, lag.at_most_days)}</span>
    ${lag.claims.length ? html`<details><summary>${lag.claims.length} ${lag.claims.length === 1 ? "claim" : "claims"}</summary>
      <p class="quiet">${basis}</p><ul>${lag.claims.map((id) => html`<li>${claims.get(id)?.says ?? id}</li>`)}</ul></details>` : nothing}</li>`;
}
