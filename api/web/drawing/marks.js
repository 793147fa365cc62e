/**
 * The sign of a kind: a shape and a colour, and always its word beside them.
 *
 * There are eight shapes and seven hues; eight and seven share no divisor, so the first 56 kinds, in the order of their
 * words, differ in both taken together, and a new kind gets a sign without being listed here.
 */

/** Outlines within a square from -1 to 1, as SVG paths: the canvas and the page draw the same ones. */
export const SHAPES = [
  "M0-.92A.92.92 0 1 1 0 .92A.92.92 0 1 1 0-.92Z",
  "M-.8-.8H.8V.8H-.8Z",
  "M0-1L.98.8H-.98Z",
  "M0-1.05L1.05 0L0 1.05L-1.05 0Z",
  "M0 1L-.98-.8H.98Z",
  "M-.36-1H.36V-.36H1V.36H.36V1H-.36V.36H-1V-.36H-.36Z",
  "M-.55-.95H.55L1.08 0L.55 .95H-.55L-1.08 0Z",
  "M0-1.1L.3-.37L1.05-.34L.46 .15L.66 .9L0 .47L-.66 .9L-.46 .15L-1.05-.34L-.3-.37Z",
];

export const HUES = 7;

/** @typedef {{shape: number, hue: number}} Sign */

/**
 * The signs of kinds, by word.
 * @param {Iterable<string>} words
 * @returns {Map<string, Sign>}
 */
export function signsOf(words) {
  const sorted = [...words].sort();
  return new Map(sorted.map((word, index) => [word, { shape: index % SHAPES.length, hue: index % HUES }]));
}

/** The sign of a kind that is not among those known. */
export const UNKNOWN_SIGN = { shape: 0, hue: 0 };
