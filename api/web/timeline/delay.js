/** Both axes at once: when it happened across, when it became known upwards. The slanted line is the same day. */

import { html } from "../vendor/lit-html/lit-html.js";
import { anchorOf } from "../drawing/columns.js";
import { SHAPES, UNKNOWN_SIGN } from "../drawing/marks.js";
import { withAlpha } from "../drawing/paint.js";
import { printDay } from "../time/days.js";
import { ticks } from "../time/ticks.js";
import { fitting, panned, wheelFactor, zoomed } from "../time/window.js";
import { hintView, pointAt } from "./hint.js";
import { paletteOf } from "./palette.js";
import { kept, plotOf } from "./plot.js";

const LEFT_PX = 78;
const FOOT_PX = 34;
const REACH_PX = 11;
const MOST_SIGNS = 2_000;

/** @param {import("../desk.js").Desk} desk */
export function delayView(desk) {
  const plot = plotOf(desk);
  const known = kept(desk, "known all", [plot.columns], () => knownRange(plot.columns.known));
  const pressed = (event) => desk.change({ occurrence: event.detail.id });
  const moved = (event) => {
    const { window } = event.detail;
    desk.window = { ...window, text: `${printDay(window.from)}..${printDay(window.to)}` };
    desk.change({ window: desk.window.text }, { passing: true });
  };
  return html`<delay-plot class="delay" role="img" .plot=${{ ...plot, knownAll: known }}
      aria-label="When each occurrence happened, against when it became known; the table holds the same."
      @choose=${pressed} @window=${moved} @point=${(event) => pointAt(desk, event.detail)}></delay-plot>
    <p class="quiet">Across: when it happened. Upwards: when it became known. On the slanted line both are the same day; the higher above it, the later it was disclosed. A sign stands at the first possible days; the lines reach to the last.</p>
    ${hintView(desk)}`;
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
    this.canvas = document.createElement("canvas");
    this.replaceChildren(this.canvas);
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
  }

  set plot(plot) {
    this.#plot = plot;
    this.redraw();
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
    context.rect(LEFT_PX, 0, width - LEFT_PX, height - FOOT_PX);
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
    for (const mark of across.contexts.length ? across.contexts : across.marks) {
      const x = Math.round(this.#x(mark.day));
      if (x < LEFT_PX) continue;
      context.fillStyle = style.grid;
      context.fillRect(x, 0, 1, height - FOOT_PX);
      context.fillStyle = style.quiet;
      context.fillText(mark.label, x + 3, height - FOOT_PX + 16);
    }
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
    const { columns, window } = this.#plot;
    const { happened, known } = columns;
    this.#places = [];
    for (let row = 0; row < columns.ids.length; row += 1) {
      const [day, since] = [anchorOf(happened, row), anchorOf(known, row)];
      if (day === null || since === null || day > window.to || happened.latest[row] < window.from) continue;
      this.#places.push({ row, x: this.#x(day), y: this.#y(since) });
    }
    const many = this.#places.length > MOST_SIGNS;
    for (const place of this.#places) this.#paintOne(context, style, place, many);
  }

  #paintOne(context, style, { row, x, y }, many) {
    const { columns, signs, selected } = this.#plot;
    const sign = signs.get(columns.kinds[columns.kind[row]]) ?? UNKNOWN_SIGN;
    const colour = style.hues[sign.hue];
    if (many) {
      context.fillStyle = withAlpha(colour, 0.35);
      context.fillRect(x - 1, y - 1, 2.5, 2.5);
      return;
    }
    const right = Math.min(this.#x(columns.happened.latest[row] + 1), this.clientWidth);
    const top = Number.isFinite(columns.known.latest[row]) ? this.#y(columns.known.latest[row]) : y;
    context.fillStyle = withAlpha(colour, 0.3);
    context.fillRect(x, y - 0.5, Math.max(right - x, 1), 1);
    context.fillRect(x - 0.5, top, 1, y - top);
    context.save();
    context.translate(x, y);
    context.scale(4.4, 4.4);
    const path = new Path2D(SHAPES[sign.shape]);
    context.fillStyle = columns.realised[row] ? colour : style.paper;
    context.strokeStyle = colour;
    context.lineWidth = 0.4;
    context.fill(path);
    context.stroke(path);
    context.restore();
    if (columns.ids[row] !== selected) return;
    context.strokeStyle = style.focus;
    context.lineWidth = 2;
    context.strokeRect(x - 8, y - 8, 16, 16);
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
    if (id) this.dispatchEvent(new CustomEvent("choose", { detail: { id } }));
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
