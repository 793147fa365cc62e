/** The replay bar: the record as known on one day, stepping through the days on which something became known. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { daysUrl } from "../requests.js";
import { parseDay } from "../time/days.js";
import { dayInWords } from "../time/words.js";
import { changesView } from "./changes.js";
import { play, stop, isPlaying } from "./player.js";

/** @param {import("../desk.js").Desk} desk */
export function replayView(desk) {
  const days = desk.shelf.want("days", daysUrl(desk.state)).value?.days ?? [];
  const step = stepOf(days, desk.state.known_on);
  return html`<section class="replay" aria-label="Replay: the record as known on a day">
    ${playView(desk, days)}
    <div class="slide">
      <label for="step">As known <strong class="known-day">${knownInWords(desk.state.known_on)}</strong></label>
      <input id="step" type="range" min="0" max=${days.length} step="1" .value=${live(String(step))}
        ?disabled=${!days.length} aria-valuetext=${knownInWords(desk.state.known_on)}
        @input=${(event) => goTo(desk, days, Number(event.target.value), true)}
        @change=${(event) => goTo(desk, days, Number(event.target.value), false)}>
      <span class="ends"><span>${days.length ? shortDay(days[0]) : nothing}</span><span>all that is recorded</span></span>
    </div>
    <div class="clock-row">${exactDayView(desk)} ${clocksView(desk)}</div>
    ${changesView(desk, days, step)}
  </section>`;
}

/** The place of a day among the steps: of the last step not after it; after all of them stands the whole record. */
export function stepOf(days, knownOn) {
  if (!knownOn) return days.length;
  const after = days.findIndex((day) => parseDay(day) > parseDay(knownOn));
  return Math.max(0, (after === -1 ? days.length : after) - 1);
}

/** Show the record as of a step. */
export function goTo(desk, days, step, passing) {
  if (!passing) stop(desk);
  desk.change({ known_on: days[step] ?? "" }, { passing });
}

function knownInWords(day) {
  return day && parseDay(day) !== null ? `on ${dayInWords(parseDay(day))}` : "today: all that is recorded";
}

const shortDay = (day) => dayInWords(parseDay(day), "short");

function playView(desk, days) {
  const playing = isPlaying(desk);
  return html`<button class="play" ?disabled=${!days.length} aria-pressed=${String(playing)}
    @click=${() => (playing ? stop(desk) : play(desk, days))}>${playing ? "Pause" : "Play"}</button>`;
}

function exactDayView(desk) {
  return html`<label class="exact-day"><span>Day</span>
    <input type="date" .value=${live(desk.state.known_on)} @change=${(event) => desk.change({ known_on: event.target.value })}>
  </label>`;
}

function clocksView(desk) {
  const { knowledge, certainty } = desk.state;
  const select = (name, value, options) => html`<select aria-label=${name} .value=${live(value)}
    @change=${(event) => desk.change({ [name]: event.target.value })}>
    ${options.map(([word, said]) => html`<option value=${word} ?selected=${word === value}>${said}</option>`)}
  </select>`;
  return html`<span class="clocks">
    ${select("certainty", certainty, [["surely", "surely"], ["possibly", "possibly"]])}
    ${select("knowledge", knowledge, [["documented", "documented"], ["public", "public"]])}
  </span>`;
}
