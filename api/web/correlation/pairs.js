/** The pairs of occurrences behind a part of the lags: what a bar, a cell or a count stands for, one by one. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { namedEntries } from "../named.js";
import { counted, countryName, inWords } from "../names.js";
import { days, lagInWords } from "./words.js";

/**
 * The range written in an address, `FROM..TO` in days from the first to the second.
 * @param {string} text
 * @returns {{from: number, to: number} | null}
 */
export function readRange(text) {
  const found = /^(-?\d{1,5})\.\.(-?\d{1,5})$/.exec(text);
  const [from, to] = found ? [Number(found[1]), Number(found[2])] : [1, 0];
  return from <= to ? { from, to } : null;
}

/** @param {number} from @param {number} to */
export const writeRange = (from, to) => `${from}..${to}`;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} view - the lags
 * @param {{from: number, to: number}} range
 */
export function pairsView(desk, view, range) {
  const [x, y] = [inWords(view.x_kind), inWords(view.y_kind)];
  const told = namedEntries(desk, view.pairs.flatMap((each) => [each.x_occurrence, each.y_occurrence]));
  const left = view.pairs_count - view.pairs.length;
  comeNear(desk, `${view.x_kind} ${view.y_kind} ${range.from} ${range.to}`);
  return html`<section id="pairs" class="pairs">
    <h3 tabindex="-1">${x} and ${y}, ${rangeInWords(range)} <span class="count">${counted(view.pairs_count, "pair")}</span></h3>
    <p class="quiet">All that may lie so far apart, those that surely do first. <a href=${desk.link({ pairs: "" })}>Close this list</a></p>
    <ol>${repeat(view.pairs, keyOf, (each) => html`<li class=${each.certain ? "" : "uncertain"}>
      ${linkTo(desk, told, each.x_occurrence, x)} <span class="quiet">${lagInWords(each.at_least_days, each.at_most_days)}:</span>
      ${linkTo(desk, told, each.y_occurrence, y)} <span class="quiet">${pairInWords(each.pair)}${each.certain ? "" : ", possible"}</span></li>`)}</ol>
    ${left ? html`<p class="quiet">and ${left.toLocaleString()} more; a narrower range or a day of knowledge shows them.</p>` : nothing}
  </section>`;
}

const keyOf = (each) => `${each.pair} ${each.x_occurrence} ${each.y_occurrence}`;

/** A list that was asked for is brought before the reader once, not whenever the page is drawn. */
function comeNear(desk, range) {
  if (desk.pairsNear === range) return;
  desk.pairsNear = range;
  requestAnimationFrame(() => {
    const heading = document.querySelector("#pairs h3");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "center" });
  });
}

/** A link by its headline; until that has come by its kind. */
export function linkTo(desk, told, id, otherwise) {
  return html`<a href=${desk.link({ occurrence: id })}>${told.get(id)?.headline ?? otherwise}</a>`;
}

/** A country, two of them, or the title of a case. */
export const pairInWords = (label) => label.replace(/\b[A-Z]{2}\b/g, (code) => countryName(code));

function rangeInWords({ from, to }) {
  if (from === to) return lagInWords(from, to);
  if (from >= 0) return from === 0 ? `within ${days(to)} after` : `${from} to ${days(to)} later`;
  return to <= 0 ? `${-to} to ${days(-from)} earlier` : `${days(-from)} earlier to ${days(to)} later`;
}
