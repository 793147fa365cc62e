/** Pointer and wheel on the plot: drag to move, shift and drag to choose a stretch, wheel or pinch to zoom. */

import { panned, wheelFactor, zoomed } from "../time/window.js";

const STILL_PX = 4;

/**
 * Listen on an element.
 * @param {HTMLElement} element
 * @param {object} on
 * @param {() => {from: number, to: number}} on.window
 * @param {(clientX: number) => number} on.dayAt
 * @param {(window: object) => void} on.move - the window is moving
 * @param {() => void} on.settle - it came to rest
 * @param {(pixels: number) => void} on.scroll
 * @param {(stretch: {from: number, to: number} | null) => void} on.brush - null when it ends
 * @param {(event: PointerEvent) => void} on.hover
 * @param {(event: PointerEvent) => void} on.press
 * @param {(event: PointerEvent) => boolean} on.inPlot
 */
export function listen(element, on) {
  const pointers = new Map();
  let drag = null;
  let settling = 0;

  const settleSoon = () => {
    clearTimeout(settling);
    settling = setTimeout(on.settle, 180);
  };

  element.addEventListener("wheel", (event) => {
    if (!on.inPlot(event)) return;
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    const { from, to } = on.window();
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      on.move(panned(on.window(), (sideways * (to - from)) / element.clientWidth));
    } else {
      on.move(zoomed(on.window(), wheelFactor(event), on.dayAt(event.clientX)));
    }
    settleSoon();
  }, { passive: false });

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !on.inPlot(event)) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event);
    const brushing = event.shiftKey && pointers.size === 1;
    drag = { x: event.clientX, y: event.clientY, day: on.dayAt(event.clientX), moved: false, brushing };
  });

  element.addEventListener("pointermove", (event) => {
    if (!drag || !pointers.has(event.pointerId)) {
      if (!drag) on.hover(event);
      return;
    }
    const before = pointers.get(event.pointerId);
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > STILL_PX) drag.moved = true;
    if (!drag.moved) return;
    if (pointers.size === 2) pinch(before, event);
    else if (drag.brushing) on.brush(stretch(event));
    else slide(before, event);
    pointers.set(event.pointerId, event);
  });

  const release = (event) => {
    if (!pointers.delete(event.pointerId) || !drag) return;
    if (event.type === "pointercancel") on.brush(null);
    else if (!drag.moved) on.press(event);
    else if (drag.brushing) {
      const chosen = stretch(event);
      on.brush(null);
      if (chosen.to - chosen.from > 1e-3) on.move(chosen);
    }
    if (!pointers.size) {
      if (drag.moved) on.settle();
      drag = null;
    }
  };
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);

  function stretch(event) {
    const day = on.dayAt(event.clientX);
    return { from: Math.min(day, drag.day), to: Math.max(day, drag.day) };
  }

  function slide(before, event) {
    on.move(panned(on.window(), on.dayAt(before.clientX) - on.dayAt(event.clientX)));
    on.scroll(before.clientY - event.clientY);
  }

  function pinch(before, event) {
    const [, other] = [...pointers.values()].sort((one) => (one.pointerId === event.pointerId ? -1 : 1));
    const distance = (one) => Math.max(20, Math.abs(one.clientX - other.clientX));
    const middle = on.dayAt((event.clientX + other.clientX) / 2);
    on.move(zoomed(on.window(), distance(before) / distance(event), middle));
  }
}
