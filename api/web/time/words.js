/** Days and spans of days in words, with the names that the reader's own machine has for months. */

import { civil, monthStart, parseDay } from "./days.js";

const MS = 86_400_000;
const BEYOND = 99_999_999;

const language = languageOfNames();

/** The language in which months and countries are named: the reader's, if it is a form of the page's English. */
export function languageOfNames() {
  const preferred = globalThis.navigator?.languages ?? [];
  return preferred.find((each) => each.startsWith("en")) ?? "en-GB";
}

const formats = new Map();

function format(kind, options, era) {
  const key = `${kind}${era}`;
  if (!formats.has(key)) {
    const whole = { timeZone: "UTC", ...options, ...(era ? { era: "short" } : {}) };
    formats.set(key, new Intl.DateTimeFormat(language, whole));
  }
  return formats.get(key);
}

const OPTIONS = {
  day: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
  monthName: { month: "short" },
  year: { year: "numeric" },
};

function instant(number) {
  return new Date(Math.max(-BEYOND, Math.min(BEYOND, number)) * MS);
}

/**
 * One day in words.
 * @param {number} number
 * @param {"day" | "short" | "month" | "monthName" | "year"} kind
 */
export function dayInWords(number, kind = "day") {
  return format(kind, OPTIONS[kind], civil(number).year < 1 && kind !== "monthName").format(instant(number));
}

/**
 * The days from `earliest` to `latest` in words: a whole month or year by its name, else both ends; an open side is
 * said to be open.
 * @param {number | null} earliest
 * @param {number | null} latest
 * @param {"day" | "short"} kind
 */
export function spanInWords(earliest, latest, kind = "day") {
  if (earliest === null && latest === null) return "no date known";
  if (earliest === null) return `on or before ${dayInWords(latest, kind)}`;
  if (latest === null) return `on or after ${dayInWords(earliest, kind)}`;
  if (earliest === latest) return dayInWords(earliest, kind);
  const from = civil(earliest);
  if (from.day === 1 && latest === monthStart(earliest, 1) - 1) return dayInWords(earliest, "month");
  if (from.day === 1 && from.month === 1) {
    const years = (monthStart(latest + 1) === latest + 1 && civil(latest + 1).month === 1);
    if (years) {
      const last = civil(latest).year;
      return last === from.year ? dayInWords(earliest, "year") : `${dayInWords(earliest, "year")} to ${dayInWords(latest, "year")}`;
    }
  }
  const era = from.year < 1;
  return format(kind, OPTIONS[kind], era).formatRange(instant(earliest), instant(latest));
}

/**
 * A span whose ends are as the service prints them; where a side is open, by when it had begun or before when it was
 * not over.
 * @param {{earliest: string | null, latest: string | null, start_latest?: string | null, end_earliest?: string | null}} bounds
 * @param {"day" | "short"} kind
 */
export function boundsInWords(bounds, kind = "day") {
  const begun = bounds.latest === null && bounds.start_latest ? `begun by ${dayInWords(parseDay(bounds.start_latest), kind)}` : "";
  const going = bounds.earliest === null && bounds.end_earliest ? `not over before ${dayInWords(parseDay(bounds.end_earliest), kind)}` : "";
  const outer = (bounds.earliest ?? bounds.latest) === null && (begun || going)
    ? "" : spanInWords(parseDay(bounds.earliest), parseDay(bounds.latest), kind);
  return [outer, begun, going].filter(Boolean).join(", ");
}

/**
 * An instant of our own record (RFC 3339) as day and minute, in UTC.
 * @param {string} text
 */
export function instantInWords(text) {
  const options = { ...OPTIONS.short, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
  return `${new Intl.DateTimeFormat(language, options).format(new Date(text))} UTC`;
}
