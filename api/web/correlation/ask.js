/** Asking a rule: it is recorded before anything is counted, so that the number of questions put is never forgotten. */

import { Problem } from "../shelf.js";

/**
 * Record a rule among those asked, and have everything read anew.
 * @param {import("../desk.js").Desk} desk
 * @param {import("./requests.js").Rule} rule
 * @param {number} version - of the register: how many rules stand in it
 */
export async function ask(desk, rule, version) {
  desk.asking = { problem: null, pending: true };
  desk.redraw();
  try {
    const headers = { "content-type": "application/json", ...(version ? { "if-match": `"${version}"` } : {}) };
    const body = { rule: { x_kind: rule.x, y_kind: rule.y, window_days: rule.window, scope: { within: rule.scope } } };
    const reply = await fetch("/v1/commands/ask_rule", { method: "POST", headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Problem(await reply.json());
    desk.asking = null;
    desk.shelf.renew();
  } catch (problem) {
    desk.asking = { problem, pending: false };
  }
  desk.redraw();
}

/**
 * The row of the register in which this very rule stands, if it was asked: plainly, with nothing beside it chosen.
 * @param {object[]} rows
 * @param {import("./requests.js").Rule} rule
 */
export function rowOf(rows, rule) {
  return rows.find((row) => {
    const { x_kind: x, y_kind: y, window_days: window, lag_days: lag, scope, manners } = row.rule;
    const plain = lag === 0 && manners.join(" ") === "fact reported" && !scope.x_roles?.length && !scope.y_roles?.length;
    return plain && x === rule.x && y === rule.y && window === rule.window && scope.within === rule.scope;
  });
}
