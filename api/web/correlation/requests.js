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

/** @param {object} state @param {Rule} rule @param {number} longest @param {{from: number, to: number} | null} pairs - to list */
export const lagsUrl = (state, rule, longest, pairs) =>
  url("correlations/lags", state, {
    x_kind: rule.x, y_kind: rule.y, within: rule.scope, longest_lag_days: longest,
    pairs_from_days: pairs ? pairs.from : "", pairs_to_days: pairs ? pairs.to : "",
  });

/** @typedef {{first: string, then: {kind: string, from: number, to: number}[], scope: string}} Motif */

/**
 * Read `KIND>KIND:FROM..TO>KIND:FROM..TO@SCOPE`.
 * @param {string} text
 * @returns {Motif | null}
 */
export function readMotif(text) {
  const [steps, scope] = text.split("@");
  const [first, ...rest] = steps.split(">");
  const then = rest.map((step) => /^(\w+):(\d{1,5})\.\.(\d{1,5})$/.exec(step));
  if (!/^\w+$/.test(first) || then.length < 2 || then.length > 8 || then.includes(null) || !SCOPES.includes(scope)) return null;
  return { first, then: then.map(([, kind, from, to]) => ({ kind, from: Number(from), to: Number(to) })), scope };
}

/** @param {Motif} motif */
export const writeMotif = (motif) =>
  `${[motif.first, ...motif.then.map((step) => `${step.kind}:${step.from}..${step.to}`)].join(">")}@${motif.scope}`;

/** @param {object} state @param {Motif} motif */
export function motifUrl(state, motif) {
  const said = asked(state, SLICE);
  for (const step of [motif.first, ...motif.then.map((each) => `${each.kind}:${each.from}..${each.to}`)]) said.append("step", step);
  said.set("within", motif.scope);
  return `/v1/correlations/motif?${said}`;
}

/** @param {object} state @param {Rule} rule */
export const matrixUrl = (state, rule) => url("correlations/matrix", state, { window_days: rule.window, within: rule.scope });

/** The chain of one case, of the kinds that are filtered for. @param {object} state @param {string} chosen */
export function sequenceUrl(state, chosen) {
  const said = asked(state, [...SLICE, "kind", "country", "from", "to", "reading"]);
  said.set("case", chosen);
  return `/v1/correlations/sequence?${said}`;
}
