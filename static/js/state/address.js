// The state in the address bar: the rows of the table that a link holds. Pure but for the two
// functions that compress.

import { isSame, ROWS } from "./store.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {{[Name in keyof State]?: State[Name] | null}} Linked what a link is made of */
/** @typedef {Pick<import("../lib/types.js").Request, "find" | "window">} Asked what a link to the server may say beside it */

const LONG = 1200;

/**
 * One field, readable: only what would break a link, Markdown or an e-mail is percent-encoded.
 * @param {string} text
 */
function encode(text) {
  return new URLSearchParams([["", text]])
    .toString()
    .slice(1)
    .replace(/\*/g, "%2A")
    .replace(/%(3D|2F|3A|2C|40)/g, (code) => decodeURIComponent(code));
}

/**
 * The rows of a state that its link shows: those that are not as usual, and the program, for
 * without one a link means the example.
 * @param {Linked} state
 * @returns {Record<string, unknown>} in the order of the table
 */
function linkRowsOf(state) {
  /** @type {Record<string, unknown>} */
  const values = { ...state, open: state.open === "auto" ? null : state.open };
  const isShown = (/** @type {import("./store.js").Row} */ { name, link, default: usual }) =>
    link && (name === "program" || !isSame(values[name] ?? usual, usual));
  const shown = ROWS.filter(isShown).map(({ name }) => [name, values[name]]);
  return Object.fromEntries(shown);
}

/** @param {Asked} asked what of it says something */
const said = (asked) => Object.fromEntries(Object.entries(asked).filter(([, value]) => value));

const AS_JSON = new Set(ROWS.filter(({ json }) => json).map(({ name }) => name));

/**
 * A row as the text of a link.
 * @param {string} name
 * @param {unknown} value
 */
function written(name, value) {
  if (name === "window") return /** @type {number[]} */ (value).join("x");
  if (AS_JSON.has(name)) return JSON.stringify(value);
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * The query of a state: "?program=…&inputs=…&step=3".
 * @param {Linked} state
 * @param {Asked} [asked]
 * @returns {string}
 */
export function queryOf(state, asked = {}) {
  return `?${Object.entries({ ...linkRowsOf(state), ...said(asked) })
    .map(([name, value]) => `${name}=${encode(written(name, value))}`)
    .join("&")}`;
}

/**
 * The query of a state; where that would be long, the whole state packed in `z`.
 * @param {Linked} state
 * @param {Asked} [asked]
 * @returns {Promise<string>}
 */
export async function shortQueryOf(state, asked = {}) {
  const query = queryOf(state, asked);
  if (query.length <= LONG || typeof CompressionStream === "undefined") return query;
  return `?z=${await deflate(JSON.stringify({ ...linkRowsOf(state), ...said(asked) }))}`;
}

/**
 * Text as deflate (zlib), base64url without padding: what Python's zlib.decompress reads.
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function deflate(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * Keeps the address bar up to date: a new program is a new entry of the history, a step replaces
 * the entry, at most once a second.
 * @param {{now?: () => number, later?: (run: () => void, milliseconds: number) => unknown, write: (query: string, fresh: boolean, state: Linked) => void}} options
 */
export function createAddress({ now = Date.now, later = setTimeout, write }) {
  let last = Number.NEGATIVE_INFINITY;
  let turn = 0;
  let waiting = false;
  let fresh = false;
  /** @type {Linked | null} */
  let latest = null;

  async function flush() {
    waiting = false;
    if (!latest) return;
    last = now();
    const mine = ++turn;
    const state = latest;
    const query = await shortQueryOf(state);
    if (mine !== turn) return; // a later state is on its way, or none is wanted
    const isFresh = fresh;
    fresh = false;
    write(query, isFresh, state);
  }

  return {
    /**
     * @param {Linked} state
     * @param {boolean} [isFresh] a new program, not a step of the old one
     */
    show(state, isFresh = false) {
      latest = state;
      fresh ||= isFresh;
      if (fresh) {
        flush();
      } else if (!waiting) {
        waiting = true;
        later(flush, Math.max(0, last + 1000 - now()));
      }
    },

    /** What waits to be written is not: the history is at another entry. */
    forget() {
      latest = null;
      fresh = false;
      turn += 1;
    },
  };
}
