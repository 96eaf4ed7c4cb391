import assert from "node:assert/strict";
import { test } from "node:test";
import { homeOf } from "../../static/js/views/backward.js";
import { linesOf, stepAt } from "../../static/js/views/code.js";
import { elementsOf } from "../../static/js/views/forward.js";
import { levelsOf } from "../../static/js/views/hessian.js";
import { factor, numbered, sumOf } from "../../static/js/views/paths.js";
import { pointsOf } from "../../static/js/views/plot.js";
import { power } from "../../static/js/views/power.js";

const code = /** @type {any} */ ({ lines: [3, 4, null, [8, 9], 8] });

test("a step has a line, several, or none", () => {
  assert.deepEqual(linesOf(code, 0), [3]);
  assert.deepEqual(linesOf(code, 2), []);
  assert.deepEqual(linesOf(code, 3), [8, 9]);
  assert.deepEqual(linesOf(code, 9), []);
});

test("a click on a line goes through the steps of that line", () => {
  assert.equal(stepAt(code, 4, 0), 1);
  assert.equal(stepAt(code, 8, 0), 3);
  assert.equal(stepAt(code, 8, 3), 4);
  assert.equal(stepAt(code, 8, 4), 3);
  assert.equal(stepAt(code, 1, 4), null);
});

test("a step of the backward graph leads back to the step it was made from", () => {
  const stepsOf = [0, 1, null, 2, 3, 3, 5];
  assert.equal(homeOf(stepsOf, 3), 4);
  assert.equal(homeOf(stepsOf, 4), 5);
  assert.equal(homeOf(stepsOf, 0), 0);
  assert.equal(homeOf([null, 2], 1), null);
});

test("the elements of an array can be chosen, a number has none", () => {
  assert.deepEqual(elementsOf("x", []), []);
  assert.deepEqual(
    elementsOf("W", [2, 2]).map(({ label }) => label),
    ["W[0, 0]", "W[0, 1]", "W[1, 0]", "W[1, 1]"],
  );
});

test("products add up, negative ones in brackets", () => {
  assert.equal(factor("-4"), "(−4)");
  const path = (/** @type {string} */ product) => ({ product });
  const found = { paths: [path("-4"), path("3"), path("-1")], exact: "3", total: "-2" };
  assert.equal(sumOf(/** @type {any} */ (found)), "−4 + 3 + (−1) = −2");
  assert.equal(sumOf(/** @type {any} */ ({ ...found, exact: "1024" })), "−4 + 3 + (−1) + … = −2");
});

test("a name of several values is counted", () => {
  const choices = ["x", "a", "a"].map((label, at) => ({ id: `n${at}`, label, latex: label }));
  assert.deepEqual(
    numbered(choices).map(({ label }) => label),
    ["x", "a, 1 of 2", "a, 2 of 2"],
  );
});

test("heat goes from the largest magnitude", () => {
  assert.deepEqual(
    levelsOf([
      [2, 0],
      [0.1, -2],
    ]),
    [
      ["8", "4"],
      ["5", "0"],
    ],
  );
  assert.deepEqual(levelsOf([[0, "NaN"]]), [["4", "x"]]);
});

test("a plot has a point for each error that is a number; none is below its foot", () => {
  const plot = { h: [0.1, 0.01, 0.001], series: [{ name: "x", errors: [1e-3, null, 0] }] };
  assert.deepEqual(pointsOf(plot), [
    { name: "x", h: 0.1, error: 1e-3 },
    { name: "x", h: 0.001, error: 1e-17 },
  ]);
  assert.equal(power(1e-12), "10⁻¹²");
});
