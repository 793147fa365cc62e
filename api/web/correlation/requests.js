/** What the correlation view asks of the service, and the rule as it is written in the address. */

import { asked, SLICE } from "../address.js";

const SCOPES = ["same_country", "same_country_pair", "same_case"];
export const SCOPE_WORDS = {
  same_country: "in the same country",
  same_country_pair: "between the same two countries",
  same_case: "in the same case",
};

/** @typedef {{x: string, y: string, window: number, scope: string}} Rule */

/**
 * Read `X>Y:DAYS:SCOPE`.
 * @param {string} text
 * @returns {Rule | null}
 */
export function readRule(text) {
  const found = /^(\w+)>(\w+):(\d{1,5}):(\w+)$/.exec(text);
  if (!found || !SCOPES.includes(found[4])) return null;
  return { x: found[1], y: found[2], window: Number(found[3]), scope: found[4] };
}

/** @param {Rule} rule */
export const writeRule = (rule) => `${rule.x}>${rule.y}:${rule.window}:${rule.scope}`;

function url(path, state, more) {
  const said = asked(state, SLICE);
  for (const [name, value] of Object.entries(more)) if (value !== "" && value !== null) said.set(name, String(value));
  return `/v1/${path}?${said}`;
}

/** Every rule that was asked. @param {object} state */
export const rulesUrl = (state) => url("correlations/rules", state, {});

/** The report on a rule that was asked. @param {object} state @param {string} id */
export const ruleUrl = (state, id) => url(`correlations/rules/${encodeURIComponent(id)}`, state, {});

/** @param {object} state @param {Rule} rule @param {number} longest */
export const lagsUrl = (state, rule, longest) =>
  url("correlations/lags", state, { x_kind: rule.x, y_kind: rule.y, within: rule.scope, longest_lag_days: longest });

/** @param {object} state @param {Rule} rule */
export const matrixUrl = (state, rule) => url("correlations/matrix", state, { window_days: rule.window, within: rule.scope });

/** The chain of one case, of the kinds that are filtered for. @param {object} state @param {string} chosen */
export function sequenceUrl(state, chosen) {
  const said = asked(state, [...SLICE, "kind", "country", "from", "to", "reading"]);
  said.set("case", chosen);
  return `/v1/correlations/sequence?${said}`;
}
