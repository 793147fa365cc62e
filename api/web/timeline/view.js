/** The timeline view: its controls, the plot, the overview below it, what has no date, and how to read it all. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { DIVISIONS } from "../drawing/lanes.js";
import { namedEntries } from "../named.js";
import { counted } from "../names.js";
import { emptyView } from "../views/empty.js";
import { lazily } from "../views/lazy.js";
import { problemView } from "../views/problem.js";
import { exportView } from "../views/export.js";
import { printDay } from "../time/days.js";
import "./canvas.js";
import "./overview.js";
import { chosen, sayAwaited } from "./choose.js";
import { hintView, pointAt } from "./hint.js";
import { legendView } from "./legend.js";
import { plotOf, spokenOf } from "./plot.js";
import { undatedView } from "./undated.js";

const AXES = [["happened", "happened"], ["known", "became known"], ["both", "both"]];
const LANES = { country: "country", case: "case", kind: "kind", none: "none" };
const delayView = lazily(() => import("./delay.js"), "delayView");

/** @param {import("../desk.js").Desk} desk */
export function timelineView(desk) {
  const plot = plotOf(desk);
  if (!plot) return problemView(desk.shelf.places.get("outline").problem) === nothing
    ? html`<p class="waiting">Reading the record …</p>`
    : problemView(desk.shelf.places.get("outline").problem);
  const outline = desk.shelf.places.get("outline");
  sayAwaited(desk, plot);
  return html`
    ${problemView(outline.problem)} ${controlsView(desk, plot, outline)}
    ${desk.state.axis === "both" ? delayView(desk) : plotView(desk, plot)}
    ${undatedView(desk, plot)} ${legendView(desk, plot)}
  `;
}

function plotView(desk, plot) {
  if (!plot.columns.ids.length) return emptyView(desk);
  return html`
    <occurrence-plot class="plot" .plot=${plot} aria-label=${spokenOf(plot)}
      @window=${(event) => moved(desk, event.detail)} @choose=${(event) => chosen(desk, plot, event.detail)}
      @point=${(event) => pointAt(desk, event.detail)} @drawn=${(event) => nameDrawn(desk, plot, event.detail.rows)}></occurrence-plot>
    <period-overview class="overview" .plot=${plot} aria-hidden="true"
      @window=${(event) => moved(desk, event.detail)}></period-overview>
    ${hintView(desk)}
  `;
}

function controlsView(desk, plot, outline) {
  const { state } = desk;
  const { total, withheld } = outline.value;
  return html`<div class="controls">
    <p class="total">${counted(total, "occurrence")}${withheld.occurrences
      ? html`<span class="withheld">, ${withheld.occurrences.toLocaleString()} withheld: not yet known then</span>` : nothing}</p>
    ${exportView(desk, total, inView(state, plot))}
    <fieldset class="switch"><legend>When it</legend>
      ${AXES.map(([axis, name]) => choice(desk, "axis", axis, name))}
    </fieldset>
    ${state.axis === "both" ? nothing : html`<fieldset class="switch"><legend>Lanes</legend>
      ${DIVISIONS.map((lanes) => choice(desk, "lanes", lanes, LANES[lanes]))}
    </fieldset>`}
    <span class="zooms">
      <button @click=${() => zoom(0.5)} aria-label="Zoom in" title="Zoom in (+)">+</button>
      <button @click=${() => zoom(2)} aria-label="Zoom out" title="Zoom out (−)">−</button>
      <button @click=${() => desk.change({ window: "" })} ?disabled=${!state.window}>Show all</button>
      <button @click=${() => keepPeriod(desk, plot)} ?disabled=${!state.window} title="Show only what may lie in the period in view">Keep period</button>
    </span>
  </div>`;
}

/** The days in view, where they are fewer than what is chosen; on the axis of knowledge no period of events. */
function inView({ window, axis, from, to }, plot) {
  const whole = !window || axis === "known" || from || to;
  return whole ? null : { from: printDay(plot.window.from), to: printDay(plot.window.to - 1) };
}

function choice(desk, name, value, label) {
  return html`<label><input type="radio" name=${name} value=${value} .checked=${desk.state[name] === value}
    @change=${() => desk.change({ [name]: value, ...(name === "axis" ? { window: "" } : {}) })}><span>${label}</span></label>`;
}

function zoom(factor) {
  document.querySelector("occurrence-plot, delay-plot")?.zoom(factor);
}

function keepPeriod(desk, plot) {
  desk.change({ from: printDay(plot.window.from), to: printDay(plot.window.to - 1), window: "" });
}

function moved(desk, { window, settled }) {
  desk.window = { ...window, moving: !settled, text: `${printDay(window.from)}..${printDay(window.to)}` };
  if (settled) desk.change({ window: desk.window.text }, { passing: true });
  else desk.redraw();
}

/** The words of what stands before the reader's eyes. */
function nameDrawn(desk, plot, rows) {
  if (plot.crowded && !desk.window?.moving) namedEntries(desk, rows.map((row) => plot.columns.ids[row]));
}
