import assert from "node:assert/strict";
import { test } from "node:test";
import { columnOf, difference, unitsOf } from "../../static/js/lib/code-points.js";

test("columns count code points, also past a character of two units", () => {
  const line = "𝑥 = σ(y)"; // 𝑥 takes two UTF-16 units
  assert.equal(unitsOf(line, 0), 0);
  assert.equal(unitsOf(line, 1), 2);
  assert.equal(line.slice(unitsOf(line, 4), unitsOf(line, 5)), "σ");
  assert.equal(columnOf(line, 2), 1);
  assert.equal(columnOf(line, line.indexOf("σ")), 4);
});

test("columns past the end of a line mean its end", () => {
  assert.equal(unitsOf("ab", 9), 2);
  assert.equal(columnOf("ab", 9), 2);
});

test("a column survives the way there and back", () => {
  const line = "a𝑥b𝑦c";
  for (let column = 0; column <= 5; column += 1) {
    assert.equal(columnOf(line, unitsOf(line, column)), column);
  }
});

test("a difference is as small as it can be", () => {
  assert.equal(difference("x*y", "x*y"), null);
  assert.deepEqual(difference("f = 2x", "f = 2*x"), { from: 5, to: 5, insert: "*" });
  assert.deepEqual(difference("aaa", "aa"), { from: 2, to: 3, insert: "" });
  assert.deepEqual(difference("", "new"), { from: 0, to: 0, insert: "new" });
});

test("a difference applied to the first text gives the second", () => {
  const texts = ["", "x", "xx", "f = x*x", "f = x*y\ng = f", "g = f\nf = x*y"];
  for (const before of texts) {
    for (const after of texts) {
      const change = difference(before, after);
      const result = change
        ? before.slice(0, change.from) + change.insert + before.slice(change.to)
        : before;
      assert.equal(result, after);
    }
  }
});
