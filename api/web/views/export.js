/** Taking home exactly what is shown. */

import { html } from "../vendor/lit-html/lit-html.js";
import { entriesUrl } from "../requests.js";

const FORMATS = [["csv", "CSV"], ["json", "JSON"]];
const PAGE = 1_000;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {number} total
 */
export function exportView(desk, total) {
  const take = (event, format) => {
    if (total <= PAGE) return;
    event.preventDefault();
    whole(desk, format);
  };
  return html`<span class="export">Export ${FORMATS.map(([format, name], at) => html`${at ? " · " : ""}<a
    href=${entriesUrl(desk.state, { limit: PAGE, format: format === "json" ? "" : format })}
    download=${`regesta.${format}`} @click=${(event) => take(event, format)}>${name}</a>`)}</span>`;
}

/** More than one page: fetched one after another from one and the same state of the record, and put together. */
async function whole(desk, format) {
  const parts = [];
  const entries = [];
  let first = null;
  for (let cursor = ""; cursor !== null; ) {
    const page = await (await fetch(entriesUrl(desk.state, { limit: PAGE, cursor }), { headers: { accept: "application/json" } })).json();
    first ??= page;
    if (format === "json") entries.push(...page.entries, ...page.undated);
    else parts.push(await csvPage(desk, cursor, parts.length > 0));
    desk.tell(`Exporting: ${entries.length || parts.length * PAGE} of ${page.total}`);
    cursor = page.next;
  }
  if (format === "json") parts.push(JSON.stringify({ ...first, entries, undated: entries.filter(isUndated), next: null }));
  hand(new Blob(parts), `regesta.${format}`);
}

const isUndated = ({ when }) => !(when.earliest ?? when.latest ?? when.start_latest ?? when.end_earliest);

async function csvPage(desk, cursor, headless) {
  const text = await (await fetch(entriesUrl(desk.state, { limit: PAGE, cursor, format: "csv" }))).text();
  return headless ? text.slice(text.indexOf("\n") + 1) : text;
}

function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
