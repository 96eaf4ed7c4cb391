import assert from "node:assert/strict";
import { test } from "node:test";
import { ended, minus } from "../../static/js/lib/dom.js";

test("numbers get the true minus sign, words keep their hyphens", () => {
  assert.equal(minus("-2 + 5 = 3"), "−2 + 5 = 3");
  assert.equal(minus("exp(-q) gets 1.5e-7"), "exp(−q) gets 1.5e−7");
  assert.equal(minus("a half-way point"), "a half-way point");
  assert.equal(minus(null), "");
});

test("a message ends as a sentence", () => {
  assert.equal(
    ended("index 7 is outside axis 0 of size 2"),
    "index 7 is outside axis 0 of size 2.",
  );
  assert.equal(ended("x has no value."), "x has no value.");
  assert.equal(ended("did you mean X.T?"), "did you mean X.T?");
});
