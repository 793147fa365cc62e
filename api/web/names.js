/** Names for people: of countries as the reader's machine has them, of kinds, roles, manners and grades. */

import { languageOfNames } from "./time/words.js";

const countries = new Intl.DisplayNames([languageOfNames()], { type: "region", fallback: "none" });

/**
 * The name of a country; a dissolved one by the name that the service gives.
 * @param {string} code
 * @param {string} [given]
 */
export function countryName(code, given = code) {
  return (/^[A-Z]{2}$/.test(code) && countries.of(code)) || given;
}

/** A machine word as words: `loan_pledge` is "loan pledge". */
export const inWords = (word) => word.replaceAll("_", " ");

/** The same with a capital, to begin a line. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const RELIABILITY = {
  A: "completely reliable",
  B: "usually reliable",
  C: "fairly reliable",
  D: "not usually reliable",
  E: "unreliable",
  F: "reliability cannot be judged",
};
const CREDIBILITY = [
  "",
  "confirmed by other sources",
  "probably true",
  "possibly true",
  "doubtful",
  "improbable",
  "truth cannot be judged",
];

/** What a grade means: reliability of a source, credibility of an account (admiralty code). */
export function gradeInWords(reliability, credibility) {
  return `source ${RELIABILITY[reliability] ?? reliability}, account ${CREDIBILITY[credibility] ?? credibility}`;
}

/** @param {string} grade */
export const reliabilityInWords = (grade) => RELIABILITY[grade] ?? grade;

/** Readings by name, with what they pick. */
export const READINGS = [
  ["best_graded", "best graded"],
  ["majority", "majority of sources"],
  ["latest", "latest published"],
  ["first_published", "first published"],
];

const FIELDS = {
  "when.edtf": "When",
  "when.earliest": "Earliest day",
  "when.latest": "Latest day",
  "when.start_latest": "Begun by",
  "when.end_earliest": "Not over before",
  "when.basis": "Basis of the date",
  id: "Identity",
  kind: "Kind",
  manner: "Manner",
  places: "Places",
  headline: "Headline",
  summary: "Summary",
  known_since: "Known since",
};

/** A path of a field as a heading: `of.amount` is "Amount", `parties.lender` is "Lender". */
export function fieldName(path) {
  if (FIELDS[path]) return FIELDS[path];
  const [room, ...rest] = path.split(".");
  if (rest.length && room === "countries") return `Country: ${inWords(rest.join(" "))}`;
  if (rest.length && (room === "of" || room === "parties")) return capital(inWords(rest.join(" ")));
  return capital(inWords(path.replaceAll(".", ": ")));
}

/** @param {number} count @param {string} noun @param {string} [plural] */
export function counted(count, noun, plural = `${noun}s`) {
  return `${count.toLocaleString(languageOfNames())} ${count === 1 ? noun : plural}`;
}
