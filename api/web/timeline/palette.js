/** The colours and fonts of the page's style sheet, as a canvas needs them. */

import { HUES } from "../drawing/marks.js";

/**
 * Read them off an element: they change with dark mode and for print.
 * @param {HTMLElement} element
 */
export function paletteOf(element) {
  const computed = getComputedStyle(element);
  const colour = (name) => computed.getPropertyValue(`--${name}`).trim();
  const sans = computed.getPropertyValue("--sans");
  return {
    paper: colour("paper"),
    panel: colour("panel"),
    ink: colour("ink"),
    quiet: colour("quiet"),
    rule: colour("rule"),
    grid: colour("grid"),
    crowd: colour("crowd"),
    conflict: colour("conflict"),
    focus: colour("focus"),
    tie: colour("tie"),
    hues: Array.from({ length: HUES }, (_, hue) => colour(`hue-${hue}`)),
    font: `13px ${sans}`,
    italic: `italic 13px ${sans}`,
    strong: `600 13px ${sans}`,
    small: `11.5px ${sans}`,
  };
}

const widths = new Map();
let ruler = null;

/**
 * The width of a label in the plot's font; measured once.
 * @param {string} label
 * @param {string} font
 */
export function measured(label, font) {
  const key = `${font}|${label}`;
  if (!widths.has(key)) {
    if (widths.size > 20_000) widths.clear();
    ruler ??= document.createElement("canvas").getContext("2d");
    ruler.font = font;
    widths.set(key, ruler.measureText(label).width);
  }
  return widths.get(key);
}
