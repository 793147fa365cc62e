/** Views that are fetched when they are first opened, so that the first one is light. */

import { html } from "../vendor/lit-html/lit-html.js";
import { sheetsArrived } from "./sheet.js";

/**
 * A view that stands for one in a module not yet fetched. It is shown once its style is there too: rows that change
 * their shape under the reader's eye are worse than a moment's wait.
 * @param {() => Promise<object>} fetching
 * @param {string} name - of the view in that module
 */
export function lazily(fetching, name) {
  let module = null;
  let asked = false;
  let failed = false;
  const fetchIt = async (desk) => {
    try {
      const found = await fetching();
      await sheetsArrived();
      module = found;
    } catch {
      failed = true;
    }
    desk.redraw();
  };
  return (desk) => {
    if (module) return module[name](desk);
    if (failed) return brokenView();
    if (!asked) {
      asked = true;
      fetchIt(desk);
    }
    return html`<p class="waiting">Opening …</p>`;
  };
}

/** A browser remembers a module that could not be fetched, so only loading the page anew asks for it again. */
const brokenView = () => html`<div class="problem" role="alert">
  <p><strong>This view could not be fetched.</strong> <button @click=${() => location.reload()}>Load the page anew</button></p></div>`;
