/** What is chosen now, each with the way to take it back; and the way to take the record home. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { CHOICE, PLAIN, SLICE } from "../address.js";
import { countryName, inWords } from "../names.js";

const TITLES = { q: "words", from: "from", to: "to", min_reliability: "graded at least", at_position: "at position" };

/** @param {import("../desk.js").Desk} desk */
export function chipsView(desk) {
  const { state } = desk;
  const names = [...CHOICE, ...SLICE].filter((name) => !["known_on", "knowledge", "certainty"].includes(name));
  const chips = names.flatMap((name) =>
    Array.isArray(state[name])
      ? state[name].map((value) => ({ name, value, without: state[name].filter((each) => each !== value) }))
      : state[name] ? [{ name, value: state[name], without: "" }] : [],
  );
  if (!chips.length) return nothing;
  const nothingChosen = Object.fromEntries(names.map((name) => [name, PLAIN[name]]));
  return html`<ul class="chips" aria-label="Chosen filters">
    ${chips.map(({ name, value, without }) => html`<li>
      <a href=${desk.link({ [name]: without })} title="Take this filter back">
        <span class="chip-name">${TITLES[name] ?? name}</span> ${labelOf(desk, name, value)} <span aria-hidden="true">×</span><span class="unseen">, take back</span></a>
    </li>`)}
    <li><a class="clear" href=${desk.link(nothingChosen)}>Clear all</a></li>
  </ul>`;
}

function labelOf(desk, name, value) {
  const rows = (list) => desk.shelf.places.get(list)?.value?.rows ?? [];
  if (name === "kind") return inWords(value);
  if (name === "country") return countryName(value, rows("countries").find((row) => row.code === value)?.name ?? value);
  if (name === "case") return rows("cases").find((row) => [row.key, row.id].includes(value))?.title ?? value;
  if (name === "party") return rows("parties").find((row) => row.id === value)?.name ?? value;
  if (name === "source") return rows("sources").find((row) => row.id === value)?.title ?? value;
  return value;
}
