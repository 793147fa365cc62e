/** The facets: what can be chosen, with how much there is of each. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { signView } from "../views/signs.js";
import { countryName, inWords, reliabilityInWords } from "../names.js";
import { listUrl } from "../requests.js";

const FACETS = [
  { name: "kind", list: "kinds", title: "Kind", id: (row) => row.kind, label: (row) => inWords(row.kind), open: true },
  { name: "country", list: "countries", title: "Country", id: (row) => row.code, label: (row) => countryName(row.code, row.name), open: true },
  { name: "case", list: "cases", title: "Case", id: (row) => row.key ?? row.id, label: (row) => row.title, open: true },
  { name: "party", list: "parties", title: "Party", id: (row) => row.id, label: (row) => row.name },
  { name: "source", list: "sources", title: "Source", id: (row) => row.id, label: (row) => row.title },
];
const FEW = 7;

/** @param {import("../desk.js").Desk} desk */
export function facetsView(desk) {
  desk.unfolded ??= new Set();
  const chosen = FACETS.reduce((sum, facet) => sum + desk.state[facet.name].length, 0);
  return html`<aside class="facets" aria-label="Filters">
    <details class="all-facets" ?open=${wide()}>
      <summary>Filters${chosen ? ` (${chosen})` : ""}</summary>
      ${periodView(desk)} ${FACETS.map((facet) => facetView(desk, facet))} ${gradeView(desk)}
    </details>
  </aside>`;
}

const wide = () => matchMedia("(min-width: 62rem)").matches;

function facetView(desk, facet) {
  const chosen = desk.state[facet.name];
  const empty = desk.shelf.places.get(facet.list)?.value?.rows.length === 0;
  if (empty && !chosen.length) return nothing;
  const open = desk.unfolded.has(facet.name) || facet.open || chosen.length > 0;
  const toggled = (event) => {
    if (event.target.open) desk.unfolded.add(facet.name);
    else desk.unfolded.delete(facet.name);
    facet.open = event.target.open;
    desk.redraw();
  };
  return html`<details class="facet" ?open=${open} @toggle=${toggled}>
    <summary>${facet.title}</summary>
    ${open ? choicesView(desk, facet, chosen) : nothing}
  </details>`;
}

function choicesView(desk, facet, chosen) {
  const place = desk.shelf.want(facet.list, listUrl(desk.state, facet.list));
  const rows = (place.value?.rows ?? []).map((row) => ({ id: facet.id(row), row, label: facet.label(row), count: row.occurrences ?? row.accounts }));
  const shown = rows.filter((each) => each.count > 0 || chosen.includes(each.id)).sort((one, other) => other.count - one.count || (one.label < other.label ? -1 : 1));
  const all = desk.unfolded.has(`${facet.name} all`);
  const first = all ? shown : shown.filter((each, at) => at < FEW || chosen.includes(each.id));
  const more = shown.length - first.length;
  return html`<ul class="choices">
      ${repeat(first, (each) => each.id, (each) => choiceView(desk, facet, each, chosen))}
    </ul>
    ${more || all
      ? html`<button class="more" @click=${() => unfold(desk, facet, all)}>${all ? "Show fewer" : `Show ${more} more`}</button>`
      : nothing}`;
}

function unfold(desk, facet, all) {
  if (all) desk.unfolded.delete(`${facet.name} all`);
  else desk.unfolded.add(`${facet.name} all`);
  desk.redraw();
}

function choiceView(desk, facet, each, chosen) {
  const on = chosen.includes(each.id);
  const toggle = () => desk.change({ [facet.name]: on ? chosen.filter((id) => id !== each.id) : [...chosen, each.id] });
  return html`<li><label>
    <input type="checkbox" .checked=${live(on)} @change=${toggle}>
    ${facet.name === "kind" ? signView(desk.signs.get(each.id)) : nothing}
    <span class="choice">${each.label}</span> <span class="count">${each.count.toLocaleString()}</span>
  </label></li>`;
}

function periodView(desk) {
  const apply = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    desk.change({ from: form.get("from").trim(), to: form.get("to").trim(), window: "" });
  };
  return html`<form class="facet period" @submit=${apply} @change=${(event) => event.currentTarget.requestSubmit()}>
    <span class="facet-title">Period</span>
    <label>from <input name="from" .value=${desk.state.from} maxlength="64" size="10" placeholder="2009-12" autocomplete="off"></label>
    <label>to <input name="to" .value=${desk.state.to} maxlength="64" size="10" placeholder="2010" autocomplete="off"></label>
    <button class="unseen">Apply the period</button>
  </form>`;
}

function gradeView(desk) {
  const set = (event) => desk.change({ min_reliability: event.target.value });
  const grades = ["A", "B", "C", "D", "E"];
  return html`<div class="facet grade"><label><span class="facet-title">Sources graded at least</span>
    <select .value=${live(desk.state.min_reliability)} @change=${set}>
      <option value="" ?selected=${!desk.state.min_reliability}>any grade</option>
      ${grades.map((grade) => html`<option value=${grade} ?selected=${desk.state.min_reliability === grade}>${grade}: ${reliabilityInWords(grade)}</option>`)}
    </select></label></div>`;
}
