/** The sign of a kind as a small drawing in the text, the same shape and colour as on the plot. */

import { html, svg } from "../vendor/lit-html/lit-html.js";
import { SHAPES, UNKNOWN_SIGN } from "../drawing/marks.js";
import { inWords } from "../names.js";

/**
 * A sign alone; its word must stand beside it.
 * @param {import("../drawing/marks.js").Sign | undefined} sign
 * @param {boolean} [realised]
 */
export function signView(sign = UNKNOWN_SIGN, realised = true) {
  return html`<svg class="sign hue-${sign.hue} ${realised ? "" : "hollow"}" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true">
    ${svg`<path d=${SHAPES[sign.shape]}></path>`}
  </svg>`;
}

/**
 * A sign with its word.
 * @param {Map<string, import("../drawing/marks.js").Sign>} signs
 * @param {string} kind
 * @param {boolean} [realised]
 */
export function kindView(signs, kind, realised = true) {
  return html`<span class="kind">${signView(signs.get(kind), realised)} ${inWords(kind)}</span>`;
}
