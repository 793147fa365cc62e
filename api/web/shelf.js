/**
 * What was fetched from the service, by the name of the place where it is used.
 *
 * A view says what it wants while it is drawn; what is there is handed out at once, what is not is fetched and the page
 * is drawn again when it has come. Until then the older value stays in its place, so nothing jumps or flickers.
 */

/**
 * @typedef {{value: any, url: string | null, tag: string | null, pending: boolean, again?: boolean, problem: Problem | null}} Place
 * `tag` is the entity tag of the value: another reply with the same one holds nothing new; `again` says that the record
 * grew while the reply was under way
 */

/** An error as the service tells it (RFC 9457). */
export class Problem extends Error {
  /** @param {{title?: string, detail?: string, seen?: unknown, accepted?: string, status?: number}} told */
  constructor(told) {
    super(told.detail || told.title || "the service gave no answer");
    this.told = told;
  }
}

export class Shelf {
  /** @param {() => void} arrived - called whenever something has come */
  constructor(arrived) {
    this.arrived = arrived;
    this.places = new Map();
    this.waits = new Map();
    this.renewals = 0;
  }

  /**
   * What is at a place, after seeing to it that what is wanted will be.
   * @param {string} name
   * @param {string | null} url - null wants nothing there
   * @returns {Place}
   */
  want(name, url) {
    const place = this.places.get(name) ?? { value: null, url: null, tag: null, pending: false, problem: null };
    this.places.set(name, place);
    if (url === null) {
      this.waits.get(name)?.abort();
      Object.assign(place, { value: null, url: null, tag: null, pending: false, problem: null });
    } else if (place.url !== url) {
      this.#fetch(name, place, url);
    }
    return place;
  }

  /**
   * Ask anew for everything that is in use: the record has grown. What is under way already is let come and asked for
   * once more then; broken off, a long count would begin from nothing with every event.
   */
  renew() {
    this.renewals += 1;
    for (const [name, place] of this.places) {
      if (place.pending) place.again = true;
      else if (place.url !== null) this.#fetch(name, place, place.url);
    }
  }

  async #fetch(name, place, url) {
    this.waits.get(name)?.abort();
    const waiting = new AbortController();
    this.waits.set(name, waiting);
    const held = place.url === url && !place.problem ? place.tag : null;
    Object.assign(place, { url, pending: true, again: false });
    try {
      const { value, tag } = await fetchTagged(url, waiting.signal, held);
      if (waiting.signal.aborted) return;
      Object.assign(place, { value: value ?? place.value, tag, pending: false, problem: null });
    } catch (error) {
      if (waiting.signal.aborted) return;
      Object.assign(place, { pending: false, problem: error });
    }
    if (place.again) this.#fetch(name, place, url);
    this.arrived();
  }
}

/**
 * One reply of the service.
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @throws {Problem}
 */
export async function fetchJson(url, signal) {
  return (await fetchTagged(url, signal, null)).value;
}

/** A reply with its entity tag; no value where the tag is the one held: what is there is still true and is kept. */
async function fetchTagged(url, signal, held) {
  let reply;
  let told;
  try {
    reply = await fetch(url, { signal, headers: { accept: "application/json" } });
    const tag = reply.headers.get("etag");
    if (reply.ok && held !== null && tag === held) {
      await reply.body?.cancel();
      return { value: null, tag };
    }
    told = await reply.json();
    if (reply.ok) return { value: told, tag };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem({ title: reply ? `the service answered ${reply.status} in no form that can be read` : "the service cannot be reached" });
  }
  throw new Problem(told);
}
