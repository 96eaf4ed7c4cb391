import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeAt, sourceOf } from "../../static/js/editor/source.js";

const place = (/** @type {number} */ column, /** @type {number} */ end_column, line = 1) => ({
  line,
  column,
  end_line: line,
  end_column,
});

/** @type {any[]} f = (x + y) * z */
const NODES = [
  { id: "n0", source: place(5, 6) },
  { id: "n3", source: place(5, 10) },
  { id: "n4", source: place(4, 15) },
  { id: "n5", source: null },
  { id: "n6", kind: "constant", source: place(13, 14) },
];

test("the innermost text round the cursor wins", () => {
  assert.equal(nodeAt(NODES, 1, 5), "n0");
  assert.equal(nodeAt(NODES, 1, 8), "n3");
  assert.equal(nodeAt(NODES, 1, 13), "n4");
});

test("elsewhere there is none", () => {
  assert.equal(nodeAt(NODES, 1, 1), null);
  assert.equal(nodeAt(NODES, 2, 5), null);
  assert.equal(nodeAt(NODES, null, null), null);
});

test("a gate's text", () => {
  assert.deepEqual(sourceOf(NODES, "n3"), place(5, 10));
  assert.equal(sourceOf(NODES, "n5"), null);
  assert.equal(sourceOf(NODES, null), null);
});
