/** The stretch of days in view: moving it, widening it, and keeping it within bounds. */

export const NARROWEST_DAYS = 3;
export const WIDEST_DAYS = 60_000_000;
const FARTHEST_DAY = 90_000_000;

/** @typedef {{from: number, to: number}} Window - days, `to` excluded; fractions are allowed */

/**
 * The window made wider (`factor` above 1) or narrower around a day that keeps its place on the screen.
 * @param {Window} window
 * @param {number} factor
 * @param {number} day
 * @returns {Window}
 */
export function zoomed(window, factor, day) {
  const length = window.to - window.from;
  const wanted = Math.min(WIDEST_DAYS, Math.max(NARROWEST_DAYS, length * factor));
  const share = (day - window.from) / length;
  return held({ from: day - share * wanted, to: day + (1 - share) * wanted });
}

/**
 * The window moved by a number of days.
 * @param {Window} window
 * @param {number} days
 * @returns {Window}
 */
export function panned(window, days) {
  return held({ from: window.from + days, to: window.to + days });
}

/**
 * A window that shows all days from `first` to `last`, with a margin on both sides.
 * @param {number} first
 * @param {number} last
 * @param {number} margin - as a share of the length
 * @param {number} after - the same for the right side, where the labels of the last ones stand
 * @returns {Window}
 */
export function fitting(first, last, margin = 0.04, after = margin) {
  const length = Math.max(last + 1 - first, NARROWEST_DAYS);
  const middle = (first + last + 1) / 2;
  return held({ from: middle - length * (0.5 + margin), to: middle + length * (0.5 + after) });
}

function held(window) {
  const length = window.to - window.from;
  const from = Math.min(FARTHEST_DAY - length, Math.max(-FARTHEST_DAY, window.from));
  return { from, to: from + length };
}

/**
 * How much a turn of the wheel widens the window: 1 is not at all.
 * @param {{deltaY: number, deltaMode: number, ctrlKey: boolean}} event
 */
export function wheelFactor(event) {
  const unit = event.deltaMode === 1 ? 0.05 : event.deltaMode ? 1 : 0.002;
  return 2 ** (event.deltaY * unit * (event.ctrlKey ? 6 : 1));
}
