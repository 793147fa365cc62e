/** Taking home exactly what is shown. */

import { html } from "../vendor/lit-html/lit-html.js";
import { entriesUrl } from "../requests.js";
import { fetchJson } from "../shelf.js";

const FORMATS = [["csv", "CSV"], ["json", "JSON"]];
const PAGE = 1_000;

/**
 * @param {import("../desk.js").Desk} desk
 * @param {number} total
 * @param {{from: string, to: string} | null} [period] - the days in view, if not all are
 */
export function exportView(desk, total, period = null) {
  const more = { limit: PAGE, ...period };
  const take = (event, format) => {
    if (total <= PAGE) return;
    event.preventDefault();
    whole(desk, format, more);
  };
  return html`<span class="export" title=${period ? "What may lie in the period in view, and what has no date" : "All that is chosen"}>Export${period ? " this period" : ""} ${FORMATS.map(([format, name], at) => html`${at ? " · " : ""}<a
    href=${entriesUrl(desk.state, { ...more, format: format === "json" ? "" : format })}
    download=${`regesta.${format}`} @click=${(event) => take(event, format)}>${name}</a>`)}</span>`;
}

/** More than one page: fetched one after another from one and the same state of the record, and put together. */
async function whole(desk, format, more) {
  const parts = [];
  const entries = [];
  let first = null;
  try {
    for (let cursor = ""; cursor !== null; ) {
      const page = await fetchJson(entriesUrl(desk.state, { ...more, cursor }));
      first ??= page;
      if (format === "json") entries.push(...page.entries, ...page.undated);
      else parts.push(await csvPage(desk, { ...more, cursor }, parts.length > 0));
      desk.tell(`Exporting: ${Math.min(entries.length || parts.length * PAGE, page.total)} of ${page.total}`);
      cursor = page.next;
    }
  } catch (problem) {
    desk.tell(`The export was broken off: ${problem.message}`);
    return;
  }
  if (format === "json") parts.push(JSON.stringify({ ...first, entries: entries.filter((each) => !isUndated(each)), undated: entries.filter(isUndated), next: null }));
  hand(new Blob(parts), `regesta.${format}`);
}

const isUndated = ({ when }) => !(when.earliest ?? when.latest ?? when.start_latest ?? when.end_earliest);

async function csvPage(desk, more, headless) {
  const reply = await fetch(entriesUrl(desk.state, { ...more, format: "csv" }));
  if (!reply.ok) throw new Error(`the service answered ${reply.status}`);
  const text = await reply.text();
  return headless ? text.slice(text.indexOf("\n") + 1) : text;
}

function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
