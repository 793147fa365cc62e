/** Views that are fetched when they are first opened, so that the first one is light. */

import { html } from "../vendor/lit-html/lit-html.js";

/**
 * A view that stands for one in a module not yet fetched.
 * @param {() => Promise<object>} fetching
 * @param {string} name - of the view in that module
 */
export function lazily(fetching, name) {
  let module = null;
  let asked = false;
  return (desk) => {
    if (module) return module[name](desk);
    if (!asked) {
      asked = true;
      fetching().then((found) => {
        module = found;
        desk.redraw();
      });
    }
    return html`<p class="waiting">Opening …</p>`;
  };
}
