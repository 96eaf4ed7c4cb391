// What is shared of a state, as addresses: a link, an embed with its snippet, files. Pure but for the
// packing of long links.

import { shortQueryOf } from "../state/address.js";
import { shownState } from "../state/history.js";
import { askedMode } from "../state/modes.js";

/** @typedef {Readonly<import("../state/store.js").State>} State */

/**
 * @typedef {Object} Embedded how an embed looks; null, "full" and "" are as usual
 * @property {number} width pixels
 * @property {number} height
 * @property {"light" | "dark" | null} theme null: the reader's own
 * @property {boolean} here whether it opens at the step, not before the first
 * @property {"full" | "steps" | "none"} controls
 * @property {"" | "edit" | "edit,views"} limit
 */

/**
 * @typedef {Object} Look how a file looks
 * @property {"light" | "dark"} theme
 * @property {boolean} transparent
 * @property {number} scale of a PNG
 */

/** Neither an embed nor a file has views. */
const BARE = { view: null, options: {} };

/**
 * @param {State} state
 * @param {boolean} here
 */
const startOf = (state, here) => ({ ...shownState(state), ...(here ? {} : { step: null }) });

/**
 * @param {string} query
 * @param {Record<string, string | number | boolean | null>} more what it says beside the state
 */
const withMore = (query, more) =>
  query +
  Object.entries(more)
    .map(([name, value]) => (value ? `&${name}=${value}` : ""))
    .join("");

/**
 * @param {State} state
 * @param {boolean} here
 */
export const linkTo = async (state, here) =>
  new URL(`/${await shortQueryOf(startOf(state, here))}`, location.origin).href;

/**
 * @param {State} state
 * @param {Embedded} embed
 */
export async function embedAddress(state, { theme, here, controls, limit }) {
  const shown = { ...startOf(state, here), ...BARE, mode: null, train: null, run: null };
  const query = await shortQueryOf(shown);
  const look = { theme, controls: controls === "full" ? null : controls, limit };
  return new URL(`/embed${withMore(query, look)}`, location.origin).href;
}

/**
 * The file of a kind, at the step, in the room that the page has for the picture.
 * @param {State} state
 * @param {string} kind
 * @param {Look} look
 */
export async function fileAddress(state, kind, { theme, transparent, scale }) {
  const { step } = state; // also before the first, where a file without a step would be the whole
  const shown = { ...shownState(state), ...BARE, step };
  const { window } = state.answered ?? {};
  const query = await shortQueryOf({ ...shown, mode: askedMode(shown) }, { window });
  const look = { theme: theme === "dark" ? theme : null, transparent };
  return `/graph.${kind}${withMore(query, { ...look, scale: kind === "png" ? scale : null })}`;
}

/**
 * The HTML that shows an embed.
 * @param {string} address
 * @param {{width: number, height: number, title: string}} frame
 */
export function snippetOf(address, { width, height, title }) {
  return (
    `<iframe src="${escaped(address)}" width="${width}" height="${height}" ` +
    `title="${escaped(title)}" style="border: 0" loading="lazy" allow="fullscreen"></iframe>`
  );
}

/** @param {string} text */
const escaped = (text) =>
  text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/**
 * A length that was typed, in the bounds that an embed has.
 * @param {string} text
 * @param {number} least
 * @param {number} usual where nothing can be read
 */
export function lengthIn(text, least, usual) {
  const length = Math.round(Number(text));
  return text.trim() && Number.isFinite(length) ? Math.min(Math.max(length, least), MOST) : usual;
}
const MOST = 4000; // pixels
