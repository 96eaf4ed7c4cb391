// Parts of a text that are no names: how it ends, what it seeds; and what is written otherwise. Pure.

import { statementsOf, TOKEN } from "./program-text.js";

/**
 * The last statement, without spaces: what the output is.
 * @param {string} program
 */
export const endOf = (program) =>
  (statementsOf(program).at(-1)?.tokens ?? []).map(({ text }) => text).join("");

const SEED = /(?:seed|RandomState|default_rng|PRNGKey)\s*\(([^()]*)\)/g;

/**
 * What a text seeds its random values with: other seeds draw other values.
 * @param {string} program
 */
export function seedsIn(program) {
  const seeds = [...program.replace(/#.*$/gm, "").matchAll(SEED)].map(([, seed]) => seed?.trim());
  return seeds.length ? ` seeded ${seeds.join(", ")}` : "";
}

/**
 * A text with another name in place of one, outside of its strings and comments.
 * @param {string} program
 * @param {string} name
 * @param {string} other
 */
export function renamed(program, name, other) {
  const code = (/** @type {string} */ text) =>
    text.replace(/[\p{L}\p{N}_.]+/gu, (word) => (word === name ? other : word));
  let result = "";
  let plain = "";
  for (const [text] of program.matchAll(TOKEN)) {
    const isCode = !/^["'#]/.test(text);
    if (isCode) plain += text;
    else {
      result += code(plain) + text;
      plain = "";
    }
  }
  return result + code(plain);
}

/**
 * A text with another text in place of the first such part of a line.
 * @param {string} program
 * @param {number} line counted from 1
 * @param {string} found
 * @param {string} meant
 */
export const mended = (program, line, found, meant) =>
  program
    .split("\n")
    .map((text, at) => (at === line - 1 ? text.replace(found, () => meant) : text))
    .join("\n");
