/** Days as whole numbers since 1970-01-01 in the proleptic Gregorian calendar, the way the record counts them. */

const DAY = /^(-?\d{4})-(\d\d)-(\d\d)$/;
const FAR_YEAR = /^Y(-?\d+)$/;

/**
 * The day number of a civil date, by Hinnant's "days from civil".
 * @param {number} year - year 0 is 1 BCE
 * @param {number} month - 1 to 12
 * @param {number} day
 */
export function dayNumber(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/**
 * The civil date of a day number.
 * @param {number} number
 * @returns {{year: number, month: number, day: number}}
 */
export function civil(number) {
  const shifted = number + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const dayOfYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/**
 * Read a bound as the service prints it: `2009-12-19`, `-0043-03-15`, or `Y17000` for years of more than four digits.
 * @param {string | null} text
 * @returns {number | null} null for no bound, and for what is no day
 */
export function parseDay(text) {
  if (text === null || text === undefined) return null;
  const year = FAR_YEAR.exec(text);
  if (year) return dayNumber(Number(year[1]), 1, 1);
  const found = DAY.exec(text);
  if (!found) return null;
  const [y, m, d] = found.slice(1).map(Number);
  const number = dayNumber(y, m, d);
  const back = civil(number);
  return back.year === y && back.month === m && back.day === d ? number : null;
}

/**
 * Print a day as `YYYY-MM-DD`.
 * @param {number} number
 */
export function printDay(number) {
  const { year, month, day } = civil(Math.floor(number));
  const sign = year < 0 ? "-" : "";
  const pad = (value, width) => String(value).padStart(width, "0");
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * The first day of the month that lies `months` after that of `number`.
 * @param {number} number
 * @param {number} months
 */
export function monthStart(number, months = 0) {
  const { year, month } = civil(number);
  const count = year * 12 + month - 1 + months;
  return dayNumber(Math.floor(count / 12), ((count % 12) + 12) % 12 + 1, 1);
}
