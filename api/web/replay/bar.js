/** The replay bar: the record as known on one day, stepping through the days on which something became known. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { writeAddress } from "../address.js";
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

/** Show the record as of a step; the way back leads to where the slider was taken up. */
export function goTo(desk, days, step, passing) {
  const changes = { known_on: days[step] ?? "" };
  if (passing) {
    desk.slidFrom ??= writeAddress(desk.state);
    stop(desk);
    desk.change(changes, { passing });
  } else {
    desk.settle(desk.slidFrom ?? writeAddress(desk.state), changes);
    desk.slidFrom = null;
  }
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

/**
 * A day typed digit by digit is a day of the year 2, then 20, then 201: it counts when the field is left or Enter is
 * pressed. One picked from the calendar counts at once.
 */
function exactDayView(desk) {
  const choose = (event) => {
    delete event.target.dataset.typed;
    const day = event.target.value;
    if (day !== desk.state.known_on && event.target.validity.valid) desk.change({ known_on: day });
  };
  const typed = (event) => {
    if (event.key === "Enter") choose(event);
    else if (event.key !== "Tab") event.target.dataset.typed = "yes";
  };
  return html`<label class="exact-day"><span>Day</span>
    <input type="date" .value=${desk.state.known_on} @keydown=${typed} @blur=${choose}
      @change=${(event) => event.target.dataset.typed ?? choose(event)}>
  </label>`;
}

function clocksView(desk) {
  const { knowledge, certainty } = desk.state;
  const select = (name, value, title, options) => html`<select aria-label=${name} title=${title} .value=${live(value)}
    @change=${(event) => desk.change({ [name]: event.target.value })}>
    ${options.map(([word, said]) => html`<option value=${word} ?selected=${word === value}>${said}</option>`)}
  </select>`;
  return html`<span class="clocks">
    ${select("certainty", certainty, "Where the day of publication is uncertain: known by that day surely, or possibly", [["surely", "surely known"], ["possibly", "possibly known"]])}
    ${select("knowledge", knowledge, "Known from a document that could be read, or announced to the public", [["documented", "in a document"], ["public", "to the public"]])}
  </span>`;
}
