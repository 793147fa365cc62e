/** What the occurrence is tied to, and which recordings are judged to be this one. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { capital, inWords } from "../names.js";

const TURNED = {
  responds_to: "answered by",
  discloses: "disclosed by",
  denies: "denied by",
  part_of: "has as a part",
  foretells: "foretold by",
  causes: "said to be caused by",
};
const STRAIGHT = { causes: "said to cause" };

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} dossier
 */
export function tiesView(desk, dossier) {
  return html`${linksView(desk, dossier.links)} ${sameView(dossier)}`;
}

function linksView(desk, links) {
  if (!links.length) return nothing;
  const groups = new Map();
  for (const link of links) {
    const word = link.direction === "to" ? STRAIGHT[link.kind] ?? inWords(link.kind) : TURNED[link.kind] ?? `${inWords(link.kind)} (from)`;
    groups.set(word, [...(groups.get(word) ?? []), link]);
  }
  return html`<section class="ties"><h3>Ties</h3><dl class="facts">
    ${[...groups].map(([word, group]) => html`<dt>${capital(word)}</dt><dd><ul>${group.map((link) => html`<li>
      <a href=${desk.link({ occurrence: link.occurrence })}>${link.headline}</a>${link.note ? html` <span class="quiet">${link.note}</span>` : nothing}
    </li>`)}</ul></dd>`)}
  </dl></section>`;
}

function sameView(dossier) {
  if (!dossier.identifications.length) return nothing;
  return html`<section class="same"><h3>Judged to be the same</h3>
    <p class="quiet">Recorded apart from ${dossier.recorded_as.length} tellings and taken for one occurrence:</p>
    <ul>${dossier.identifications.map((each) => html`<li>${each.reason}</li>`)}</ul>
  </section>`;
}
