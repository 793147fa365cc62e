/** Correlation: the sequence of a case, one rule with everything that speaks for and against it, and all kinds at once. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { inWords } from "../names.js";
import { listUrl } from "../requests.js";
import { emptyView } from "../views/empty.js";
import { problemView } from "../views/problem.js";
import { sheet } from "../views/sheet.js";
import { ask, rowOf } from "./ask.js";
import { histogramView } from "./histogram.js";
import { matrixView } from "./matrix.js";
import { motifView } from "./motif.js";
import { pairsView, readRange } from "./pairs.js";
import { registerView } from "./register.js";
import { lagsUrl, matrixUrl, readRule, rulesUrl, ruleUrl, SCOPE_WORDS, sequenceUrl, writeRule } from "./requests.js";
import { reportView } from "./report.js";
import { sequenceView } from "./sequence.js";

const CAVEAT = "Temporal association in reported events; not evidence that one caused the other.";
const LONGEST_LAG_DAYS = 60;

sheet("correlation");

/** @param {import("../desk.js").Desk} desk */
export function correlationView(desk) {
  const kinds = desk.shelf.places.get("kinds")?.value?.rows ?? [];
  if (!kinds.length) return html`<p class="waiting">Opening …</p>`;
  if (!kinds.some((row) => row.occurrences > 0)) return html`<p class="caveat">${CAVEAT}</p>${emptyView(desk)}`;
  const rule = readRule(desk.state.rule) ?? firstRule(kinds);
  return html`
    <p class="caveat">${CAVEAT}</p>
    ${sequencePart(desk)}
    <section><h2>A rule</h2>
      ${formView(desk, rule, kinds)}
      ${rulePart(desk, rule)}
    </section>
    ${motifView(desk, kinds)}
    <section><h2>All kinds at once</h2>${matrixPart(desk, rule)}</section>
  `;
}

/** Without a rule in the address: the two commonest kinds that are not statements of something. */
function firstRule(kinds) {
  const words = kinds.filter((row) => row.occurrences > 0).sort((one, other) => other.occurrences - one.occurrences).map((row) => row.kind);
  const has = (kind) => words.includes(kind);
  const [x, y] = has("deportation") && has("statement") ? ["deportation", "statement"] : [words[0] ?? "raid", words[1] ?? "raid"];
  return { x, y, window: 30, scope: "same_country" };
}

function formView(desk, rule, kinds) {
  const choose = (event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const window = Math.max(0, Math.min(36_525, Number(given.get("window")) || 0));
    desk.asking = null;
    desk.change({ pairs: "", rule: writeRule({ x: given.get("x"), y: given.get("y"), window, scope: given.get("scope") }) });
  };
  const select = (name, label, value, options) => html`<select name=${name} aria-label=${label} .value=${value}>
    ${repeat(options, ([word]) => word, ([word, said]) => html`<option value=${word} ?selected=${word === value}>${said}</option>`)}</select>`;
  const words = kinds.filter((row) => row.occurrences > 0 || [rule.x, rule.y].includes(row.kind)).map((row) => [row.kind, `${inWords(row.kind)} (${row.occurrences})`]);
  return html`<form class="rule-form" @submit=${choose}>
    ${select("x", "First kind", rule.x, words)} is followed by ${select("y", "Second kind", rule.y, words)} within
    <label><span class="unseen">Window in days</span><input name="window" type="number" min="0" max="36525" .value=${String(rule.window)}></label> days,
    ${select("scope", "Scope", rule.scope, Object.entries(SCOPE_WORDS))} <button>Choose</button>
  </form>`;
}

/** A rule is asked, that is recorded, before anything of it is counted; the lags beside it are only looked at. */
function rulePart(desk, rule) {
  const asked = desk.shelf.want("rules", rulesUrl(desk.state));
  const row = asked.value && rowOf(asked.value.rows, rule);
  const report = desk.shelf.want("rule", row ? ruleUrl(desk.state, row.rule_id) : null);
  const range = readRange(desk.state.pairs);
  const dayless = report.value?.observed === null;
  const lags = desk.shelf.want("lags", dayless ? null : lagsUrl(desk.state, rule, LONGEST_LAG_DAYS, range));
  const listed = range && lags.value?.query.pairs_from_days === range.from && lags.value.query.pairs_to_days === range.to;
  return html`
    ${problemView(asked.problem ?? report.problem)} ${problemView(desk.asking?.problem)}
    ${asked.value && !row ? unaskedView(desk, rule, asked.value.total) : nothing}
    ${report.value ? reportView(desk, report.value) : row ? html`<p class="waiting">Counting …</p>` : nothing}
    ${dayless || undated(lags.problem) ? withoutLags : problemView(lags.problem)} ${lags.value ? histogramView(desk, lags.value, rule) : nothing}
    ${listed ? pairsView(desk, lags.value, range) : nothing}
    ${asked.value ? registerView(desk, asked.value.rows) : nothing}`;
}

const undated = (problem) => problem?.told?.rule === "nothing_dated";
const withoutLags = html`<p class="without-lags quiet">No distances are drawn: nothing that counts of either kind has a date here.</p>`;

function unaskedView(desk, rule, version) {
  return html`<p class="unasked">This rule was not asked yet. Asking records it, so that every probability can be weighed against the number of
    questions put. <button ?disabled=${desk.asking?.pending} @click=${() => ask(desk, rule, version)}>Ask it of the record</button></p>`;
}

function matrixPart(desk, rule) {
  const place = desk.shelf.want("matrix", matrixUrl(desk.state, rule));
  if (place.problem) return problemView(place.problem);
  return place.value ? matrixView(desk, place.value, rule) : html`<p class="waiting">Counting …</p>`;
}

function sequencePart(desk) {
  const cases = desk.shelf.want("cases", listUrl(desk.state, "cases")).value?.rows.filter((row) => row.occurrences > 0) ?? [];
  if (!cases.length) return nothing;
  const keyOf = (row) => row.key ?? row.id;
  const largest = cases.reduce((one, other) => (other.occurrences > one.occurrences ? other : one));
  const chosen = desk.state.case[0] ?? keyOf(largest);
  const place = desk.shelf.want("sequence", sequenceUrl(desk.state, chosen));
  return html`<section><h2>The sequence in one case</h2>
    <label class="case-choice">Case <select .value=${live(chosen)} @change=${(event) => desk.change({ case: [event.target.value] })}>
      ${cases.map((row) => html`<option value=${keyOf(row)} ?selected=${[row.key, row.id].includes(chosen)}>${row.title}</option>`)}
    </select></label>
    <span class="quiet">Choose kinds in the filters to shorten the chain.</span>
    ${place.problem ? problemView(place.problem) : place.value ? sequenceView(desk, place.value) : html`<p class="waiting">Reading …</p>`}
  </section>`;
}
