/** The plot: an element with a canvas that shows lanes of occurrences and can be moved, widened and walked through. */

import { paintGrid, paintLane, paintTies } from "../drawing/paint.js";
import { barMiddle, LINE_PX, sceneOf, under } from "../drawing/scene.js";
import { ticks } from "../time/ticks.js";
import { LEAD_PX, paintAxis, paintGutter, paintToday } from "./frame.js";
import { listen } from "./gestures.js";
import { walk } from "./keys.js";
import { labelOf, lookOf } from "./looks.js";
import { measured, paletteOf } from "./palette.js";
import { partsOf } from "./parts.js";
import { tiesOf } from "./ties.js";

export const AXIS_PX = 44;
const GUTTER_PX = 164;
const NARROW_PX = 620;
const PART_PX = 620;
const LEAST_LANE_PX = 48;
const MOST_NAME_LINES = 5;
const NAME_PX = 170;

/**
 * `<occurrence-plot>`: set `plot`, listen for `window` ({window, settled}), `choose` ({id}), `point` ({id, x, y}).
 */
export class OccurrencePlot extends HTMLElement {
  #plot = null;
  #scene = null;
  #hovered = null;
  #brush = null;
  #frame = 0;
  #shownSelected = "";

  connectedCallback() {
    this.tabIndex = 0;
    this.setAttribute("role", "application");
    this.setAttribute("aria-roledescription", "timeline");
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.spacer = document.createElement("div");
    this.replaceChildren(this.canvas, this.spacer);
    this.addEventListener("scroll", () => this.redraw());
    this.addEventListener("pointerleave", () => this.#hover(null));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this);
    this.#listenToPointer();
    this.onTheme = () => this.redraw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.onTheme);
    this.onPrint = () => this.#print(true);
    this.afterPrint = () => this.#print(false);
    addEventListener("beforeprint", this.onPrint);
    addEventListener("afterprint", this.afterPrint);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    cancelAnimationFrame(this.#frame);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.onTheme);
    removeEventListener("beforeprint", this.onPrint);
    removeEventListener("afterprint", this.afterPrint);
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

  get gutter() {
    return this.clientWidth < NARROW_PX ? 0 : GUTTER_PX;
  }

  get plotWidth() {
    return Math.max(this.clientWidth - this.gutter, 50);
  }

  /** Lay out and paint now. */
  draw() {
    if (!this.#plot || !this.clientWidth) return;
    const style = { ...paletteOf(this), width: this.plotWidth };
    style.measure = (label) => measured(label, style.font);
    this.#scene = this.#layOut(style);
    const height = this.#size();
    this.#showSelected(height);
    const context = prepared(this.canvas, this.clientWidth, height, globalThis.devicePixelRatio || 1);
    this.#paint(context, style, height, this.scrollTop);
    this.dispatchEvent(new CustomEvent("drawn", { detail: { rows: this.#rowsSeen(height) } }));
  }

  #layOut({ measure, strong }) {
    const plot = this.#plot;
    const text = { label: (row) => labelOf(plot, row), measure, room: plot.crowded ? NAME_PX : null };
    const headPx = this.gutter || plot.lanes.length < 2 ? 0 : 20;
    const least = this.gutter ? (lane) => heightOfName(lane.name, strong) : undefined;
    return sceneOf(plot.lanes, plot.bounds, plot.window, this.plotWidth, text, headPx, least);
  }

  #size() {
    const whole = this.#scene.height + AXIS_PX;
    const wanted = `${whole}px`;
    if (this.style.height !== wanted) this.style.height = wanted;
    const height = this.clientHeight;
    this.spacer.style.height = `${Math.max(whole - height, 0)}px`;
    return height;
  }

  /** Scroll to the occurrence that was selected elsewhere, once. */
  #showSelected(height) {
    const { selected, columns } = this.#plot;
    if (selected === this.#shownSelected) return;
    const row = columns.rowOf.get(selected);
    const place = this.#scene.lanes.map((lane) => [lane, lane.bars?.find((bar) => bar.row === row)]).find(([, bar]) => bar);
    if (!place && selected) return;
    this.#shownSelected = selected;
    const middle = place ? barMiddle(...place) : null;
    const seen = middle !== null && middle - LINE_PX > this.scrollTop && middle + LINE_PX < this.scrollTop + height - AXIS_PX;
    if (middle !== null && !seen) this.scrollTop = middle - height / 2;
  }

  #paint(context, style, height, scrolled) {
    const plot = this.#plot;
    const scene = this.#scene;
    const x = (day) => (day - plot.window.from) * scene.dayPx;
    const axis = ticks(plot.window, this.plotWidth);
    const top = AXIS_PX - scrolled;
    const seen = scene.lanes.filter((lane) => lane.top + top < height && lane.top + lane.height + top > AXIS_PX);
    context.save();
    context.beginPath();
    context.rect(this.gutter, 0, this.plotWidth, height);
    context.clip();
    context.translate(this.gutter, 0);
    paintGrid(context, axis.marks, x, height, style.grid);
    if (plot.today !== null) paintToday(context, x(plot.today + 1), height, plot.todayWord, style);
    context.translate(0, top);
    const painted = { ...style, look: (row) => lookOf(plot, row, x) };
    for (const lane of seen) paintLane(context, lane, painted, scene);
    this.#paintTies(context, style);
    if (this.#brush) paintStretch(context, x, this.#brush, style, scene.height);
    context.restore();
    paintGutter(context, seen, { top, gutter: this.gutter, width: this.clientWidth, height, axis: AXIS_PX }, style);
    paintAxis(context, axis, x, { gutter: this.gutter, width: this.plotWidth, height: AXIS_PX }, style);
  }

  #rowsSeen(height) {
    const [top, bottom] = [this.scrollTop, this.scrollTop + height - AXIS_PX];
    const bars = this.#scene.lanes.filter((lane) => lane.bars && lane.top < bottom && lane.top + lane.height > top)
      .flatMap((lane) => lane.bars.filter((bar) => barMiddle(lane, bar) > top && barMiddle(lane, bar) < bottom));
    return bars.map((bar) => bar.row);
  }

  #paintTies(context, style) {
    const { columns, selected } = this.#plot;
    const rows = new Set([this.#hovered, selected ? columns.rowOf.get(selected) : undefined]);
    for (const row of rows) {
      if (typeof row === "number") paintTies(context, tiesOf(this.#plot, this.#scene.lanes, row, this.plotWidth), style);
    }
  }

  #listenToPointer() {
    listen(this, {
      window: () => this.#plot.window,
      dayAt: (clientX) => this.#dayAt(clientX),
      move: (window) => this.#move(window, false),
      settle: () => this.#move(this.#plot.window, true),
      scroll: (pixels) => this.scrollBy(0, pixels),
      brush: (stretch) => {
        this.#brush = stretch;
        this.redraw();
      },
      hover: (event) => this.#hover(event),
      press: (event) => this.#press(event),
      inPlot: (event) => event.clientX - this.getBoundingClientRect().left >= this.gutter,
    });
    this.addEventListener("dblclick", (event) => this.zoom(0.4, this.#dayAt(event.clientX)));
  }

  #dayAt(clientX) {
    const { from, to } = this.#plot.window;
    const x = clientX - this.getBoundingClientRect().left - this.gutter;
    return from + (x / this.plotWidth) * (to - from);
  }

  #move(window, settled) {
    this.#plot = { ...this.#plot, window };
    this.redraw();
    this.dispatchEvent(new CustomEvent("window", { detail: { window, settled } }));
  }

  /** Widen (`factor` above 1) or narrow the window around a day, or its middle. */
  zoom(factor, day) {
    const { from, to } = this.#plot.window;
    const centre = day ?? (from + to) / 2;
    const length = (to - from) * factor;
    const share = (centre - from) / (to - from);
    this.#move({ from: centre - share * length, to: centre + (1 - share) * length }, true);
  }

  #found(event) {
    const box = this.getBoundingClientRect();
    const x = event.clientX - box.left - this.gutter;
    const y = event.clientY - box.top - AXIS_PX + this.scrollTop;
    if (event.clientY - box.top < AXIS_PX || x < 0 || !this.#scene) return null;
    return under(this.#scene, x, y, (label) => measured(label, paletteOf(this).font));
  }

  #hover(event) {
    const bar = event ? this.#found(event)?.bar : null;
    const row = bar ? bar.row : null;
    this.classList.toggle("on-bar", row !== null);
    if (row !== this.#hovered) {
      this.#hovered = row;
      this.redraw();
    }
    const detail = row === null ? { id: null } : { id: this.#plot.columns.ids[row], x: event.clientX, y: event.clientY };
    this.dispatchEvent(new CustomEvent("point", { detail }));
  }

  #press(event) {
    const found = this.#found(event);
    if (found?.bar) this.#choose(found.bar.row, true);
    else if (found?.lane.density) this.zoom(0.3, this.#dayAt(event.clientX));
  }

  #choose(row, open) {
    this.dispatchEvent(new CustomEvent("choose", { detail: { id: this.#plot.columns.ids[row], open } }));
  }

  #key(event) {
    walk(event, {
      plot: this.#plot,
      lanes: this.#scene?.lanes ?? [],
      move: (window) => this.#move(window, true),
      zoom: (factor) => this.zoom(factor),
      choose: (row, open) => this.#choose(row, open),
      show: (lane) => this.#scrollTo(lane),
    });
  }

  #scrollTo(lane) {
    const [top, bottom] = [lane.top, lane.top + lane.height + AXIS_PX];
    if (top < this.scrollTop) this.scrollTop = top;
    else if (bottom > this.scrollTop + this.clientHeight) this.scrollTop = bottom - this.clientHeight;
  }

  /** On paper a picture cannot go on over the page, so the plot becomes a row of pictures, each with its axis. */
  #print(yes) {
    document.documentElement.classList.toggle("printing", yes);
    this.querySelectorAll(".printed").forEach((each) => each.remove());
    this.canvas.hidden = this.spacer.hidden = yes;
    this.style.height = "";
    if (!yes || !this.#plot) {
      this.redraw();
      return;
    }
    const style = { ...paletteOf(this), width: this.plotWidth };
    style.measure = (label) => measured(label, style.font);
    this.#scene = this.#layOut(style);
    for (const part of partsOf(this.#scene.lanes, PART_PX)) {
      const canvas = document.createElement("canvas");
      canvas.className = "printed";
      const context = prepared(canvas, this.clientWidth, part.height + AXIS_PX, 2);
      this.#paint(context, style, part.height + AXIS_PX, part.top);
      this.append(canvas);
    }
  }
}

/** Room for the whole name of a lane and a count below it; words broken over lines need some more than their width. */
function heightOfName(name, font) {
  const lines = Math.ceil((measured(name, font) * 1.15) / (GUTTER_PX - 18));
  return Math.max(LEAST_LANE_PX, Math.min(lines, MOST_NAME_LINES) * LEAD_PX + 30);
}

function prepared(canvas, width, height, ratio) {
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = canvas.className ? "" : `${width}px`;
  canvas.style.height = canvas.className ? "" : `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function paintStretch(context, x, stretch, style, height) {
  context.fillStyle = style.crowd;
  context.globalAlpha = 0.3;
  context.fillRect(x(stretch.from), -AXIS_PX, x(stretch.to) - x(stretch.from), height + 2 * AXIS_PX);
  context.globalAlpha = 1;
}

customElements.define("occurrence-plot", OccurrencePlot);
