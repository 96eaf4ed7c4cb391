// How much room there is for the picture. The server lays a drawing out for it, so it is told, and
// asked again where another layout may do better.

import { isSame } from "../state/store.js";

/** @typedef {[number, number]} Room width and height, in units of the drawing */

const GRAIN = 8; // units: windows that differ by less have the same answer
const LEAST = 100; // units; the server takes no window below
const MOST = 20_000;
const SLACK = 0.02; // of a length: no other layout comes of less
const STILL = 150; // milliseconds without a change
const A_YEAR = 31_536_000; // seconds

/**
 * A box of pixels in units of the drawing at its least scale; null where nothing can be drawn in it.
 * @param {import("./fit.js").Size} box
 * @param {number} scale
 * @returns {Room | null}
 */
export function roundedDown({ width, height }, scale) {
  const lengths = [width, height].map((length) => GRAIN * Math.floor(length / scale / GRAIN));
  const [wide = 0, high = 0] = lengths.map((length) => Math.min(length, MOST));
  return Math.min(wide, high) < LEAST ? null : [wide, high];
}

/**
 * Whether another layout may do better in the room there is: the drawing does not fit, or it was laid
 * out tighter than it might be now.
 * @param {readonly number[] | null | undefined} before the room that it was laid out for
 * @param {Room} now
 * @param {{fits: boolean, tightened: boolean}} drawing
 */
export function matters(before, now, { fits, tightened }) {
  const growth = now.map((length, axis) => length / (before?.[axis] ?? Infinity) - 1);
  const differs = growth.some((share) => Math.abs(share) > SLACK);
  const isLarger = growth.some((share) => share > SLACK);
  return (!fits && differs) || (tightened && isLarger);
}

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {() => Room | null} page.room
 * @param {() => boolean} page.fits whether the whole drawing can be seen and read
 * @param {() => void} page.redraw
 */
export function createRoom({ state, update, subscribe }, { room, fits, redraw }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** The next visit's first picture is drawn before the page can say anything. */
  function remember(/** @type {Room} */ [width, height]) {
    if (document.body.hasAttribute("data-present")) return; // no visit begins there
    const { pathname } = location; // an embed's room is another than the page's
    // biome-ignore lint/suspicious/noDocumentCookie: the server reads it
    document.cookie = `window=${width}x${height}; path=${pathname}; max-age=${A_YEAR}; SameSite=Lax`;
  }

  /** What is asked next is drawn for the room that there is. */
  function measure() {
    const now = room();
    if (!now) return null;
    remember(now);
    if (!isSame(now, state.window)) update({ window: now });
    return now;
  }

  function settle() {
    clearTimeout(timer);
    const now = measure();
    if (!now) return;
    const { trace, answered } = state;
    if (!trace || trace.too_large) return;
    const drawing = { fits: fits(), tightened: trace.tightened ?? false };
    if (matters(answered?.window, now, drawing)) redraw();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(settle, STILL);
  }
  subscribe(["trace", "view"], soon);

  return { measure, settle, soon };
}
