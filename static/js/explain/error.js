// What the panel says of a program that stops: what does not fit, why, and the way out as its button.

import { html, minus } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { operator, term } from "./equation.js";
import { narrowings } from "./fit.js";
import { heading, sentence } from "./words.js";

/** @typedef {import("../lib/types.js").Failure} Failure */

const MEANT = /[;,] did you mean [^?]*\?$/; // said again by the mend's button
const SHAPES = /^[^:]+: (\([\d, ]*\)) (?:and |\S+ )(\([\d, ]*\)): (.*)$/;
const BINARY = /^(.+?) ([-+*/@]|\*\*) (.+)$/;

/**
 * @param {Failure} failure
 * @param {string} program
 * @param {{mend: () => void, generate: () => void}} ways out of it
 * @returns {import("./panel.js").Scene}
 */
export function errorScene(failure, program, ways) {
  const { message, line, column, end_column: end, hint, mend, outside } = failure;
  const text = program.split("\n")[(line ?? 0) - 1] ?? "";
  const place = [...text].slice(column ?? 0, end ?? undefined).join("");
  const said = message.replace(MEANT, "");
  const [, first, second, why] = SHAPES.exec(said) ?? [];
  const [, left = "", sign = "", right = ""] = BINARY.exec(place) ?? [];
  const fits = first && second && sign;
  const where = line === null ? null : `line ${line}`;
  const title = fits ? `${place} does not fit` : "The program stops here";
  const reason = fits
    ? `${capital(why ?? "")}: ${left} is ${first}, ${right} is ${second}.`
    : ended(said);
  const advice = hint && !mend ? ended(hint) : "";
  const way = mend
    ? () => button(`Write ${mend}`, ways.mend)
    : outside
      ? () => button("Generate values", ways.generate)
      : null;
  const words = (/** @type {string} */ sentenceText, /** @type {boolean} */ small) => () =>
    html(
      "div",
      { class: small ? "words small" : "words" },
      heading(title, where),
      sentence(sentenceText),
      way ? html("p", { class: "acts" }, way()) : null,
    );
  const whole = [reason, advice].filter(Boolean).join(" ");
  return {
    atEnd: Boolean(failure.partial),
    words: [words(whole, false), words(reason, false), words(reason, true)],
    shapes: fits
      ? narrowings(false).map(
          ({ look }) =>
            () =>
              misfit([left, first], sign, [right, second], look),
        )
      : [],
  };
}

/**
 * Two shapes that do not fit, and what would have come of them.
 * @param {[string, string]} one its name and shape
 * @param {string} sign
 * @param {[string, string]} other
 * @param {string} look
 */
function misfit([left, first], sign, [right, second], look) {
  const ring = (/** @type {string} */ shape) => html("span", { class: "local-ring shape" }, shape);
  const named = (/** @type {string} */ name) => [
    formula("span", "", `\\text{${name.replace(/[_#$%&{}\\^~]/g, "\\$&")}}`, { text: name }),
  ];
  return html(
    "div",
    { class: `equation misfit ${look}` },
    term(ring(first), named(left), null),
    ...operator(() => sign),
    term(ring(second), named(right), null),
    ...operator(() => "≠"),
    term(html("span", { class: "local-ring pending" }, "?"), ["result"], null),
  );
}

/**
 * The one black button.
 * @param {string} text
 * @param {() => void} run
 */
export function button(text, run) {
  const element = html("button", { type: "button", class: "button primary" }, minus(text));
  element.addEventListener("click", run);
  return element;
}

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** @param {string} text */
const ended = (text) => (/[.?!]$/.test(text) ? text : `${text}.`);
