/** Why the date is what it is: for each bound the chain of claims behind it, and the claims that cannot all be true. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { whenUrl } from "../requests.js";
import { parseDay } from "../time/days.js";
import { dayInWords } from "../time/words.js";
import { problemView } from "../views/problem.js";

const WORDS = {
  start_earliest: "Not begun before",
  start_latest: "Begun by",
  end_earliest: "Not over before",
  end_latest: "Over by",
};

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} dossier
 */
export function whyView(desk, dossier) {
  const place = desk.shelf.want("when", whenUrl(desk.state, dossier.entry.id));
  if (place.problem) return problemView(place.problem);
  if (!place.value || place.value.id !== dossier.entry.id) return nothing;
  const groups = grouped(place.value.bounds);
  return html`<section class="why">
    <h3>Why this date</h3>
    ${groups.length ? html`<ul class="bounds">${groups.map((group) => boundView(desk, group, dossier))}</ul>`
      : html`<p class="quiet">No claim sets a first or a last day.</p>`}
    ${place.value.contradictions.map((each) => contradictionView(desk, each))}
  </section>`;
}

/** Bounds that rest on the same claims are told once. */
function grouped(bounds) {
  const groups = new Map();
  for (const bound of bounds) {
    if (bound.day === null) continue;
    const claims = bound.chain.flatMap((step) => step.claims);
    const key = `${bound.day} ${claims.map((claim) => claim.id).join(" ")}`;
    if (!groups.has(key)) groups.set(key, { day: bound.day, names: [], claims: once(claims) });
    groups.get(key).names.push(bound.bound);
  }
  return [...groups.values()];
}

const once = (claims) => [...new Map(claims.map((claim) => [claim.id, claim])).values()];

function boundView(desk, group, dossier) {
  const all = group.names.length === 4;
  const names = all ? "On" : group.names.map((name) => WORDS[name]).join("; ").replaceAll("; N", "; n").replaceAll("; B", "; b").replaceAll("; O", "; o");
  const day = parseDay(group.day);
  return html`<li><strong>${names} ${day === null ? group.day : dayInWords(day)}</strong>, because
    <ul class="claims">${group.claims.map((claim) => claimView(desk, claim, dossier))}</ul></li>`;
}

function claimView(desk, claim, dossier) {
  const at = dossier.accounts.findIndex((account) => account.version === claim.account);
  const source = titleOf(desk, dossier, claim.source);
  return html`<li>${claim.says} <span class="quiet">— ${at !== -1 ? html`<a href="#account-${at + 1}">account ${at + 1}</a>, ` : nothing}${claim.account
    ? source : source ? source : "our judgement"}</span></li>`;
}

function titleOf(desk, dossier, id) {
  if (!id) return "";
  const told = dossier.entry.sources.find((source) => source.id === id)
    ?? desk.shelf.places.get("sources")?.value?.rows.find((source) => source.id === id);
  return html`<a href=${desk.link({ view: "sources", source_shown: id, occurrence: "" })}>${told?.title ?? "another source"}</a>`;
}

function contradictionView(desk, contradiction) {
  return html`<div class="contradiction">
    <p class="conflict"><strong>≠ These claims cannot all be true.</strong> ${contradiction.sentence}</p>
    <p class="quiet">Dropping any one of them makes the rest fit. For the dates shown, all of them are set aside.</p>
  </div>`;
}
