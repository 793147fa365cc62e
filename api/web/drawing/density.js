/** Density: each occurrence spreads the weight 1 evenly over the days on which it is possible. */

/**
 * The expected number of occurrences in each bin of a window.
 *
 * Two running sums do it in one pass: whole bins get their share by a difference that is summed up at the end, so an
 * occurrence costs the same whether it spans two bins or two thousand. A span open on one side spreads over no finite
 * number of days and is counted apart.
 * @param {{earliest: Float64Array, latest: Float64Array}} spans - first and last possible day; infinite where open
 * @param {Int32Array} rows - which of them
 * @param {{from: number, to: number}} window
 * @param {number} bins
 * @returns {{mass: Float64Array, open: number, most: number}} `most` is the largest mass of a bin
 */
export function density(spans, rows, window, bins) {
  const mass = new Float64Array(bins);
  const steps = new Float64Array(bins + 1);
  const scale = bins / (window.to - window.from);
  let open = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const earliest = spans.earliest[rows[at]];
    const latest = spans.latest[rows[at]];
    const first = (earliest - window.from) * scale;
    const last = (latest + 1 - window.from) * scale;
    if (last <= 0 || first >= bins) continue;
    if (!(last - first < Infinity)) {
      open += 1;
      continue;
    }
    spread(mass, steps, first, last, bins);
  }
  let level = 0;
  let most = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    level += steps[bin];
    // what was added and taken away again leaves a rest of rounding, which may be below nothing
    mass[bin] = Math.max(0, mass[bin] + level);
    if (mass[bin] > most) most = mass[bin];
  }
  return { mass, open, most };
}

function spread(mass, steps, first, last, bins) {
  const each = 1 / (last - first);
  const from = first < 0 ? 0 : first;
  const to = last > bins ? bins : last;
  const firstBin = from | 0;
  const lastBin = to | 0;
  if (firstBin === lastBin) {
    mass[firstBin] += (to - from) * each;
    return;
  }
  mass[firstBin] += (firstBin + 1 - from) * each;
  steps[firstBin + 1] += each;
  steps[lastBin] -= each;
  if (lastBin < bins) mass[lastBin] += (to - lastBin) * each;
}
