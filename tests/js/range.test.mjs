import assert from "node:assert/strict";
import { test } from "node:test";
import { rangeOf, read, tidy } from "../../static/js/inputs/range.js";

test("everyday numbers share one slider, others get one that holds them", () => {
  assert.deepEqual(rangeOf(2), { min: -5, max: 5, step: 0.1 });
  assert.deepEqual(rangeOf(0), { min: -5, max: 5, step: 0.1 });
  for (const value of [7, -640, 0.001, 1e-9, 3e12]) {
    const { min, max } = rangeOf(value);
    assert.ok(min <= value && value <= max, String(value));
    assert.ok(max <= 20 * Math.abs(value), String(value));
  }
});

test("a count is whole and not below 0", () => {
  assert.deepEqual(rangeOf(3, true), { min: 0, max: 10, step: 1 });
});

test("numbers as people type them", () => {
  assert.equal(read("−2.5"), -2.5);
  assert.equal(read(" 1e-3 "), 0.001);
  assert.equal(read("2,5"), 2.5);
  for (const text of ["", "x", "1..2", "Infinity"]) assert.equal(read(text), null, text);
});

test("no dust of binary fractions", () => {
  assert.equal(tidy(0.1 + 0.2), 0.3);
});
