import assert from "node:assert/strict";
import { test } from "node:test";
import { clampScale, fitBox } from "../../static/js/picture/fit.js";

const options = { padding: 10, smallestFit: 0.5, largestFit: 2 };

test("a drawing is shown whole and centred", () => {
  const content = { x: 0, y: 0, width: 180, height: 40 };
  const placed = fitBox(content, { width: 200, height: 100 }, options);
  assert.deepEqual(placed, { k: 1, x: 10, y: 30, whole: true });
});

test("the drawing's own origin does not matter", () => {
  const view = { width: 300, height: 200 };
  const at = fitBox({ x: -50, y: 20, width: 100, height: 100 }, view, options);
  const zero = fitBox({ x: 0, y: 0, width: 100, height: 100 }, view, options);
  assert.equal(at.x + -50 * at.k, zero.x);
  assert.equal(at.y + 20 * at.k, zero.y);
});

test("a drawing too large for readable text starts at its inputs", () => {
  const placed = fitBox(
    { x: 0, y: 0, width: 4000, height: 50 },
    { width: 400, height: 200 },
    options,
  );
  assert.equal(placed.whole, false);
  assert.equal(placed.k, 0.5);
  assert.equal(placed.x, 10);
});

test("a small drawing is not blown up past the largest scale", () => {
  const placed = fitBox({ x: 0, y: 0, width: 2, height: 2 }, { width: 400, height: 400 }, options);
  assert.equal(placed.k, 2);
});

test("scales are clamped", () => {
  assert.equal(clampScale(0.01, 0.1, 6), 0.1);
  assert.equal(clampScale(9, 0.1, 6), 6);
  assert.equal(clampScale(1, 0.1, 6), 1);
});
