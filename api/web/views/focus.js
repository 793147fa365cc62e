/** The keyboard's place on the page, kept when the page is drawn again. */

/**
 * Draw, and leave the focus where it was. A browser takes it away from what is moved; where what had it is gone, the
 * record itself takes it, so that the next Tab goes on from there and not from the top of the page.
 * @param {() => void} draw
 */
export function keepingFocus(draw) {
  const held = document.activeElement;
  draw();
  if (!held || held === document.body || document.activeElement !== document.body) return;
  const next = held.isConnected ? held : document.getElementById("record");
  next?.focus({ preventScroll: true });
}
