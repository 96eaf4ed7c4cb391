import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf } from "../../static/js/picture/names.js";
import { nearest, placesOf } from "../../static/js/player/beads.js";
import { heardOf } from "../../static/js/player/heard.js";
import { swipeOf } from "../../static/js/touch/swipe.js";

test("a swipe goes clearly sideways, away from the window's sides", () => {
  const from = { x: 200, y: 300 };
  assert.equal(swipeOf(from, { x: 150, y: 310 }, 390), "next");
  assert.equal(swipeOf(from, { x: 260, y: 300 }, 390), "back");
  assert.equal(swipeOf(from, { x: 170, y: 300 }, 390), null); // too short
  assert.equal(swipeOf(from, { x: 140, y: 340 }, 390), null); // aslant
  assert.equal(swipeOf({ x: 10, y: 300 }, { x: 200, y: 300 }, 390), null); // the browser's own
  assert.equal(swipeOf({ x: 380, y: 300 }, { x: 200, y: 300 }, 390), null);
});

test("between the halves of the rail is room for one bead", () => {
  assert.deepEqual(placesOf(2, 4), [0, 0.25, 0.75, 1]);
  assert.deepEqual(placesOf(3, 3), [0, 0.5, 1]); // all go forward
  assert.deepEqual(placesOf(1, 1), [0]);
});

test("a finger takes the nearest bead, or what is before the first", () => {
  const places = placesOf(2, 4);
  const touched = [-0.3, -0.1, 0.1, 0.3, 0.7, 1.2].map((at) => nearest(places, at));
  assert.deepEqual(touched, [-1, 0, 0, 1, 2, 3]);
});

/** @param {any} node */
const nodeOf = (node) => ({ name: null, label: node.id, args: [], shape: [], ...node });
const SOURCE = { line: 1, column: 4, end_line: 1, end_column: 9 };
/** @type {any} */
const TRACE = {
  program: "q = x + y\nf = q * z",
  output: "f",
  names: { f: "n4" },
  nodes: [
    nodeOf({ id: "n0", kind: "input", name: "x", label: "x" }),
    nodeOf({ id: "n1", kind: "input", name: "y", label: "y", shape: [4] }),
    nodeOf({ id: "n2", kind: "gate", op: "add", label: "x + y", args: ["n0", "n1"] }),
    nodeOf({ id: "n3", kind: "gate", op: "add", name: "q", label: "q", source: SOURCE }),
    nodeOf({ id: "n4", kind: "gate", op: "mul", label: "q * z", args: ["n3", "n0"] }),
  ],
};
/** @type {any} */
const MARKS = {
  "n0-value": ["shown", "-2"],
  "n0-grad": ["pending", null],
  "n1-value": ["shown", { heat: "0123" }],
  "n1-grad": ["earlier", { heat: "0123" }],
  "n3-value": ["shown", "3"],
  "n3-grad": ["earlier", "-4"],
  "n4-1-grad": ["now", "7"],
};

test("a gate is called by what it computes, a wire by its ends, both with their numbers", () => {
  const name = (/** @type {any} */ kind, /** @type {string} */ id, slot = null) =>
    nameOf(TRACE, MARKS, { kind, id, slot });
  assert.equal(name("gate", "n3"), "q = x + y, add gate, value 3, gradient −4");
  assert.equal(
    name("wire", "n4", /** @type {any} */ (0)),
    "wire from q to the mul gate, value 3, gradient −4",
  );
  assert.equal(
    name("wire", "n4", /** @type {any} */ (1)), // one of several: it has a gradient of its own
    "wire from x to the mul gate, value −2, gradient 7",
  );
  assert.equal(
    name("wire", "n2", /** @type {any} */ (1)),
    "wire from y to the add gate, value of shape (4,), gradient of shape (4,)",
  );
  assert.equal(name("stem", "n0"), "wire of x, value −2, gradient not computed yet");
  assert.equal(name("stem", "n4"), "wire of q * z, the result, no value, no gradient");
  assert.equal(name("gate", "g0"), null); // a closed group has its own name
});

test("a step is heard with the numbers that its shapes show", () => {
  const step = (/** @type {any} */ text, fork = null) =>
    /** @type {any} */ ({ phase: "backward", node: "n3", to: "n0", sentence: "So.", text, fork });
  const text = { upstream: "-4", local: "1", contribution: "-4" };
  const heard = (/** @type {any} */ one) => heardOf(one, TRACE.nodes);
  assert.equal(heard(step(text)), "So. Upstream −4 times local 1 is −4, the gradient on x.");
  const fork = /** @type {any} */ ({ use: 1, of: 2 });
  assert.equal(
    heard(step({ ...text, total: "-3" }, fork)),
    "So. Upstream −4 times local 1 is −4, contribution 1 of 2 to the gradient on x. " +
      "The sum so far is −3.",
  );
  const array = { shape: "(4, 3)", cells: null, heat: [] };
  assert.equal(
    heard({ ...step({ ...text, contribution: array }), sentence: "So. One of its 12 cells:" }),
    "So. The gradient on x has shape (4, 3).",
  );
  const first = { ...step(text), node: null, sentence: "f changes exactly as f does: 1." };
  assert.equal(heard(first), "f changes exactly as f does: 1.");
});
