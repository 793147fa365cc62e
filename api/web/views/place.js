/** Where in a source a passage stands, in words. */

/** @param {{page: string | null, row: number | null, ranges: [number, number][]}} passage */
export function placeInWords(passage) {
  if (passage.page) return `page ${passage.page}`;
  if (passage.row !== null && passage.row !== undefined) return `row ${passage.row}`;
  return `characters ${passage.ranges.map(([start, end]) => `${start}–${end}`).join(", ")}`;
}
