/** Arrow keys in a row of bars: from the link of one to that of another. */

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** @param {KeyboardEvent} event */
export function moveAlong(event) {
  const bars = [...event.currentTarget.querySelectorAll("a.bar")];
  const at = bars.indexOf(document.activeElement);
  if (at === -1 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { Home: 0, End: bars.length - 1 }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : null);
  if (to === null) return;
  event.preventDefault();
  bars[Math.max(0, Math.min(bars.length - 1, to))].focus();
}
