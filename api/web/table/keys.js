/** Arrow keys in a table: from the link of one row to that of another. */

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** @param {KeyboardEvent} event */
export function moveFocus(event) {
  const links = [...event.currentTarget.querySelectorAll("a.headline")];
  const at = links.indexOf(document.activeElement);
  if (at === -1 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { Home: 0, End: links.length - 1 }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : null);
  if (to === null) return;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, to))].focus();
}
