/** The whole page: its head, the replay bar, the facets, the view that is open and, beside it, the dossier. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { signsOf } from "../drawing/marks.js";
import { facetsView } from "../facets/panel.js";
import { chipsView } from "../facets/chips.js";
import { replayView } from "../replay/bar.js";
import { listUrl } from "../requests.js";
import { lazily } from "./lazy.js";
import { problemView } from "./problem.js";
import { kept } from "../timeline/plot.js";
import { timelineView } from "../timeline/view.js";

const VIEWS = [
  ["timeline", "Timeline"],
  ["table", "Table"],
  ["difference", "Difference"],
  ["correlation", "Correlation"],
  ["sources", "Sources"],
];

const OPENED = {
  timeline: timelineView,
  table: lazily(() => import("../table/view.js"), "tableView"),
  difference: lazily(() => import("../difference/view.js"), "differenceView"),
  correlation: lazily(() => import("../correlation/view.js"), "correlationView"),
  sources: lazily(() => import("../sources/view.js"), "sourcesView"),
};
const dossierView = lazily(() => import("../dossier/view.js"), "dossierView");

/** @param {import("../desk.js").Desk} desk */
export function pageView(desk) {
  const { state } = desk;
  if (!state.occurrence) desk.openDossier = null;
  const kinds = desk.shelf.want("kinds", listUrl(state, "kinds"));
  desk.signs = kept(desk, "signs", [kinds.value], () => signsOf((kinds.value?.rows ?? []).map((row) => row.kind)));
  document.title = `${VIEWS.find(([view]) => view === state.view)[1]} – Regesta`;
  return html`
    ${headView(desk)}
    ${state.view === "difference" ? nothing : replayView(desk)}
    <div class="desk ${state.occurrence ? "with-dossier" : ""}">
      ${facetsView(desk)}
      <main id="record" tabindex="-1" aria-label=${VIEWS.find(([view]) => view === state.view)[1]}>
        ${chipsView(desk)} ${problemView(kinds.problem)} ${OPENED[state.view](desk)}
      </main>
      ${state.occurrence ? dossierView(desk) : nothing}
    </div>
    ${footView(desk)}
    <div class="told" role="status" aria-live="polite">${desk.told}</div>
  `;
}

function headView(desk) {
  const { state } = desk;
  const search = (event) => {
    event.preventDefault();
    desk.change({ q: new FormData(event.target).get("q").trim() });
  };
  return html`<header class="masthead">
    <a class="wordmark" href="./">Regesta</a>
    <nav aria-label="Views">
      ${VIEWS.map(
        ([view, name]) =>
          html`<a href=${desk.link({ view, occurrence: "" })} aria-current=${state.view === view ? "page" : nothing}>${name}</a>`,
      )}
    </nav>
    <form role="search" class="search" @submit=${search}>
      <label class="unseen" for="q">Search the record</label>
      <input id="q" name="q" type="search" maxlength="200" autocomplete="off" .value=${state.q}
        placeholder="Search what, who, sources" @search=${(event) => event.target.value || desk.change({ q: "" })}>
      <button>Search</button>
    </form>
  </header>`;
}

function footView(desk) {
  const shown = desk.shelf.places.get("kinds")?.value;
  return html`<footer class="foot">
    <span>${shown ? html`Record at position ${shown.position}` : nothing}
    ${desk.connected === false ? html`<strong>· not connected, trying again</strong>` : desk.connected ? "· live" : nothing}</span>
    <span class="screen-only"><a href="/docs">HTTP interface</a></span>
  </footer>`;
}
