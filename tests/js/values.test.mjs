import assert from "node:assert/strict";
import { test } from "node:test";
import { given, outputIn, requestOf, stale } from "../../static/js/state/values.js";

/** @type {any} */
const trace = (/** @type {string} */ program, /** @type {Record<string, any>} */ details) => ({
  program,
  inputs: Object.fromEntries(Object.keys(details).map((name) => [name, 1])),
  input_details: details,
});

test("values of names that left the text are not sent", () => {
  assert.deepEqual(given("f = x * y", { x: 1, y: 2, z: 3 }, null), { x: 1, y: 2 });
  assert.deepEqual(given("f = x # y", { x: 1, y: 2 }, null), { x: 1 });
});

test("a name that is computed now takes no value, unless it is an input with a default", () => {
  assert.deepEqual(given("q = x\nf = q", { x: 1, q: 2 }, null), { x: 1 });
  const before = trace("q = 2\nf = q", { q: { default: 2 } });
  assert.deepEqual(given("q = 2\nf = q*q", { q: 5 }, before), { q: 5 });
});

test("a default edited in the text wins over the value set by hand before", () => {
  const before = trace("x = 2", { x: { default: 2 } });
  assert.deepEqual(stale(before, trace("x = 3", { x: { default: 3 } }), { x: 5 }), ["x"]);
  assert.deepEqual(stale(before, before, { x: 5 }), []);
});

test("a default that is an array is compared by its numbers", () => {
  const before = trace("x = [1, 2]", { x: { default: [1, 2] } });
  const alike = trace("x = [1,2]", { x: { default: [1, 2] } });
  assert.deepEqual(stale(before, alike, { x: [5, 5] }), []);
  assert.deepEqual(stale(before, trace("", { x: { default: [1, 3] } }), { x: [5, 5] }), ["x"]);
});

test("a request has the seed where there is one", () => {
  const state = { program: "f = x", inputs: { x: 1 }, output: null, numbers: "full", seed: null };
  assert.deepEqual(requestOf(state, null), {
    program: "f = x",
    inputs: { x: 1 },
    output: null,
    numbers: "full",
    open: "auto",
  });
  assert.equal(requestOf({ ...state, seed: 0 }, null).seed, 0);
});

test("an output whose name left the text is not asked for", () => {
  assert.equal(outputIn("q = x\nf = q", "q"), "q");
  assert.equal(outputIn("f = x", "q"), null);
  assert.equal(outputIn("f = x", null), null);
});
