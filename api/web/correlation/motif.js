/** A chain of three kinds and more: how often it is whole, how far it gets, and the same read backwards. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { namedEntries } from "../named.js";
import { capital, counted, inWords } from "../names.js";
import { problemView } from "../views/problem.js";
import { linkTo, pairInWords } from "./pairs.js";
import { motifUrl, readMotif, SCOPE_WORDS, writeMotif } from "./requests.js";
import { between, days, probability } from "./words.js";

const MOST_STEPS = 9;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object[]} kinds
 */
export function motifView(desk, kinds) {
  const asked = readMotif(desk.state.motif);
  const place = desk.shelf.want("motif", asked ? motifUrl(desk.state, asked) : null);
  return html`<section class="motif"><h2>A chain of kinds</h2>
    ${formView(desk, asked ?? firstMotif(kinds), kinds)}
    ${problemView(place.problem)}
    ${place.value ? foundView(desk, place.value) : place.pending ? html`<p class="waiting">Counting …</p>` : nothing}
  </section>`;
}

/** Without one in the address: the story of the record's beginnings where it has these kinds, else its commonest ones. */
function firstMotif(kinds) {
  const words = kinds.filter((row) => row.occurrences > 0).sort((one, other) => other.occurrences - one.occurrences).map((row) => row.kind);
  const story = ["raid", "deportation", "loan_pledge"];
  const [first, ...rest] = story.every((kind) => words.includes(kind)) ? story : [0, 1, 2].map((at) => words[at] ?? words[0] ?? "raid");
  return { first, then: rest.map((kind) => ({ kind, from: 0, to: 30 })), scope: "same_country" };
}

function formView(desk, motif, kinds) {
  const words = kinds.filter((row) => row.occurrences > 0 || [motif.first, ...motif.then.map((step) => step.kind)].includes(row.kind));
  const change = (event, changed) => {
    event.preventDefault();
    desk.change({ motif: writeMotif(changed(readForm(event.target.closest("form")))) });
  };
  const longer = (said) => ({ ...said, then: [...said.then, { ...said.then.at(-1) }] });
  const shorter = (said) => ({ ...said, then: said.then.slice(0, -1) });
  return html`<form class="rule-form motif-form" @submit=${(event) => change(event, (said) => said)}>
    ${kindChoice("first", "Kind of the first step", motif.first, words)}
    ${motif.then.map((step, at) => html`<span class="motif-step">then ${kindChoice("kind", `Kind of step ${at + 2}`, step.kind, words)}
      ${daysView("from", `Step ${at + 2}: days at least`, step.from)} to ${daysView("to", `Step ${at + 2}: days at most`, step.to)} days later</span>`)}
    <span class="motif-step">
      <select name="scope" aria-label="Scope of the chain" .value=${motif.scope}>${Object.entries(SCOPE_WORDS).map(([word, said]) =>
        html`<option value=${word} ?selected=${word === motif.scope}>${said}</option>`)}</select>
      <button>Count the chain</button>
      <button type="button" ?disabled=${motif.then.length + 1 >= MOST_STEPS} @click=${(event) => change(event, longer)}>One step more</button>
      <button type="button" ?disabled=${motif.then.length <= 2} @click=${(event) => change(event, shorter)}>One step less</button>
    </span>
  </form>`;
}

function kindChoice(name, label, value, words) {
  return html`<select name=${name} aria-label=${label} .value=${value}>${repeat(words, (row) => row.kind, (row) =>
    html`<option value=${row.kind} ?selected=${row.kind === value}>${inWords(row.kind)} (${row.occurrences})</option>`)}</select>`;
}

const daysView = (name, label, value) =>
  html`<input name=${name} aria-label=${label} type="number" min="0" max="36525" required .value=${String(value)}>`;

function readForm(form) {
  const given = new FormData(form);
  const [kinds, from, to] = ["kind", "from", "to"].map((name) => given.getAll(name));
  const whole = (text) => Math.max(0, Math.min(36_525, Math.trunc(Number(text)) || 0));
  const then = kinds.map((kind, at) => ({ kind, from: Math.min(whole(from[at]), whole(to[at])), to: Math.max(whole(from[at]), whole(to[at])) }));
  return { first: given.get("first"), then, scope: given.get("scope") };
}

function foundView(desk, view) {
  const first = inWords(view.motif.first_kind);
  const least = view.refused.length ? `Too little to test: ${view.refused.join("; ")}.` : "";
  return html`
    <div class="scroll-x" tabindex="0" role="region" aria-label="Counts of the chain"><table class="counts">
      <tbody>
        ${view.reached.map((each, at) => html`<tr><th scope="row">${at ? html`<span aria-hidden="true">→ </span>` : nothing}${capital(inWords(each.kind))}${at ? stepInWords(view.motif.then[at - 1]) : ""}</th>
          <td>${between(each.certain_count, each.possible_count)}</td>
          <td class="quiet">${at ? `of ${view.first_count} ${first} get so far, in ${counted(each.chains_count, "chain")}` : "to begin with"}</td></tr>`)}
        <tr><th scope="row">Whole</th><td><a href="#chains">${between(view.certain_count, view.possible_count)}</a></td><td class="quiet">certain to possible</td></tr>
        <tr><th scope="row">Read backwards, for comparison</th><td>${between(view.mirrored_certain_count, view.mirrored_possible_count)}</td>
          <td class="quiet">${first} with all the other steps before it instead</td></tr>
        <tr><th scope="row">Chance of as much</th><td>${view.p === null ? "not tested" : `p ${probability(view.p)}`}</td>
          <td class="quiet">${view.p === null ? least : `${view.after_only_count} surely whole only forwards, ${view.before_only_count} only backwards`}</td></tr>
      </tbody>
    </table></div>
    <p class="quiet">${view.caveat}</p>
    ${chainsView(desk, view)}`;
}

function stepInWords(step) {
  const last = step.lag_days + step.window_days;
  return step.lag_days === last ? `, ${days(last)} later` : `, ${step.lag_days} to ${days(last)} later`;
}

function chainsView(desk, view) {
  const told = namedEntries(desk, view.chains.flatMap((chain) => chain.occurrences));
  const kinds = view.reached.map((each) => inWords(each.kind));
  if (!view.chains.length) return html`<p id="chains" class="quiet">No chain is whole on any dating.</p>`;
  return html`<section id="chains"><h3>Whole chains <span class="count">${(view.chains.length + view.chains_left_off_count).toLocaleString()}</span></h3>
    <ol>${view.chains.map((chain) => html`<li class=${chain.certain ? "" : "uncertain"}>${chain.occurrences.map((id, at) => html`${at
      ? html` <span class="quiet">${chain.lags[at - 1].replace(/d$/, " days")} →</span> ` : nothing}${linkTo(desk, told, id, kinds[at])}`)}
      <span class="quiet">${pairInWords(chain.pair)}${chain.certain ? "" : ", possible"}</span></li>`)}</ol>
    ${view.chains_left_off_count ? html`<p class="quiet">and ${view.chains_left_off_count.toLocaleString()} more</p>` : nothing}</section>`;
}
