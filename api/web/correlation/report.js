/** The report on one rule: all of it, hits and misses alike, each number with the occurrences behind it. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { namedEntries } from "../named.js";
import { inWords } from "../names.js";
import { dayInWords, spanInWords } from "../time/words.js";
import { linkTo, pairInWords, writeRange } from "./pairs.js";
import { between, lagInWords, percent, probability } from "./words.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} report
 */
export function reportView(desk, report) {
  const partners = report.hits.flatMap((hit) => hit.partners);
  const told = namedEntries(desk, [...report.hits, ...report.misses, ...report.chronology, ...partners].map((each) => each.occurrence));
  return html`
    <p class="verdict-line verdict-${report.verdict}">${sentence(report.verdict_sentence)}</p>
    <div class="scroll-x" tabindex="0" role="region" aria-label="Counts"><table class="counts">
      <tbody>${rows(desk, report).map(([name, value, note]) => html`<tr><th scope="row">${name}</th><td>${value}</td><td class="quiet">${note ?? nothing}</td></tr>`)}</tbody>
    </table></div>
    ${report.refused.length ? chronologyView(desk, report, told) : nothing}
    <div class="sides">
      ${hitsView(desk, report, told)}
      ${missesView(desk, report, told)}
    </div>
    ${backingView(desk, report)}
  `;
}

const WITHOUT_DAYS = "without an observed day there is nothing to draw from";
const expected = (count) => (count === null ? "not told" : count.toFixed(1));
const sentence = (text) => text.replace(/\b[a-z]+_[a-z_]+\b/g, inWords);

function rows(desk, report) {
  const { asked, followed, observed, over_datings: drawn, placebo, tests, rule } = report;
  const [x, y] = [inWords(rule.x_kind), inWords(rule.y_kind)];
  const link = (to, text) => html`<a href=${to}>${text}</a>`;
  const allOf = (kind, count) => link(desk.link({ view: "table", kind: [kind], occurrence: "" }), `${count} occurrences`);
  const pairsAt = (from, to, text) => link(desk.link({ pairs: writeRange(from, to) }), text);
  const [near, far] = [rule.lag_days ?? 0, (rule.lag_days ?? 0) + rule.window_days];
  const found = [
    [`Counted: ${x}`, asked.x_count, html`${allOf(rule.x_kind, asked.x_occurrences_count)}; ${asked.x_with_unknown_day_count} with an unknown day; ${asked.x_not_realised_count} left out, not said to have happened`],
    [`Counted: ${y}`, asked.y_count, html`${allOf(rule.y_kind, asked.y_occurrences_count)}; ${asked.y_with_unknown_day_count} with an unknown day; ${asked.y_not_realised_count} left out`],
    ["Pairs", asked.pairs_count, `${asked.pairs_with_both_count} of them hold both`],
    observed
      ? ["Days observed", observed.days.toLocaleString(), `${dayInWords(observed.first_day, "short")} to ${dayInWords(observed.last_day, "short")}`]
      : ["Days observed", "none", "nothing that counts here has a date"],
    [`${x} followed by ${y}`, link("#hits", between(followed.certain_count, followed.possible_count)), asked.x_count ? `${percent(followed.certain_rate)} certain, ${percent(followed.possible_rate)} possible` : `no ${x} that counts`],
    [`${x} without ${y}`, link("#misses", report.misses_count), "on no dating"],
    ["Expected by chance", expected(report.expected_by_chance_count), observed ? "" : WITHOUT_DAYS],
    ["When unknown days are drawn", ...(drawn ? [`${drawn.low_count} to ${drawn.high_count}`, `middle 95 % of ${drawn.datings_count} datings`] : ["not told", WITHOUT_DAYS])],
    ["The other way round", pairsAt(-far, -near, between(placebo.share.certain_count, placebo.share.possible_count)), `${x} preceded by ${y} in the same window${observed ? `, ${expected(placebo.expected_by_chance_count)} expected` : ""}`],
    ["Possible duplicates", asked.possible_duplicates_count, "not yet judged"],
  ];
  return tests ? [...found, ...testRows(tests)] : found;
}

function testRows(tests) {
  const { after_before: sides } = tests;
  return [
    ["After against before (headline)", `p ${probability(sides.p)}`, `${sides.after_only_count} only after, ${sides.before_only_count} only before${sides.clumped ? "; clumped, so whole pairs are turned" : ""}`],
    ["Yearly blocks", `p ${probability(tests.yearly_blocks.p)}`, ""],
    ["Circular shifts", `p ${probability(tests.circular_shifts.p)}`, ""],
    ["Shuffle within pairs", `p ${probability(tests.exact_shuffle.p)}`, "not part of the verdict"],
    ["Poisson", `p ${probability(tests.poisson.p)}`, "not part of the verdict"],
    ["Verdict", `p ${probability(tests.verdict_p)}`, "the largest of the first three"],
    ["q over all rules asked", probability(tests.q), tests.family_count ? `${tests.family_count} rules asked of this record` : ""],
  ];
}

function occurrenceView(desk, told, each) {
  return html`${linkTo(desk, told, each.occurrence, "an occurrence")} <span class="quiet">${spanInWords(each.earliest_day, each.latest_day, "short")}</span>`;
}

function hitsView(desk, report, told) {
  return html`<section id="hits"><h3>With ${inWords(report.rule.y_kind)} <span class="count">${between(report.followed.certain_count, report.followed.possible_count)}</span></h3>
    <ul>${report.hits.map((hit) => html`<li>${occurrenceView(desk, told, hit)}
      <span class="quiet">${pairInWords(hit.pair)}${hit.certain ? "" : ", possible"}${hit.one_source ? ", rests on one source" : ""}</span>
      <ul>${hit.partners.map((each) => html`<li>${lagInWords(each.at_least_days, each.at_most_days)}: ${linkTo(desk, told, each.occurrence, "an occurrence")}</li>`)}</ul>
    </li>`)}</ul>${leftOff(report.hits_left_off_count)}</section>`;
}

function missesView(desk, report, told) {
  return html`<section id="misses"><h3>Without ${inWords(report.rule.y_kind)} <span class="count">${report.misses_count}</span></h3>
    <ul>${report.misses.map((miss) => html`<li>${occurrenceView(desk, told, miss)} <span class="quiet">${pairInWords(miss.pair)}</span></li>`)}</ul>
    ${leftOff(report.misses_left_off_count)}</section>`;
}

const leftOff = (count) => (count ? html`<p class="quiet">and ${count} more</p>` : nothing);

function chronologyView(desk, report, told) {
  return html`<section class="chronology"><h3>The chronology instead of a test</h3>
    <p class="quiet">Too little to test: ${report.refused.map(sentence).join("; ")}.</p>
    ${report.chronology.length ? nothing : html`<p class="quiet">Nothing of either kind counts here.</p>`}
    <ol tabindex="0" role="list" aria-label="Chronology">${report.chronology.map((row) => html`<li class="side-${row.side}">${occurrenceView(desk, told, row)} <span class="quiet">${pairInWords(row.pair)}</span></li>`)}</ol>
    ${leftOff(report.chronology_left_off_count)}</section>`;
}

function backingView(desk, report) {
  const titles = new Map((desk.shelf.places.get("sources")?.value?.rows ?? []).map((row) => [row.id, row.title]));
  const { backing } = report;
  if (!backing.sources.length) return nothing;
  return html`<section><h3>On whose word</h3>
    <p>${backing.hits_on_one_source_count} of these rest on one source, ${backing.hits_on_one_same_article_count} on one and the same article.</p>
    <ul>${backing.sources.map((each) => html`<li><a href=${desk.link({ view: "sources", source_shown: each.source })}>${titles.get(each.source) ?? "a source"}</a>
      <span class="quiet">attests ${each.attested_hits_count}; without it ${each.hits_lost_without_count} would be lost</span></li>`)}</ul></section>`;
}
