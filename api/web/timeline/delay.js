/** Both axes at once: when it happened across, when it became known upwards. The slanted line is the same day. */

import { html } from "../vendor/lit-html/lit-html.js";
import { anchorOf } from "../drawing/columns.js";
import { groupsOf, inOrder, paintDots, paintGroup, paintReaches, towards } from "../drawing/scatter.js";
import { printDay } from "../time/days.js";
import { ticks } from "../time/ticks.js";
import { fitting, panned, wheelFactor, zoomed } from "../time/window.js";
import { chosen } from "./choose.js";
import { hintView, pointAt } from "./hint.js";
import { paletteOf } from "./palette.js";
import { kept, plotOf } from "./plot.js";

const LEFT_PX = 78;
const FOOT_PX = 34;
const REACH_PX = 11;
const MOST_SIGNS = 2_000;
const MOST_BEFORE = 60;
const ZOOMS = { "+": 0.6, "=": 0.6, "-": 1 / 0.6, _: 1 / 0.6 };
const TURNS = { PageUp: -0.8, PageDown: 0.8 };
const CLIMBS = { ArrowUp: -1, ArrowDown: 1 };
const WALKS = { ArrowRight: (at) => at + 1, ArrowLeft: (at) => at - 1, Home: () => 0, End: (_, count) => count - 1 };

/** @param {import("../desk.js").Desk} desk */
export function delayView(desk) {
  const plot = plotOf(desk);
  const known = kept(desk, "known all", [plot.columns], () => knownRange(plot.columns.known));
  const order = kept(desk, "known order", [plot.columns], () => inOrder(plot.columns));
  const moved = (event) => {
    const { window } = event.detail;
    desk.window = { ...window, text: `${printDay(window.from)}..${printDay(window.to)}` };
    desk.change({ window: desk.window.text }, { passing: true });
  };
  const shown = kept(desk, "delay plot", [plot, known, order], () => ({ ...plot, knownAll: known, order }));
  return html`<delay-plot class="delay" .plot=${shown} aria-label=${spoken(plot, order)}
      @choose=${(event) => chosen(desk, plot, event.detail)} @window=${moved} @point=${(event) => pointAt(desk, event.detail)}></delay-plot>
    <p class="quiet">Across: when it happened. Upwards: when it became known. On the slanted line both are the same day; the higher above it, the later it was disclosed. A sign stands at the first possible days; lines reach to the last, dotted ones to no day that is known. A ring holds as many as its number says: walk through them with the arrow keys, or come nearer.</p>
    ${hintView(desk)}`;
}

function spoken(plot, order) {
  return `When each of ${order.length} occurrences happened, against when it became known. `
    + "Arrow keys walk from one to the next, Enter opens it, plus and minus zoom. The table view holds the same.";
}

function knownRange(known) {
  let [first, last] = [Infinity, -Infinity];
  for (let row = 0; row < known.earliest.length; row += 1) {
    const day = anchorOf(known, row);
    if (day === null) continue;
    first = Math.min(first, day);
    last = Math.max(last, Number.isFinite(known.latest[row]) ? known.latest[row] : day);
  }
  return first === Infinity ? { from: 0, to: 365 } : fitting(first, last, 0.06);
}

export class DelayPlot extends HTMLElement {
  #plot = null;
  #places = [];
  #frame = 0;
  #drag = null;

  connectedCallback() {
    this.tabIndex = 0;
    this.setAttribute("role", "application");
    this.setAttribute("aria-roledescription", "plot");
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.replaceChildren(this.canvas);
    this.addEventListener("keydown", (event) => this.#key(event));
    this.onTheme = () => this.redraw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.onTheme);
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this);
    this.addEventListener("pointermove", (event) => this.#move(event));
    this.addEventListener("pointerdown", (event) => this.#take(event));
    this.addEventListener("pointerup", (event) => this.#leave(event));
    this.addEventListener("pointerleave", () => this.dispatchEvent(new CustomEvent("point", { detail: { id: null } })));
    this.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  disconnectedCallback() {
    this.observer.disconnect();
    cancelAnimationFrame(this.#frame);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.onTheme);
  }

  set plot(plot) {
    const changed = plot !== this.#plot;
    this.#plot = plot;
    if (changed) this.redraw();
  }

  get plot() {
    return this.#plot;
  }

  /** Draw with the next frame. */
  redraw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.draw());
  }

  /** Widen or narrow the window around its middle. */
  zoom(factor) {
    const { from, to } = this.#plot.window;
    this.#show(zoomed(this.#plot.window, factor, (from + to) / 2));
  }

  draw() {
    if (!this.#plot || !this.clientWidth) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const [width, height] = [this.clientWidth, this.clientHeight];
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = paletteOf(this);
    this.#paintAxes(context, style, width, height);
    context.save();
    context.beginPath();
    context.rect(LEFT_PX - REACH_PX, 0, width - LEFT_PX + REACH_PX, height - FOOT_PX);
    context.clip();
    this.#paintSameDay(context, style);
    this.#paintAll(context, style);
    context.restore();
  }

  #x(day) {
    const { from, to } = this.#plot.window;
    return LEFT_PX + ((day - from) / (to - from)) * (this.clientWidth - LEFT_PX);
  }

  #y(day) {
    const { from, to } = this.#plot.knownAll;
    return (1 - (day - from) / (to - from)) * (this.clientHeight - FOOT_PX);
  }

  #paintAxes(context, style, width, height) {
    context.font = style.small;
    const across = ticks(this.#plot.window, width - LEFT_PX);
    for (const mark of across.marks) {
      const x = Math.round(this.#x(mark.day));
      if (x < LEFT_PX || x + context.measureText(mark.label).width + 4 > width) continue;
      context.fillStyle = style.grid;
      context.fillRect(x, 0, 1, height - FOOT_PX);
      context.fillStyle = style.quiet;
      context.fillText(mark.label, x + 3, height - FOOT_PX + 14);
    }
    across.contexts.forEach((each, at) => {
      const x = Math.max(this.#x(each.day), LEFT_PX);
      const next = at + 1 < across.contexts.length ? this.#x(across.contexts[at + 1].day) : width;
      if (x + context.measureText(each.label).width + 6 < next) context.fillText(each.label, x + 3, height - 4);
    });
    const upwards = ticks(this.#plot.knownAll, height - FOOT_PX);
    for (const mark of upwards.contexts.length ? upwards.contexts : upwards.marks) {
      const y = Math.round(this.#y(mark.day));
      if (y > height - FOOT_PX) continue;
      context.fillStyle = style.grid;
      context.fillRect(LEFT_PX, y, width, 1);
      context.fillStyle = style.quiet;
      context.fillText(mark.label, 2, y + 4);
    }
    context.fillStyle = style.rule;
    context.fillRect(LEFT_PX, height - FOOT_PX, width, 1);
    context.fillRect(LEFT_PX, 0, 1, height - FOOT_PX);
  }

  #paintSameDay(context, style) {
    const { from, to } = this.#plot.knownAll;
    context.strokeStyle = style.quiet;
    context.setLineDash([4, 4]);
    context.beginPath();
    context.moveTo(this.#x(from), this.#y(from));
    context.lineTo(this.#x(to), this.#y(to));
    context.stroke();
    context.setLineDash([]);
  }

  #paintAll(context, style) {
    const { columns, window, signs, selected, order } = this.#plot;
    const { happened, known } = columns;
    this.#places = [];
    const before = [];
    for (const row of order) {
      const day = anchorOf(happened, row);
      if (day > window.to || (day < window.from && !(happened.latest[row] >= window.from && happened.latest[row] < Infinity))) continue;
      const place = { row, x: this.#x(day), y: this.#y(anchorOf(known, row)) };
      (day < window.from ? before : this.#places).push(place);
    }
    if (this.#places.length > MOST_SIGNS) {
      paintDots(context, this.#places, columns, style, signs);
      return;
    }
    const reaching = before.length > MOST_BEFORE ? this.#places : [...before, ...this.#places];
    paintReaches(context, reaching, columns, { x: (day) => this.#x(day), y: (day) => this.#y(day) }, style, signs);
    for (const group of groupsOf(this.#places)) paintGroup(context, group, columns, style, signs, selected);
  }

  #nearest(event) {
    const box = this.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [best, least] = [null, REACH_PX];
    for (const place of this.#places) {
      const away = Math.hypot(place.x - x, place.y - y);
      if (away < least) [best, least] = [place, away];
    }
    return best && this.#plot.columns.ids[best.row];
  }

  #take(event) {
    this.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, window: this.#plot.window, moved: false };
  }

  #move(event) {
    if (!this.#drag) {
      const id = this.#nearest(event);
      this.dispatchEvent(new CustomEvent("point", { detail: { id, x: event.clientX, y: event.clientY } }));
      return;
    }
    const pixels = this.#drag.x - event.clientX;
    this.#drag.moved ||= Math.abs(pixels) > 4;
    const { from, to } = this.#drag.window;
    if (this.#drag.moved) this.#show(panned(this.#drag.window, (pixels * (to - from)) / (this.clientWidth - LEFT_PX)));
  }

  #leave(event) {
    const id = this.#drag?.moved ? null : this.#nearest(event);
    this.#drag = null;
    if (id) this.dispatchEvent(new CustomEvent("choose", { detail: { id, open: true } }));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#plot) return;
    const { columns, selected, window } = this.#plot;
    const here = selected ? columns.rowOf.get(selected) : undefined;
    const length = window.to - window.from;
    if (event.key in ZOOMS) this.zoom(ZOOMS[event.key]);
    else if (event.key in TURNS) this.#show(panned(window, TURNS[event.key] * length));
    else if (event.key === "Enter" && here !== undefined) this.#choose(here, true);
    else if (event.key in WALKS || event.key in CLIMBS) this.#walk(event.key, here);
    else return;
    event.preventDefault();
  }

  #walk(key, here) {
    const { order } = this.#plot;
    const place = this.#places.find((each) => each.row === here);
    const at = here === undefined ? -1 : order.indexOf(here);
    const row = key in CLIMBS && place
      ? towards(this.#places, place, CLIMBS[key])?.row
      : order[Math.max(0, Math.min(order.length - 1, WALKS[key]?.(at, order.length) ?? 0))];
    if (row === undefined) return;
    this.#choose(row, false);
    this.#bringIntoView(anchorOf(this.#plot.columns.happened, row));
  }

  #bringIntoView(day) {
    const { from, to } = this.#plot.window;
    if (day < from || day > to - (to - from) * 0.03) this.#show(panned(this.#plot.window, day - from - (to - from) * 0.3));
  }

  #choose(row, open) {
    this.dispatchEvent(new CustomEvent("choose", { detail: { id: this.#plot.columns.ids[row], open } }));
  }

  #wheel(event) {
    event.preventDefault();
    const { from, to } = this.#plot.window;
    const share = (event.clientX - this.getBoundingClientRect().left - LEFT_PX) / (this.clientWidth - LEFT_PX);
    this.#show(zoomed(this.#plot.window, wheelFactor(event), from + share * (to - from)));
  }

  #show(window) {
    this.#plot = { ...this.#plot, window };
    this.redraw();
    this.dispatchEvent(new CustomEvent("window", { detail: { window } }));
  }
}

customElements.define("delay-plot", DelayPlot);
