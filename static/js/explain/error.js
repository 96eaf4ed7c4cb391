// What the panel says of a program that stops: what does not fit, why, and the ways out: the first
// is its button.

import { html, minus } from "../lib/dom.js";
import { narrowings } from "./fit.js";
import { misfitOf, misfitShapes, placeOf, rowOf } from "./misfit.js";
import { heading } from "./words.js";

/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("../lib/types.js").Way} Way */

const MEANT = /[;,] did you mean [^?]*\?$/; // said again by the mend's button
const LONGEST = 40; // characters on a button

/**
 * @param {Failure} failure
 * @param {string} program
 * @param {{mend: () => void, take: (way: Way) => void, generate: () => void}} ways out of it
 * @returns {import("./panel.js").Scene}
 */
export function errorScene(failure, program, ways) {
  const { message, line, hint, mend, why, then } = failure;
  const said = message.replace(MEANT, "");
  const misfit = misfitOf(failure, said, program);
  const where = line === null ? null : `line ${line}`;
  const title =
    misfit || why ? `${placeOf(failure, program)} does not fit` : "The program stops here";
  const reason = misfit ? rowOf(misfit) : [minus(ended(why ?? said))];
  const outs = waysOut(failure, ways);
  const advice = then ?? (hint && !mend && !outs.length ? ended(hint) : "");
  const words =
    (/** @type {boolean} */ whole, /** @type {number} */ most, small = false) =>
    () =>
      html(
        "div",
        { class: small ? "words small" : "words" },
        heading(title, where),
        html("p", { class: "sentence" }, ...reason, whole && advice ? ` ${minus(advice)}` : ""),
        outs.length ? html("p", { class: "acts" }, ...outs.slice(0, most).flatMap(shown)) : null,
      );
  return {
    atEnd: Boolean(failure.partial),
    words: [
      words(true, 2),
      words(true, 2, true),
      words(false, 2),
      words(true, 1),
      words(true, 1, true),
      words(false, 1),
      words(false, 1, true),
    ],
    shapes: misfit
      ? narrowings(false).map(
          ({ look }) =>
            () =>
              misfitShapes(misfit, failure, look),
        )
      : [],
  };
}

/** @typedef {{label: string, run: () => void}} Out */

/**
 * The ways out of an error, the likeliest first.
 * @param {Failure} failure
 * @param {{mend: () => void, take: (way: Way) => void, generate: () => void}} run
 * @returns {Out[]}
 */
function waysOut({ line, mend, outside, ways = [] }, run) {
  const first = mend
    ? [{ label: named("Write ", mend, line), run: run.mend }]
    : outside
      ? [{ label: "Generate values", run: run.generate }]
      : [];
  const others = ways.map((way) => ({
    label: named(way.line === line ? "Write " : `Change line ${way.line} to `, way.text, way.line),
    run: () => run.take(way),
  }));
  return [...first, ...others];
}

/**
 * @param {string} verb
 * @param {string} text
 * @param {number | null} line
 */
const named = (verb, text, line) =>
  text.length > LONGEST ? `Mend line ${line}` : `${verb}${text}`;

/**
 * The one black button, and beside it the other way out.
 * @param {Out} out
 * @param {number} at
 */
function shown({ label, run }, at) {
  if (!at) return [button(label, run)];
  const text = label.slice(0, 1).toLowerCase() + label.slice(1);
  const other = html("button", { type: "button", class: "link-button" }, minus(text));
  other.addEventListener("click", run);
  return [html("span", { class: "other-way" }, "or ", other)];
}

/**
 * @param {string} text
 * @param {() => void} run
 */
export function button(text, run) {
  const element = html("button", { type: "button", class: "button primary" }, minus(text));
  element.addEventListener("click", run);
  return element;
}

/** @param {string} text */
const ended = (text) => (/[.?!]$/.test(text) ? text : `${text}.`);
