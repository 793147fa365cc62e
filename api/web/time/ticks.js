/** Where an axis of days has its marks: the finest unit of the calendar for which there is room, and what it is part of. */

import { civil, dayNumber, monthStart } from "./days.js";
import { dayInWords } from "./words.js";

const ROOM_PX = 68;
const DAY_STEPS = [1, 2, 5, 10];
const MONTH_STEPS = [1, 3, 6];
const YEAR_STEPS = [1, 2, 5];

/**
 * The marks of an axis.
 * @param {{from: number, to: number}} window - in days
 * @param {number} width - in pixels
 * @returns {{marks: {day: number, label: string}[], contexts: {day: number, label: string}[]}} contexts stand above the
 *   marks and hold until the next one
 */
export function ticks(window, width) {
  const dayPx = width / (window.to - window.from);
  const days = DAY_STEPS.find((step) => step * dayPx >= ROOM_PX * (step === 1 ? 0.5 : 0.8));
  if (days) return dayTicks(window, days);
  const months = MONTH_STEPS.find((step) => step * 30.4 * dayPx >= ROOM_PX * 0.8);
  if (months) return monthTicks(window, months);
  return { marks: yearMarks(window, yearStep(365.25 * dayPx)), contexts: [] };
}

function dayTicks(window, step) {
  const marks = [];
  const contexts = [];
  for (let start = monthStart(Math.floor(window.from)); start <= window.to; start = monthStart(start, 1)) {
    contexts.push({ day: start, label: dayInWords(start, "month") });
    const length = monthStart(start, 1) - start;
    for (let day = 0; day < length; day += 1) {
      const shown = step === 1 || day === 0 || ((day + 1) % step === 0 && length - day > step / 2);
      if (shown) marks.push({ day: start + day, label: String(day + 1) });
    }
  }
  return { marks, contexts };
}

function monthTicks(window, step) {
  const marks = [];
  const contexts = [];
  const first = civil(Math.floor(window.from)).year;
  for (let year = first; dayNumber(year, 1, 1) <= window.to; year += 1) {
    contexts.push({ day: dayNumber(year, 1, 1), label: yearLabel(year) });
    for (let month = 1; month <= 12; month += step) {
      const day = dayNumber(year, month, 1);
      marks.push({ day, label: dayInWords(day, "monthName") });
    }
  }
  return { marks, contexts };
}

function yearStep(yearPx) {
  for (let scale = 1; ; scale *= 10) {
    const step = YEAR_STEPS.find((each) => each * scale * yearPx >= ROOM_PX);
    if (step) return step * scale;
  }
}

function yearMarks(window, step) {
  const marks = [];
  const first = Math.floor(civil(Math.floor(window.from)).year / step) * step;
  for (let year = first; dayNumber(year, 1, 1) <= window.to; year += step) {
    marks.push({ day: dayNumber(year, 1, 1), label: yearLabel(year) });
  }
  return marks;
}

function yearLabel(year) {
  if (year < -200_000 || year > 200_000) return String(year);
  return dayInWords(dayNumber(year, 1, 1), "year");
}
