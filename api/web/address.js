/** The state of the page and the address that stands for it: each can be made from the other, so every view is a link. */

/** @typedef {ReturnType<typeof readAddress>} State */

/** Views that can be opened. */
export const VIEWS = ["timeline", "table", "difference", "correlation", "sources"];

const ONE_OF = {
  view: VIEWS,
  knowledge: ["documented", "public"],
  certainty: ["surely", "possibly"],
  reading: ["best_graded", "majority", "latest", "first_published"],
  lanes: ["country", "case", "kind", "none"],
  axis: ["happened", "known", "both"],
};

const TEXTS = ["known_on", "at_position", "q", "from", "to", "min_reliability", "occurrence", "window", "against", "rule", "pairs", "motif", "source_shown"];
const LISTS = ["kind", "country", "case", "party", "source"];

/** What a page shows before anything is chosen. */
export const PLAIN = Object.freeze({
  ...Object.fromEntries(Object.entries(ONE_OF).map(([name, values]) => [name, values[0]])),
  ...Object.fromEntries(TEXTS.map((name) => [name, ""])),
  ...Object.fromEntries(LISTS.map((name) => [name, Object.freeze([])])),
});

/** The parts of the state that choose which accounts count. */
export const SLICE = ["known_on", "at_position", "knowledge", "certainty", "source", "min_reliability"];

/** The parts of the state that choose which occurrences are shown. */
export const CHOICE = ["kind", "country", "case", "party", "q", "from", "to"];

/**
 * The state that a query string stands for; what it does not name, or names wrongly, is as in `PLAIN`.
 * @param {string} search
 */
export function readAddress(search) {
  const given = new URLSearchParams(search);
  const state = { ...PLAIN };
  for (const [name, values] of Object.entries(ONE_OF)) {
    if (values.includes(given.get(name))) state[name] = given.get(name);
  }
  for (const name of TEXTS) state[name] = given.get(name)?.trim() ?? "";
  for (const name of LISTS) state[name] = [...new Set(given.getAll(name).filter(Boolean))];
  return state;
}

/**
 * The query string of a state, without what is as in `PLAIN`.
 * @param {State} state
 */
export function writeAddress(state) {
  const said = new URLSearchParams();
  for (const name of Object.keys(ONE_OF)) if (state[name] !== PLAIN[name]) said.set(name, state[name]);
  for (const name of TEXTS) if (state[name]) said.set(name, state[name]);
  for (const name of LISTS) for (const value of state[name]) said.append(name, value);
  const text = said.toString();
  return text ? `?${text}` : "./";
}

/**
 * The parameters of a request to the service that these parts of the state stand for.
 * @param {State} state
 * @param {string[]} names
 * @returns {URLSearchParams}
 */
export function asked(state, names) {
  const said = new URLSearchParams();
  for (const name of names) {
    const value = state[name];
    if (Array.isArray(value)) for (const each of value) said.append(name, each);
    else if (value && value !== PLAIN[name]) said.set(name, value);
  }
  return said;
}

/**
 * The window written in an address, `FROM..TO` in days of the calendar.
 * @param {string} text
 * @param {(text: string) => number | null} parseDay
 */
export function readWindow(text, parseDay) {
  const [from, to] = text.split("..").map(parseDay);
  return from !== null && to !== undefined && to !== null && to > from ? { from, to } : null;
}
