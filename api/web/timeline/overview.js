/** The overview: the density of everything, with the window in view as a frame that can be moved and drawn anew. */

import { density } from "../drawing/density.js";
import { ticks } from "../time/ticks.js";
import { paletteOf } from "./palette.js";

const HEIGHT_PX = 46;
const EDGE_PX = 7;
const GUTTER_PX = 164;
const NARROW_PX = 620;

/** `<period-overview>`: set `plot`, listen for `window`. */
export class PeriodOverview extends HTMLElement {
  #plot = null;
  #grip = null;

  connectedCallback() {
    this.canvas = document.createElement("canvas");
    this.replaceChildren(this.canvas);
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this);
    this.addEventListener("pointerdown", (event) => this.#take(event));
    this.addEventListener("pointermove", (event) => this.#drag(event));
    this.addEventListener("pointerup", () => this.#leave());
    this.addEventListener("pointercancel", () => this.#leave());
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  set plot(plot) {
    this.#plot = plot;
    requestAnimationFrame(() => this.draw());
  }

  get gutter() {
    return this.clientWidth < NARROW_PX ? 0 : GUTTER_PX;
  }

  get plotWidth() {
    return Math.max(this.clientWidth - this.gutter, 50);
  }

  draw() {
    if (!this.#plot || !this.clientWidth) return;
    const style = paletteOf(this);
    const ratio = globalThis.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.clientWidth * ratio);
    this.canvas.height = Math.round(HEIGHT_PX * ratio);
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.translate(this.gutter, 0);
    this.#paintHill(context, style);
    this.#paintMarks(context, style);
    this.#paintFrame(context, style);
  }

  #paintHill(context, style) {
    const { bounds, all, columns } = this.#plot;
    const bins = Math.ceil(this.plotWidth / 2);
    if (this.hill?.bounds !== bounds || this.hill.bins !== bins) {
      const rows = Int32Array.from(columns.ids, (_, row) => row);
      this.hill = { bounds, bins, ...density(bounds, rows, all, bins) };
    }
    const { mass, most } = this.hill;
    context.fillStyle = style.crowd;
    for (let bin = 0; bin < bins; bin += 1) {
      const tall = most > 0 ? Math.sqrt(mass[bin] / most) * (HEIGHT_PX - 22) : 0;
      context.fillRect(bin * 2, HEIGHT_PX - 17 - tall, 2, tall);
    }
  }

  #paintMarks(context, style) {
    const axis = ticks(this.#plot.all, this.plotWidth);
    context.fillStyle = style.rule;
    context.fillRect(0, HEIGHT_PX - 17, this.plotWidth, 1);
    context.fillStyle = style.quiet;
    context.font = style.small;
    for (const mark of axis.contexts.length ? axis.contexts : axis.marks) {
      const x = this.#x(mark.day);
      if (x >= 0 && x < this.plotWidth - 24) context.fillText(mark.label, x + 2, HEIGHT_PX - 4);
    }
  }

  #paintFrame(context, style) {
    const [from, to] = [this.#x(this.#plot.window.from), this.#x(this.#plot.window.to)];
    context.fillStyle = style.paper;
    context.globalAlpha = 0.66;
    context.fillRect(0, 0, from, HEIGHT_PX);
    context.fillRect(to, 0, this.plotWidth - to, HEIGHT_PX);
    context.globalAlpha = 1;
    context.strokeStyle = style.focus;
    context.lineWidth = 1.5;
    context.strokeRect(from + 0.75, 0.75, Math.max(to - from - 1.5, 2), HEIGHT_PX - 18);
    context.fillStyle = style.focus;
    for (const x of [from, to]) context.fillRect(x - 1.5, HEIGHT_PX / 2 - 17, 3, 16);
  }

  #x(day) {
    const { from, to } = this.#plot.all;
    return ((day - from) / (to - from)) * this.plotWidth;
  }

  #day(event) {
    const { from, to } = this.#plot.all;
    const x = event.clientX - this.getBoundingClientRect().left - this.gutter;
    return from + (x / this.plotWidth) * (to - from);
  }

  #take(event) {
    this.setPointerCapture(event.pointerId);
    const { window } = this.#plot;
    const x = event.clientX - this.getBoundingClientRect().left - this.gutter;
    const [from, to] = [this.#x(window.from), this.#x(window.to)];
    const day = this.#day(event);
    if (Math.abs(x - from) <= EDGE_PX) this.#grip = { fixed: window.to };
    else if (Math.abs(x - to) <= EDGE_PX) this.#grip = { fixed: window.from };
    else if (x > from && x < to && to - from < this.plotWidth * 0.97) this.#grip = { day, window };
    else this.#grip = { fixed: day };
  }

  #drag(event) {
    if (!this.#grip) return;
    const day = this.#day(event);
    const { fixed, window } = this.#grip;
    const moved = window
      ? { from: window.from + day - this.#grip.day, to: window.to + day - this.#grip.day }
      : { from: Math.min(fixed, day), to: Math.max(fixed, day) };
    if (moved.to - moved.from < 1) return;
    this.#plot = { ...this.#plot, window: moved };
    this.draw();
    this.dispatchEvent(new CustomEvent("window", { detail: { window: moved, settled: false } }));
  }

  #leave() {
    if (!this.#grip) return;
    this.#grip = null;
    this.dispatchEvent(new CustomEvent("window", { detail: { window: this.#plot.window, settled: true } }));
  }
}

customElements.define("period-overview", PeriodOverview);
