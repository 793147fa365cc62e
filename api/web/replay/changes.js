/** What one step of knowledge changed, named: what appeared, what was taken back, and which fields read otherwise. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { counted, fieldName } from "../names.js";
import { differenceUrl } from "../requests.js";
import { parseDay, printDay } from "../time/days.js";

const MOST_NAMED = 6;

/**
 * The line below the slider.
 * @param {import("../desk.js").Desk} desk
 * @param {string[]} days
 * @param {number} step
 */
export function changesView(desk, days, step) {
  const { state } = desk;
  const known = state.known_on && days.length && parseDay(state.known_on) !== null;
  const before = known ? dayBefore(days, step, state.known_on) : null;
  const place = desk.shelf.want("step", known ? differenceUrl(state, before, state.known_on, MOST_NAMED) : null);
  if (!known || !place.value) return nothing;
  const { total_appeared, total_disappeared, total_changed } = place.value;
  const parts = [
    total_appeared && `${counted(total_appeared, "occurrence")} came to be known`,
    total_disappeared && `${counted(total_disappeared, "occurrence")} left the list`,
    total_changed && `${counted(total_changed, "occurrence")} read otherwise`,
  ].filter(Boolean);
  return html`<div class="step-changes">
    <p>${parts.length ? html`On that day ${parts.join(", ")}. <a href=${desk.link({ view: "difference", against: before, occurrence: "" })}>All changes</a>` : "Nothing shown here changed on that day."}</p>
    <ul>${named(desk, place.value)}</ul>
  </div>`;
}

/** The step before, or the eve of the first: against that, everything known on the first day is new. */
function dayBefore(days, step, knownOn) {
  const steps = days.includes(knownOn) ? step - 1 : step;
  return days[steps] ?? printDay(parseDay(days[0]) - 1);
}

function named(desk, difference) {
  const link = (id, headline) => html`<a href=${desk.link({ occurrence: id })}>${headline}</a>`;
  return [
    ...difference.changed.map((each) => html`<li>${link(each.id, each.headline)}: ${changed(each)}</li>`),
    ...difference.disappeared.map((each) => html`<li>${link(each.id, each.headline)}: no longer stands</li>`),
    ...difference.appeared.map((each) => html`<li>${link(each.id, each.headline)}: new</li>`),
  ].slice(0, MOST_NAMED);
}

function changed(entry) {
  const words = entry.fields.map((each) => {
    if (each.field === "conflicts") return each.after.length > each.before.length ? "a conflict appeared" : "conflicts changed";
    if (each.field === "accounts") return counted(each.after.length, "account");
    if (each.field.startsWith("when.")) return "date";
    if (each.field === "id") return "judged to be one with another";
    return fieldName(each.field).toLowerCase();
  });
  return [...new Set(words)].slice(0, 4).join(", ");
}
