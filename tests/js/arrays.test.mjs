import assert from "node:assert/strict";
import { test } from "node:test";
import { productOf } from "../../static/js/explain/product.js";
import { generated, isGenerated, newSeed } from "../../static/js/inputs/arrays/generate.js";
import { knownAt } from "../../static/js/inputs/arrays/pick.js";
import { readArray } from "../../static/js/inputs/arrays/read.js";
import { endOfScale, thumbnail, thumbnailSize } from "../../static/js/lib/heat.js";
import { fits, shownOf, spoken } from "../../static/js/lib/matrix.js";
import {
  filled,
  indexOf,
  listText,
  repeatedAxes,
  rowsOf,
  shapeOf,
  shapeText,
  sizeOf,
  withBlock,
} from "../../static/js/lib/nested.js";

test("shapes as Python writes them", () => {
  assert.deepEqual(shapeOf([[[1, 2, 3]], [[4, 5, 6]]]), [2, 1, 3]);
  assert.deepEqual(shapeOf(3), []);
  assert.equal(shapeText([5]), "(5,)");
  assert.equal(shapeText([2, 3]), "(2, 3)");
  assert.equal(shapeText([]), "()");
  assert.equal(sizeOf([2, 3, 4]), 24);
  assert.deepEqual(filled([2, 2], 0), [
    [0, 0],
    [0, 0],
  ]);
  assert.deepEqual(indexOf([2, 3], 3), [1, 0]);
  assert.deepEqual(indexOf([4], 3), [3]);
});

test("the axes of a broadcast", () => {
  assert.deepEqual(repeatedAxes([10, 5], [5]), [0]);
  assert.deepEqual(repeatedAxes([10, 5], [10, 1]), [1]);
  assert.deepEqual(repeatedAxes([2, 10, 5], [1, 5]), [0, 1]);
  assert.deepEqual(repeatedAxes([3], []), [0]);
  assert.deepEqual(repeatedAxes([1, 3], [1, 3]), []);
});

test("an array is written as a list that reads back", () => {
  const value = [
    [1, -0.5],
    [1e-7, "NaN"],
  ];
  assert.equal(listText(value), "[[1, -0.5],\n [1e-7, nan]]");
  assert.deepEqual(readArray(listText(value)), { value, shape: [2, 2] });
  const cube = [[[1, 2]], [[3, 4]]];
  assert.equal(listText(cube), "[[[1, 2]],\n [[3, 4]]]");
  assert.deepEqual(readArray(listText([true, false])), { value: [true, false], shape: [2] });
  assert.deepEqual(rowsOf([1, 2]), [[1, 2]]);
});

test("a block fills the cells from its place, and says what did not fit", () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  assert.deepEqual(withBlock(rows, [[9], [8]], 0, 1), {
    rows: [
      [1, 9, 3],
      [4, 8, 6],
    ],
    cut: false,
  });
  assert.deepEqual(withBlock(rows, [[7, 7]], 1, 2), {
    rows: [
      [1, 2, 3],
      [4, 5, 7],
    ],
    cut: true,
  });
  assert.deepEqual(rows[0], [1, 2, 3]);
});

test("a thumbnail has at most 6 × 10 cells, each the strongest of its part", () => {
  assert.deepEqual(thumbnail(["84", "40"]), ["84", "40"]);
  assert.deepEqual(thumbnail([`${"4".repeat(19)}0`]), [`${"4".repeat(9)}0`]);
  const tall = Array.from({ length: 64 }, (_, row) => (row === 63 ? "x" : "5"));
  assert.deepEqual(thumbnail(tall), ["5", "5", "5", "5", "5", "x"]);
  assert.deepEqual(thumbnail([]), []);
  assert.deepEqual(thumbnailSize([10, 5]), [6, 5]);
  assert.deepEqual(thumbnailSize([784]), [1, 10]);
  assert.deepEqual(thumbnailSize([2, 3, 4]), [6, 4]);
});

test("a mark's content as the panel shows it", () => {
  assert.equal(shownOf("−12", []), "−12");
  assert.deepEqual(shownOf(["1", "2", "3", "4"], [2, 2]), {
    shape: "(2, 2)",
    cells: [
      ["1", "2"],
      ["3", "4"],
    ],
    heat: [],
  });
  assert.deepEqual(shownOf({ heat: "012345" }, [2, 3]), {
    shape: "(2, 3)",
    cells: null,
    heat: ["012", "345"],
  });
});

test("numbers stand where they fit", () => {
  const shown = (/** @type {string[][]} */ cells) => ({ shape: "", cells, heat: [] });
  assert.ok(fits(shown([["0.1", "0.5"]])));
  assert.ok(!fits(shown([["1"], ["1"], ["1"], ["1"], ["1"]])));
  assert.ok(!fits(shown([["-0.123", "-0.123", "-0.123", "-0.123"]])));
  assert.ok(!fits({ shape: "(9, 9)", cells: null, heat: [] }));
  assert.equal(spoken(shown([["-1", "2"]])), ": −1, 2");
  assert.equal(spoken({ shape: "(9, 9)", cells: null, heat: [] }), "(9, 9)");
});

test("only random arrays have a seed", () => {
  assert.deepEqual(generated("zeros", [3]), { generate: "zeros", shape: [3] });
  assert.deepEqual(generated("randn", [3], 7), { generate: "randn", shape: [3], seed: 7 });
  assert.ok(Number.isInteger(generated("rand", [2]).seed));
  assert.ok(newSeed() > 0);
  assert.ok(isGenerated({ generate: "eye", shape: [2, 2] }));
  assert.ok(!isGenerated([1]));
  assert.ok(!isGenerated({ head: [1] }));
});

test("a dialog knows what the step on the screen has computed", () => {
  /** @type {any[]} */
  const steps = [
    { phase: "forward", node: "n2" },
    { phase: "backward", node: null, to: "n2" },
    { phase: "backward", node: "n2", to: "n0" },
    { phase: "backward", node: "n2", to: "n0" },
  ];
  assert.deepEqual(knownAt(steps, 0, "n0"), { value: true, grad: false, whole: false });
  assert.deepEqual(knownAt(steps, 2, "n0"), { value: true, grad: true, whole: false });
  assert.deepEqual(knownAt(steps, 3, "n0"), { value: true, grad: true, whole: true });
  assert.deepEqual(knownAt(steps, -1, "n2"), { value: false, grad: false, whole: false });
});

test("the numbers of a matrix gate's rule, in the rule's order", () => {
  const shown = (/** @type {string[][]} */ cells) => ({ shape: "", cells, heat: ["80", "44"] });
  /** @type {any[]} */
  const nodes = [
    {
      id: "n0",
      args: [],
      label: "W",
      latex: "W",
      shape: [2, 2],
      text: shown([
        ["1", "2"],
        ["3", "4"],
      ]),
    },
    { id: "n1", args: [], label: "x", latex: "x", shape: [2], text: shown([["5", "6"]]) },
    { id: "n2", args: ["n0", "n1"], label: "q", latex: "q", shape: [2], text: shown([["7", "8"]]) },
  ];
  const step = (/** @type {number} */ slot, /** @type {string} */ text) =>
    /** @type {any} */ ({ node: "n2", slot, rule: { text, latex: "" } });
  assert.deepEqual(productOf(step(1, "W.T @ dq"), nodes), {
    first: true,
    shown: {
      shape: "(2, 2)",
      cells: [
        ["1", "3"],
        ["2", "4"],
      ],
      heat: ["84", "04"],
    },
    latex: "W^{\\top}",
    sign: "\\cdot",
  });
  const outer = productOf(step(0, "outer(dq, x)"), nodes);
  assert.deepEqual([outer?.first, outer?.sign, outer?.latex], [false, "\\otimes", "x"]);
  assert.equal(productOf(step(0, "einsum('i,j->ij', dq, x)"), nodes), null);
  assert.equal(productOf(step(0, "dq @ y"), nodes), null);
});

test("the scale of the colours ends at the largest magnitude that is finite", () => {
  assert.equal(
    endOfScale([
      ["0.5", "-2.25"],
      ["inf", "nan"],
    ]),
    "2.25",
  );
  assert.equal(endOfScale([["1e-07"]]), "1e-07");
  assert.equal(endOfScale([["0"], ["nan"]]), null);
  assert.equal(endOfScale([["True", "False"]]), null);
  assert.equal(endOfScale([]), null);
});
