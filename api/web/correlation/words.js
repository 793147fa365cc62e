/** Distances, probabilities and shares in words. */

const BEYOND_DAYS = 10_000;

/** A distance of at least and at most so many days; negative ones lie before. */
export function lagInWords(least, most) {
  if (least === null && most === null) return "at an unknown distance";
  if (least === null) return most === 0 ? "on the same day or earlier" : `at most ${placed(most)}`;
  if (most === null || most > BEYOND_DAYS) return least === 0 ? "on the same day or later" : `at least ${placed(least)}`;
  if (least === most) return least === 0 ? "on the same day" : placed(least);
  if (least < 0 && most > 0) return `${placed(least)} to ${placed(most)}`;
  return least < 0 ? `${-most} to ${placed(least)}` : `${least} to ${placed(most)}`;
}

const placed = (lag) => (lag < 0 ? `${days(-lag)} earlier` : `${days(lag)} later`);

/** @param {number} count */
export const days = (count) => `${count} ${Math.abs(count) === 1 ? "day" : "days"}`;

/** A probability with two digits that matter; never 0. */
export function probability(p) {
  if (p === null || p === undefined) return "not tested";
  return p < 0.001 ? `${p.toExponential(1)}` : p.toPrecision(2);
}

/** A count between what is certain and what is possible. */
export function between(certain, possible) {
  return certain === possible ? String(certain) : `${certain} to ${possible}`;
}

/** @param {number} rate */
export const percent = (rate) => `${Math.round(rate * 100)} %`;
