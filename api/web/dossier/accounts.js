/** The accounts, each whole: who says it, in which manner, how it is graded, on which passage. Struck ones stay. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { gradeInWords, inWords } from "../names.js";
import { passagesUrl } from "../requests.js";
import { boundsInWords } from "../time/words.js";
import { placeInWords } from "../views/place.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {object} dossier
 */
export function accountsView(desk, dossier) {
  const passages = desk.shelf.want("passages", passagesUrl(desk.state, dossier.entry.id)).value;
  return html`<section class="accounts">
    <h3>${dossier.accounts.length === 1 ? "The account" : "Each account"}</h3>
    <ol>${dossier.accounts.map((account, at) => html`<li id="account-${at + 1}" class="account ${account.stands ? "" : "ended"}">
      ${accountView(desk, account, passages, dossier.accounts)}</li>`)}</ol>
  </section>`;
}

function accountView(desk, account, passages, all) {
  const { source } = account;
  const summary = account.stands ? account.summary : html`<del>${account.summary}</del>`;
  return html`
    <p class="account-head"><a href=${desk.link({ view: "sources", source_shown: source.id, occurrence: "" })}>${source.title}</a>
      <abbr class="grade" title=${gradeInWords(source.reliability, account.credibility)}>${source.reliability}${account.credibility}</abbr></p>
    <p class="account-clock quiet">Published <code>${source.published}</code>${source.published_basis === "inferred" ? " (inferred)" : ""}
      · known since ${boundsInWords(account.known_since, "short")}</p>
    ${endingView(account, all)}
    <p class="account-summary">${summary}</p>
    <p class="chain"><span class="quiet">On whose word:</span> ${chainView(desk, account.chain)}</p>
    ${account.when?.stated ? html`<p><span class="quiet">When, as stated:</span> ${account.when.stated}</p>` : nothing}
    ${account.public_since ? html`<p><span class="quiet">Public by <code>${account.public_since.edtf}</code>:</span> ${account.public_since.stated}</p>` : nothing}
    ${passageView(account, passages)}
    ${account.note ? html`<p class="note"><span class="quiet">Curator's note:</span> ${account.note}</p>` : nothing}
  `;
}

/** The chain, outermost first, each link with its manner and the word by which it holds back. */
function chainView(desk, chain) {
  return chain.map((voice, at) => html`${at ? html` <span aria-hidden="true">›</span><span class="unseen">, who cites </span> ` : nothing}${voice.occurrence
    ? html`<a href=${desk.link({ occurrence: voice.occurrence })}>${voice.name}</a>` : voice.name}
    <span class="manner manner-${voice.manner}">${inWords(voice.manner)}${voice.hedge ? html` “${voice.hedge}”` : nothing}</span>`);
}

function endingView(account, all) {
  const { ending } = account;
  if (!ending) return nothing;
  const next = all.findIndex((each) => each.version === ending.replaced_by);
  return html`<p class="conflict">${inWords(ending.kind)}${ending.disclosed ? html`, disclosed <code>${ending.disclosed}</code>` : nothing}${ending.stated
    ? html`: ${ending.stated}` : nothing}${next === -1 ? nothing : html` · see <a href="#account-${next + 1}">account ${next + 1}</a>`}</p>`;
}

/**
 * Passages of one text as stretches of it: two that lie so near that the words around them meet are shown as one.
 * Places are counted in code points, as the record counts them.
 * @param {{start: number, end: number, before: string, cited: string, after: string}[]} passages
 * @returns {{text: string, cited: boolean}[][]}
 */
export function joined(passages) {
  const stretches = [];
  let last = null;
  for (const each of [...passages].sort((one, other) => one.start - other.start)) {
    const between = last === null ? Infinity : each.start - last.end;
    const after = [...(last?.after ?? "")];
    if (between >= 0 && between <= after.length) {
      stretches.at(-1).splice(-1, 1, { text: after.slice(0, between).join(""), cited: false });
    } else {
      stretches.push([{ text: `… ${each.before}`, cited: false }]);
    }
    stretches.at(-1).push({ text: each.cited, cited: true }, { text: `${each.after} …`, cited: false });
    last = each;
  }
  return stretches;
}

/** The passage cited, in the words of the source, where the user attached its text; else only the place. */
function passageView(account, passages) {
  const found = passages?.passages.filter((each) => each.version === account.version && each.source === account.source.id) ?? [];
  const { ranges, page, row, quotation } = account.citation;
  const where = placeInWords({ page, row, ranges: ranges.map((range) => [range.start, range.end]) });
  return html`<figure class="passage">
    ${found.length
      ? joined(found).map((parts) => html`<blockquote>${parts.map((part) => (part.cited ? html`<mark>${part.text}</mark>` : html`<span class="quiet">${part.text}</span>`))}</blockquote>`)
      : quotation ? html`<blockquote><mark>${quotation}</mark></blockquote>` : nothing}
    <figcaption class="quiet">${where}${found.length || !passages ? nothing
      : "; the text of this source is not attached"}</figcaption>
  </figure>`;
}
