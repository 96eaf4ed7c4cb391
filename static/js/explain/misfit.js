// Two shapes that do not fit: in words, beside each other with the sizes that clash, and as they fit
// once they are mended.

import { html } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { operator, term } from "./equation.js";

/** @typedef {import("../lib/types.js").Failure} Failure */
/**
 * @typedef {Object} Misfit
 * @property {string} sign
 * @property {string} why the rule that is broken
 * @property {string} target what the line calls the result
 * @property {{name: string, sizes: string[], clash: number}[]} sides `clash`: the size that does not fit
 */

const SHAPES = /^[^:]+: (\([\d, ]*\)) (?:and |\S+ )(\([\d, ]*\)): (.*)$/;
const SYMBOL = /^([A-Za-z])(\d*)$/;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const BINARY = /^(.+?) ([-+*/@]|\*\*) (.+)$/;
const LONGEST = 12; // characters of a name under a shape
const TARGET = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=\s*$/u;

/**
 * The expression that an error is about.
 * @param {Failure} failure
 * @param {string} program
 */
export function placeOf({ line, column, end_column: end }, program) {
  const text = [...(program.split("\n")[(line ?? 0) - 1] ?? "")];
  return text.slice(column ?? 0, end ?? undefined).join("");
}

/**
 * @param {Failure} failure
 * @param {string} said
 * @param {string} program
 * @returns {Misfit | null} null where it is about something else
 */
export function misfitOf(failure, said, program) {
  const text = [...(program.split("\n")[(failure.line ?? 0) - 1] ?? "")];
  const place = placeOf(failure, program);
  const [, first, second, rule = ""] = SHAPES.exec(said) ?? [];
  const [, left = "", sign = "", right = ""] = BINARY.exec(place) ?? [];
  if (!first || !second || !sign) return null;
  const sizes = [sizesOf(first), sizesOf(second)];
  const clash = sign === "@" ? inner(sizes) : outer(sizes);
  return {
    ...{ sign, why: failure.why ?? capital(rule) },
    target: targetOf(text.slice(0, failure.column ?? 0).join("")),
    sides: [left, right].map((name, at) => ({
      name,
      sizes: sizes[at] ?? [],
      clash: clash[at] ?? -1,
    })),
  };
}

/** @param {string} before what stands before an expression */
function targetOf(before) {
  const name = TARGET.exec(before)?.[1] ?? "";
  return name.length > 0 && name.length <= LONGEST ? name : "result";
}

/** @param {string} shape such as "(5, 6)" */
const sizesOf = (shape) => shape.match(/\d+/g) ?? [];

/** @param {string[][]} sizes where a product of matrices has its inner sizes */
const inner = ([one = [], other = []]) => [one.length - 1, Math.max(other.length - 2, 0)];

/** @param {string[][]} sizes the last two that differ, neither of them 1 */
function outer([one = [], other = []]) {
  for (let back = 1; back <= Math.min(one.length, other.length); back += 1) {
    const [here, there] = [one.at(-back), other.at(-back)];
    if (here !== there && here !== "1" && there !== "1")
      return [one.length - back, other.length - back];
  }
  return [-1, -1];
}

/**
 * A shape with the size that clashes.
 * @param {Misfit["sides"][number]} side
 * @param {"b" | "u"} mark
 */
function marked({ sizes, clash }, mark) {
  const parts = sizes.flatMap((size, at) => [
    ...(at ? [",\u00a0"] : []),
    at === clash ? html(mark, {}, size) : size,
  ]);
  return ["(", ...parts, sizes.length === 1 ? ",)" : ")"];
}

/**
 * What does not fit, in words.
 * @param {Misfit} misfit
 */
export const rowOf = ({ why, sides }) => [
  `${why}: `,
  ...sides.flatMap((side, at) => [`${at ? ", " : ""}${side.name} is `, ...marked(side, "b")]),
  ".",
];

/**
 * Two shapes that do not fit, and what would come of them.
 * @param {Misfit} misfit
 * @param {Failure} failure
 * @param {string} look
 */
export function misfitShapes({ sign, target, sides }, { mended, partial }, look) {
  const latexOf = (/** @type {string} */ name) => {
    const named = partial?.nodes.findLast((node) => node.name === name);
    const [, letter, digits] = SYMBOL.exec(name) ?? [];
    if (letter) return named?.latex ?? (digits ? `${letter}_{${digits}}` : letter);
    return named?.latex ?? (NAME.test(name) ? upright(name) : null);
  };
  const [left, right] = sides.map((side, at) => {
    const latex = latexOf(side.name);
    const word = latex ? formula("span", "inline-math", latex, { text: side.name }) : side.name;
    const ring = html(
      "span",
      { class: "local-ring shape" },
      html("span", {}, ...marked(side, "u")),
    );
    const shape = mended?.shapes[at];
    const turned = mended?.turned && mended.slot === at;
    return term(
      ring,
      [word],
      latex && shape ? sized(turned ? `${latex}^{\\top}` : latex, shape, turned) : null,
    );
  });
  const product = sign === "@" ? "\\cdot" : sign;
  const result = mended ? sized(upright(target), mended.result) : null;
  const under = (/** @type {string} */ latex) => () => (mended ? formula("span", "", latex) : "");
  return html(
    "div",
    { class: `equation misfit ${mended && !look ? "" : "bare"} ${look}` },
    left ?? null,
    ...operator(() => sign, under(product)),
    right ?? null,
    ...operator(() => "≠", under("=")),
    term(html("span", { class: "local-ring pending" }, "?"), [target], result),
  );
}

/** @param {string} name as it is written */
const upright = (name) => `\\mathrm{${name.replace(/[_#$%&{}\\^~]/g, "\\$&")}}`;

/**
 * A name with its shape below.
 * @param {string} latex
 * @param {number[]} shape
 * @param {boolean} [bracketed]
 */
const sized = (latex, shape, bracketed = false) =>
  `${bracketed ? `(${latex})` : `{${latex}}`}_{${shape.join("\\times ")}}`;

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
