/** Following the log: when something is recorded, what is shown is asked for anew. */

const QUIET_MS = 400;

/**
 * Open the stream of events, from the end of the log. The browser itself takes it up again after a cut and names the
 * last event it received; what was recorded before the stream opened, at first or again, is asked for when it has, so
 * nothing is missed.
 * @param {import("./desk.js").Desk} desk
 */
export function followLog(desk) {
  let fresh = 0;
  let waiting = 0;
  const stream = new EventSource("/v1/events/stream");
  stream.addEventListener("message", () => {
    fresh += 1;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!desk.state.at_position) {
        desk.shelf.renew();
        desk.live = { fresh, at: Date.now() };
        desk.tell(fresh === 1 ? "One new event was recorded." : `${fresh} new events were recorded.`);
      }
      fresh = 0;
    }, QUIET_MS);
  });
  stream.addEventListener("open", () => {
    desk.shelf.renew();
    desk.connected = true;
    desk.redraw();
  });
  stream.addEventListener("error", () => {
    desk.connected = false;
    desk.redraw();
  });
}
