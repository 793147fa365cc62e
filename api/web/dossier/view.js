/** The dossier of one occurrence: what each source says of it, where they differ, and how we know. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { counted, countryName, inWords, READINGS } from "../names.js";
import { dossierUrl } from "../requests.js";
import { parseDay } from "../time/days.js";
import { boundsInWords, dayInWords } from "../time/words.js";
import { mannerNote } from "../timeline/looks.js";
import { problemView } from "../views/problem.js";
import { sheet } from "../views/sheet.js";
import { kindView } from "../views/signs.js";
import { accountsView } from "./accounts.js";
import { comparisonView } from "./comparison.js";
import { historyView } from "./history.js";
import { tiesView } from "./ties.js";
import { whyView } from "./why.js";

sheet("dossier");

/** @param {import("../desk.js").Desk} desk */
export function dossierView(desk) {
  const { state } = desk;
  const place = desk.shelf.want("dossier", dossierUrl(state, state.occurrence));
  const dossier = place.value;
  if (dossier && !place.pending && desk.openDossier !== state.occurrence) {
    desk.openDossier = state.occurrence;
    requestAnimationFrame(() => beginReading(desk));
  }
  return html`<aside class="dossier" aria-label="Dossier" aria-busy=${String(place.pending)} @keydown=${(event) => event.key === "Escape" && close(desk)}>
    <button class="close" @click=${() => close(desk)} aria-label="Close the dossier">×</button>
    ${place.problem ? problemView(place.problem) : dossier ? contentView(desk, dossier) : html`<p class="waiting">Opening …</p>`}
  </aside>`;
}

/** Another dossier begins at its top, not where the last one was left; closing it leads back to where it was opened. */
function beginReading(desk) {
  const dossier = document.querySelector(".dossier");
  if (!dossier?.contains(document.activeElement)) desk.openedFrom = document.activeElement;
  if (dossier) dossier.scrollTop = 0;
  dossier?.querySelector("h2")?.focus({ preventScroll: true });
}

function close(desk) {
  desk.cursor = { id: desk.state.occurrence, beside: "" };
  desk.change({ occurrence: "" });
  const place = desk.openedFrom;
  requestAnimationFrame(() => {
    const known = place?.isConnected && place !== document.body ? place : document.querySelector("occurrence-plot, delay-plot");
    (known ?? document.getElementById("record"))?.focus();
  });
}

function contentView(desk, dossier) {
  const { entry } = dossier;
  return html`
    <p class="dossier-kind">${kindView(desk.signs, entry.kind, entry.realised)}${mannerNote(entry)}</p>
    <h2 tabindex="-1">${entry.headline}</h2>
    <p class="dossier-when">${boundsInWords(entry.when)}${entry.when.edtf ? html` <code title="As cited, in EDTF">${entry.when.edtf}</code>` : nothing}
      ${entry.when.basis === "derived" ? html`<span class="quiet">drawn from what several claims say together</span>` : nothing}</p>
    ${entry.summary ? html`<p class="dossier-summary">${entry.summary}</p>` : nothing}
    ${factsView(desk, entry)}
    ${readingView(desk, entry)}
    ${comparisonView(desk, dossier)}
    ${accountsView(desk, dossier)}
    ${whyView(desk, dossier)}
    ${tiesView(desk, dossier)}
    ${historyView(desk, dossier)}
  `;
}

function factsView(desk, entry) {
  const places = grouped(entry.countries, (each) => countryName(each.code, each.name));
  return html`<dl class="facts">
    <dt>Known since</dt><dd>${boundsInWords(entry.known_since)}${knownNote(desk)}</dd>
    ${places.length ? html`<dt>Countries</dt><dd>${joined(places.map(([name, roles]) => html`${name} <span class="quiet">${roles.join(", ")}</span>`))}</dd>` : nothing}
    ${entry.parties.length ? html`<dt>Parties</dt><dd>${joined(grouped(entry.parties, (each) => each.name).map(([name, roles, each]) =>
      html`<a href=${desk.link({ party: [each.id], occurrence: "" })}>${name}</a> <span class="quiet">${roles.map(inWords).join(", ")}</span>`))}</dd>` : nothing}
    ${entry.cases.length ? html`<dt>Filed in</dt><dd>${joined(entry.cases.map((each) =>
      html`<a href=${desk.link({ case: [each.id], occurrence: "" })}>${each.title}</a>`))}</dd>` : nothing}
    <dt>Rests on</dt><dd>${counted(entry.accounts.length, "account")} in ${counted(entry.sources.length, "source")}${entry.struck
      ? html`, <span class="conflict">${entry.struck} struck through</span>` : nothing}</dd>
  </dl>`;
}

function knownNote(desk) {
  const { known_on: day, knowledge } = desk.state;
  const clock = knowledge === "public" ? "publicly known" : "readable in a source";
  const shown = parseDay(day);
  return html` <span class="quiet">(${clock}${shown === null ? "" : `; shown as known on ${dayInWords(shown)}`})</span>`;
}

/** Things by name, with the roles each has. */
function grouped(things, name) {
  const found = new Map();
  for (const each of things) {
    const key = name(each);
    if (!found.has(key)) found.set(key, [key, [], each]);
    found.get(key)[1].push(each.role);
  }
  return [...found.values()];
}

const joined = (parts) => parts.map((part, at) => html`${at ? "; " : ""}${part}`);

function readingView(desk, entry) {
  if (entry.accounts.length < 2) return nothing;
  return html`<fieldset class="reading"><legend>Where accounts differ, read</legend>
    ${READINGS.map(([value, name]) => html`<label><input type="radio" name="reading" value=${value} .checked=${desk.state.reading === value}
      @change=${() => desk.change({ reading: value })}> ${name}</label>`)}
  </fieldset>`;
}
