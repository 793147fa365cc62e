/** Playing the days of knowledge one after another: the next one is shown when the last has been drawn. */

const PAUSE_MS = 1400;
const LOOK_MS = 60;

/** @param {import("../desk.js").Desk} desk */
export const isPlaying = (desk) => Boolean(desk.playing);

/**
 * Play from the day shown, or from the first one if the end is shown.
 * @param {import("../desk.js").Desk} desk
 * @param {string[]} days
 */
export function play(desk, days) {
  const from = desk.state.known_on ? days.findIndex((day) => day > desk.state.known_on) : 0;
  const playing = { at: from === -1 ? days.length : from, days };
  desk.playing = playing;
  showNext(desk, playing);
}

/** @param {import("../desk.js").Desk} desk */
export function stop(desk) {
  if (!desk.playing) return;
  clearTimeout(desk.playing.waiting);
  desk.playing = null;
  desk.redraw();
}

function showNext(desk, playing) {
  if (desk.playing !== playing) return;
  const day = playing.days[playing.at] ?? "";
  playing.at += 1;
  desk.change({ known_on: day }, { passing: true });
  if (day === "") {
    stop(desk);
    return;
  }
  playing.waiting = setTimeout(() => whenDrawn(desk, playing), PAUSE_MS);
}

function whenDrawn(desk, playing) {
  if (desk.playing !== playing) return;
  const busy = [...desk.shelf.places.values()].some((place) => place.pending);
  if (busy) playing.waiting = setTimeout(() => whenDrawn(desk, playing), LOOK_MS);
  else showNext(desk, playing);
}
