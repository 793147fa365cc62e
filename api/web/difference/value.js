/** A value of a field of an entry, in words. */

import { countryName, fieldName, inWords } from "../names.js";
import { boundsInWords, dayInWords } from "../time/words.js";
import { parseDay } from "../time/days.js";

const LISTS = {
  countries: (each) => `${countryName(each.code, each.name)} (${each.role})`,
  cases: (each) => each.title,
  parties: (each) => `${each.name} (${inWords(each.role)})`,
  sources: (each) => each.title,
  accounts: (each) => `${inWords(each.manner)}, graded ${each.credibility}`,
  conflicts: (each) => `${fieldName(each.field)}: ${each.values.join(" against ")}`,
  manners: inWords,
};

/**
 * @param {string} field
 * @param {any} value
 * @returns {string}
 */
export function valueView(field, value) {
  if (value === null || value === undefined) return "not known";
  if (Array.isArray(value)) return value.length ? value.map(LISTS[field] ?? String).join("; ") : "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field.endsWith("earliest") || field.endsWith("latest")) return parseDay(value) === null ? value : dayInWords(parseDay(value));
  if (typeof value === "object") return "earliest" in value ? boundsInWords(value) : JSON.stringify(value);
  return String(value);
}
