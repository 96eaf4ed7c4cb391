// Arrays that the server makes: random ones by seed, zeros, ones, the identity.

import { byId } from "../../lib/dom.js";
import { read } from "../range.js";
import { readShape } from "./read.js";

/** @typedef {import("../../lib/types.js").Generated} Generated */

const RANDOM = ["randn", "rand"];

/** A seed that one can say and type again. */
export const newSeed = () => 1 + Math.floor(Math.random() * 9999);

/**
 * An array to be made; random ones with a seed of their own.
 * @param {string} kind
 * @param {number[]} shape
 * @param {number} [seed]
 * @returns {Generated}
 */
export function generated(kind, shape, seed = newSeed()) {
  return RANDOM.includes(kind) ? { generate: kind, shape, seed } : { generate: kind, shape };
}

/**
 * @param {unknown} value
 * @returns {value is Generated}
 */
export function isGenerated(value) {
  return typeof value === "object" && value !== null && "generate" in value;
}

/**
 * The form: which values, which shape, which seed.
 * @param {{onFill: (made: Generated) => void, onProblem: (problem: string) => void}} options
 */
export function createGenerator({ onFill, onProblem }) {
  const form = byId("array-generate");
  const kind = /** @type {HTMLSelectElement} */ (byId("array-kind"));
  const shape = /** @type {HTMLInputElement} */ (byId("array-shape"));
  const seed = /** @type {HTMLInputElement} */ (byId("array-seed"));
  const redraw = byId("array-redraw");

  function showSeed() {
    const random = RANDOM.includes(kind.value);
    seed.disabled = !random;
    redraw.hidden = !random;
  }

  function fill() {
    const reading = readShape(shape.value);
    const number = read(seed.value);
    const wrongShape =
      "problem" in reading ? reading.problem.message : problemOf(kind.value, reading.shape);
    const wrongSeed =
      number === null || !Number.isInteger(number) || number < 0 || number >= 2 ** 32;
    shape.setAttribute("aria-invalid", String(wrongShape !== null));
    seed.setAttribute("aria-invalid", String(wrongSeed && !seed.disabled));
    if ("problem" in reading || wrongShape !== null) return onProblem(wrongShape ?? "");
    if (wrongSeed && !seed.disabled)
      return onProblem("A seed is a whole number from 0 to 4294967295.");
    onFill(generated(kind.value, reading.shape, number ?? undefined));
  }

  kind.addEventListener("change", showSeed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill();
  });
  redraw.addEventListener("click", () => {
    seed.value = String(newSeed());
    fill();
  });

  return {
    /**
     * @param {number[]} now the shape there is
     * @param {Generated | null} made how it was made, if it was
     */
    load(now, made) {
      kind.value = made?.shape ? made.generate : "randn"; // "redraw" is the text's own way
      shape.value = now.join(", ");
      seed.value = String(made?.seed ?? newSeed());
      for (const field of [shape, seed]) field.removeAttribute("aria-invalid");
      showSeed();
    },
  };
}

/**
 * @param {string} kind
 * @param {number[]} shape
 */
function problemOf(kind, shape) {
  if (!shape.length) return "Type a shape, such as 3, 4.";
  const square = shape.length === 2 && shape[0] === shape[1];
  return kind === "eye" && !square ? "The identity is square: type a shape such as 3, 3." : null;
}
