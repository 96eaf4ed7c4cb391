// The kinds of notices: the worst first, each with its sign. Pure.

/** @typedef {keyof typeof SIGNS} Sign */
/** @typedef {{sign: Sign, hooks?: readonly string[], loud?: boolean}} Kind */
/** @typedef {{label: string, run: () => void}} Choice */
/**
 * @typedef {Object} Entry
 * @property {string} kind
 * @property {string} [lead] in bold before the message
 * @property {string} message
 * @property {Choice[]} [choices]
 */

/** Drawn in a box of 16 where they are solid, of 20 where they are lines. */
export const SIGNS = {
  error: "M8 4v5M8 11.8v.01",
  wrong: "M5 5l6 6M11 5l-6 6",
  right: "M4 10.5l4 4 8-9",
  about: "M10 2.75a7.25 7.25 0 1 0 0 14.5a7.25 7.25 0 1 0 0-14.5M10 9.5v4M10 6.5v.01",
  loop: "M4.5 10a5.5 5.5 0 0 1 9.5-3.8l1.5 1.5M15.5 4v3.7h-3.7M15.5 10a5.5 5.5 0 0 1-9.5 3.8l-1.5-1.5M4.5 16v-3.7h3.7",
  random: "M4 4h12v12H4ZM7.5 7.5h.01M12.5 12.5h.01M10 10h.01",
  skipped: "M5 10h10",
};
const SOLID = ["error", "wrong"];

/** @param {Sign} sign */
export const isSolid = (sign) => SOLID.includes(sign);

/** In the order of their weight. @type {Record<string, Kind>} */
const KINDS = {
  error: { sign: "error", hooks: ["data-error"], loud: true },
  away: { sign: "about", loud: true },
  restored: { sign: "about" },
  whole: { sign: "loop" }, // a choice that may be what is too much: its way back stays in sight
  wrong: { sign: "wrong", hooks: ["data-verdict"], loud: true },
  undefined: { sign: "wrong", hooks: ["data-verdict"], loud: true },
  right: { sign: "right", hooks: ["data-verdict"], loud: true },
  partial: { sign: "about" },
  slip: { sign: "about" },
  training: { sign: "loop", loud: true },
  loop: { sign: "loop" },
  filled: { sign: "random" },
  random: { sign: "random" },
  about: { sign: "about" },
  "left out": { sign: "skipped" },
};
const ORDER = Object.keys(KINDS);
const USUAL = "about";

/** @param {string} kind one that the table has no row for is as any other remark */
export const kindOf = (kind) => KINDS[kind] ?? /** @type {Kind} */ (KINDS[USUAL]);

/**
 * The worst first; what can be chosen stands before what is only said.
 * @template {Entry} T
 * @param {T[]} entries
 * @returns {T[]}
 */
export function sorted(entries) {
  const rank = (/** @type {Entry} */ { kind }) => ORDER.indexOf(kind in KINDS ? kind : USUAL);
  const chosen = (/** @type {Entry} */ { choices = [] }) => (choices.length ? 0 : 1);
  return [...entries].sort((one, other) => rank(one) - rank(other) || chosen(one) - chosen(other));
}

export const MOST = 4;
const FEW = 2;

/**
 * How many of so many notices are shown: all, or the worst where they are many or room is short.
 * @param {number} count
 * @param {boolean} isShort
 */
export const shownOf = (count, isShort) => (count > (isShort ? FEW : MOST) ? FEW : count);
