/** The card beside the pointer: what lies under it. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { namedEntries } from "../named.js";
import { counted } from "../names.js";
import { boundsInWords } from "../time/words.js";
import { kindView } from "../views/signs.js";
import { conflictsInWords } from "../views/entry.js";
import { isConflict, mannerNote } from "./looks.js";

const WIDTH_PX = 340;

/**
 * Note what the pointer is on.
 * @param {import("../desk.js").Desk} desk
 * @param {{id: string | null, x?: number, y?: number}} point
 */
export function pointAt(desk, point) {
  const before = desk.point?.id ?? null;
  desk.point = point;
  if (point.id !== before) desk.redraw();
  else place(document.querySelector(".hint"), point);
}

/** @param {import("../desk.js").Desk} desk */
export function hintView(desk) {
  const id = desk.point?.id;
  const plot = id && desk.keptValues.get("plot")?.value;
  const entry = plot && (plot.crowded ? namedEntries(desk, [id]) : plot.entries).get(id);
  if (!entry) return nothing;
  queueMicrotask(() => place(document.querySelector(".hint"), desk.point));
  return html`<div class="hint" aria-hidden="true">
    <p class="hint-kind">${kindView(desk.signs, entry.kind, entry.realised)}${mannerNote(entry)}</p>
    <p class="hint-headline">${entry.headline}</p>
    <p>${boundsInWords(entry.when)}${entry.when.basis === "derived" ? ", drawn from other claims" : ""}</p>
    <p class="quiet">Known since ${boundsInWords(entry.known_since, "short")} · ${counted(entry.accounts.length, "account")}
      in ${counted(entry.sources.length, "source")}</p>
    ${isConflict(entry) ? html`<p class="conflict">≠ ${conflictsInWords(entry)}</p>` : nothing}
  </div>`;
}

/** Styles set by script are not inline styles: the policy of the page allows them. */
function place(card, point) {
  if (!card || !point.id) return;
  const left = Math.max(8, Math.min(point.x + 14, innerWidth - WIDTH_PX - 12));
  const below = point.y + 18 + card.offsetHeight < innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${below ? point.y + 18 : Math.max(8, point.y - card.offsetHeight - 14)}px`;
}
