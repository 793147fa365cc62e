/** The desk: the state of the page, its address, what was fetched, and when to draw again. */

import { readAddress, writeAddress } from "./address.js";
import { Shelf } from "./shelf.js";

const ADDRESS_PAUSE_MS = 250;

export class Desk {
  /** @param {(desk: Desk) => void} draw */
  constructor(draw) {
    this.state = readAddress(location.search);
    this.shelf = new Shelf(() => this.redraw());
    this.told = "";
    this.drawIt = draw;
    this.frame = 0;
    this.writing = 0;
    addEventListener("popstate", () => {
      this.state = readAddress(location.search);
      this.redraw();
    });
  }

  /**
   * Change the state and draw again. A step that one would want to come back from gets an entry in the history; one of
   * many on the way (dragging, playing) only replaces the address, and not more often than browsers allow.
   * @param {Partial<import("./address.js").State>} changes
   * @param {{passing?: boolean}} [how]
   */
  change(changes, { passing = false } = {}) {
    this.state = { ...this.state, ...changes };
    if (passing) {
      this.writing ||= setTimeout(() => this.#replace(), ADDRESS_PAUSE_MS);
    } else {
      clearTimeout(this.writing);
      this.writing = 0;
      this.#push();
    }
    this.redraw();
  }

  /** A new entry in the history, unless nothing changed; another view begins at its top. */
  #push() {
    const before = readAddress(location.search);
    const address = writeAddress(this.state);
    if (address !== writeAddress(before)) history.pushState(null, "", address);
    if (before.view !== this.state.view) scrollTo(0, 0);
  }

  /**
   * Many passing changes have led to this one: the way back leads to where the first of them began.
   * @param {string} began - the address then
   * @param {Partial<import("./address.js").State>} changes
   */
  settle(began, changes) {
    history.replaceState(null, "", began);
    this.change(changes);
  }

  #replace() {
    this.writing = 0;
    history.replaceState(null, "", writeAddress(this.state));
  }

  /** The address of the page with these changes. */
  link(changes) {
    return writeAddress({ ...this.state, ...changes });
  }

  /** Say something to those who listen to the page instead of seeing it. */
  tell(words) {
    this.told = words;
    this.redraw();
  }

  /** Draw with the next frame. */
  redraw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.drawIt(this));
  }

  /**
   * Follow a link within the page without loading it anew; others are left to the browser.
   * @param {MouseEvent} event
   */
  follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const target = new URL(link.getAttribute("href"), location.href);
    const here = target.origin === location.origin && target.pathname === location.pathname;
    if (!here || target.hash || link.hasAttribute("download")) return;
    event.preventDefault();
    this.change(readAddress(target.search));
  }
}
