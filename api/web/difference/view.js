/** The difference between two days of knowledge: what appeared, what no longer stood, and what read otherwise. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { counted, fieldName } from "../names.js";
import { daysUrl, differenceUrl } from "../requests.js";
import { parseDay } from "../time/days.js";
import { dayInWords } from "../time/words.js";
import { mannerNote } from "../timeline/looks.js";
import { whenView } from "../views/entry.js";
import { problemView } from "../views/problem.js";
import { sheet } from "../views/sheet.js";
import { kindView } from "../views/signs.js";
import { valueView } from "./value.js";

sheet("difference");

/** @param {import("../desk.js").Desk} desk */
export function differenceView(desk) {
  const { state } = desk;
  const days = desk.shelf.want("days", daysUrl(state)).value?.days ?? [];
  const before = state.against || days[0] || "";
  const place = desk.shelf.want("difference", before ? differenceUrl(state, before, state.known_on) : null);
  return html`
    <form class="two-days" aria-label="The two days" @submit=${(event) => event.preventDefault()}>
      ${dayChoice(desk, "against", "From what was known on", before, days)}
      ${dayChoice(desk, "known_on", "to what was known on", state.known_on, days)}
    </form>
    ${problemView(place.problem)}
    ${place.value ? foundView(desk, place.value) : before ? html`<p class="waiting">Comparing …</p>` : html`<p class="empty">No day of knowledge can be told.</p>`}
  `;
}

function dayChoice(desk, name, label, value, days) {
  const known = days.includes(value) || !value ? days : [...days, value].sort();
  const any = name === "known_on";
  return html`<label>${label}
    <select .value=${live(value)} @change=${(event) => desk.change({ [name]: event.target.value })}>
      ${known.map((day) => html`<option value=${day} ?selected=${day === value}>${dayInWords(parseDay(day))}</option>`)}
      ${any ? html`<option value="" ?selected=${!value}>any day: all that is recorded</option>` : nothing}
    </select></label>`;
}

function foundView(desk, found) {
  const nothingFound = !found.total_appeared && !found.total_disappeared && !found.total_changed;
  if (nothingFound) return html`<p class="empty">Both days show the same.</p>`;
  return html`
    ${section(found.total_changed, "reads otherwise", "read otherwise", found.changed, (each) => changedView(desk, each))}
    ${section(found.total_appeared, "appeared", "appeared", found.appeared, (each) => entryLine(desk, each))}
    ${section(found.total_disappeared, "no longer stands", "no longer stand", found.disappeared, (each) => html`<del>${entryLine(desk, each)}</del>`)}
  `;
}

function section(total, one, many, shown, view) {
  if (!total) return nothing;
  return html`<section class="difference">
    <h2>${counted(total, "occurrence")} ${total === 1 ? one : many}</h2>
    <ul>${shown.map((each) => html`<li>${view(each)}</li>`)}</ul>
    ${shown.length < total ? html`<p class="quiet">The first ${shown.length} are shown; narrow the filters to see the rest.</p>` : nothing}
  </section>`;
}

function entryLine(desk, entry) {
  return html`<span class="difference-when">${whenView(entry.when)}</span>
    <span><a class="headline" href=${desk.link({ occurrence: entry.id })}>${entry.headline}</a>
    <span class="kind-line">${kindView(desk.signs, entry.kind, entry.realised)}${mannerNote(entry)}</span></span>`;
}

/** The date as cited and its basis only say again what the bounds say, where these changed. */
function told(fields) {
  const moved = fields.some((each) => ["when.earliest", "when.latest"].includes(each.field));
  return fields.filter((each) => !moved || !["when.edtf", "when.basis"].includes(each.field));
}

/** What a field was and became; of a list what was added and what went, the rest being the same. */
function changeView({ field, before, after }) {
  if (field === "id") return html`Judged to be one with another recording, and shown together with it.`;
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return html`<del>${valueView(field, before)}</del> <span aria-hidden="true">→</span><span class="unseen"> became </span> <ins>${valueView(field, after)}</ins>`;
  }
  if (field === "accounts") return html`${counted(before.length, "account")} <span aria-hidden="true">→</span><span class="unseen"> became </span> ${after.length}`;
  const [lost, gained] = [without(field, before, after), without(field, after, before)];
  if (!lost.length && !gained.length) return html`<span class="quiet">reads the same, told otherwise</span>`;
  return html`${lost.length ? html`<del>${valueView(field, lost)}</del> ` : nothing}${gained.length
    ? html`<span class="quiet">added:</span> <ins>${valueView(field, gained)}</ins>` : nothing}`;
}

/** What reads differently from all of the others. */
function without(field, some, others) {
  const held = new Set(others.map((each) => valueView(field, [each])));
  return some.filter((each) => !held.has(valueView(field, [each])));
}

function changedView(desk, changed) {
  return html`<span class="changed-entry"><a class="headline" href=${desk.link({ occurrence: changed.id })}>${changed.headline}</a>
    <dl class="fields-changed">${told(changed.fields).map((each) => html`<dt>${fieldName(each.field)}</dt><dd>${changeView(each)}</dd>`)}</dl></span>`;
}
