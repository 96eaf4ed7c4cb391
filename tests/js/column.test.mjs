// The program's column: how wide it is, which notices are seen first, what the verdicts come to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { judged } from "../../static/js/check/judged.js";
import { kindOf, shownOf, sorted } from "../../static/js/editor/notice-kinds.js";
import { errorOf, remarks, shownBeside } from "../../static/js/editor/remarks.js";
import { roomIn, sizeIn, widthFor } from "../../static/js/editor/width.js";
import { constantWord, heatOf } from "../../static/js/inputs/arrays/face.js";

const characters = (...counts) => counts.map((count) => count * 0.602); // of DejaVu Sans Mono

test("a column is as wide as its longest line, within what the window gives", () => {
  const width = (window, ...lines) => widthFor(characters(...lines), roomIn(window), false);
  assert.equal(width(1440, 10, 20), 360);
  assert.equal(width(1440, 41), 418);
  assert.equal(width(1440, 41, 200), 418); // what wraps anyway asks for nothing
  assert.equal(width(1440, 200), 360);
  assert.equal(width(1280, 41), 320);
  assert.equal(width(1920, 41), 468);
  assert.equal(widthFor(characters(41), roomIn(1440), true), 432); // with room for marks
});

test("code is as large as no line wraps that need not", () => {
  const size = (width, ...lines) => sizeIn(characters(...lines), roomIn(1440), width, false);
  assert.equal(size(360, 20), 14);
  assert.equal(size(418, 41), 13);
  assert.equal(size(360, 20, 200), 14);
  assert.equal(size(700, 41), 14); // dragged wider
});

test("the worst notice stands first, what can be chosen before what is said", () => {
  const entries = ["left out", "filled", "error", "never heard of", "wrong", "loop"].map(
    (kind) => ({
      kind,
      message: kind,
    }),
  );
  const chosen = { kind: "filled", message: "chosen", choices: [{ label: "Write x", run() {} }] };
  assert.deepEqual(
    sorted([...entries, chosen]).map(({ message }) => message),
    ["error", "wrong", "loop", "chosen", "filled", "never heard of", "left out"],
  );
  assert.equal(kindOf("never heard of").sign, "about");
});

test("four notices are shown, of more the two worst", () => {
  assert.deepEqual(
    [1, 4, 5].map((count) => shownOf(count, false)),
    [1, 4, 2],
  );
  assert.deepEqual(
    [1, 2, 3].map((count) => shownOf(count, true)),
    [1, 2, 2],
  );
});

test("an error says where and what, and offers its mend instead of naming it", () => {
  const place = { line: 7, column: 9, end_column: 15 };
  const failure = { ...place, message: "sizes differ; did you mean W2.T?", mend: "h @ W2.T" };
  const ways = { mend() {}, generate() {} };
  const { lead, message, choices } = errorOf({ ...failure, hint: "Write h @ W2.T" }, ways);
  assert.deepEqual([lead, message], ["Line 7:", "sizes differ"]);
  assert.deepEqual(
    choices?.map(({ label }) => label),
    ["Write h @ W2.T"],
  );
  const partial = /** @type {any} */ ({});
  const beside = (/** @type {number} */ line) =>
    shownBeside({ ...failure, hint: null, line, partial }, true)[0]?.message;
  assert.equal(beside(7), "The picture shows lines 1 to 6, which ran.");
  assert.equal(beside(2), "The picture shows line 1, which ran.");
  assert.deepEqual(shownBeside({ ...failure, hint: null }, false), []);
});

test("what is random says its seed, unless the text seeds it", () => {
  const actions = /** @type {any} */ ({});
  const said = (/** @type {string} */ program, /** @type {object} */ more = {}, mode = "") => {
    const trace = { program, input_details: { W: { random: true }, x: {} }, ...more };
    const state = { program, mode: mode || null, seed: 5, loops: {}, literals: {} };
    return remarks(/** @type {any} */ (state), /** @type {any} */ (trace), actions).map(
      ({ message }) => message,
    );
  };
  const random = "W is random without a seed: drawn with seed";
  assert.deepEqual(said("W = randn(3)", { seed: 7 }), [`${random} 7.`]);
  assert.deepEqual(said("W = randn(3)"), [`${random} 5.`]);
  assert.deepEqual(said("W = randn(3)", {}, "check"), [`${random} 5.`]);
  assert.deepEqual(said("np.random.seed(0)\nW = randn(3)"), []);
});

test("verdicts come to one sentence, in check mode to a count", () => {
  const verdict = (/** @type {number} */ line, status = "right") => ({
    ...{ name: `d${line}`, of: "b", line, status, cause: null, message: "" },
    text: { value: { shape: "(5,)" }, expected: { shape: "(6,)" } },
  });
  const found = /** @type {any} */ ({
    verdicts: [verdict(3), verdict(5, "wrong")],
    first_wrong: { name: "d5", line: 5, cause: null, message: "" },
    unjudged: [],
    forward: "x\ny\n\n\n",
  });
  const text = "x\ny\nd3 = 1\nd4 = 2\nd5 = 3";
  const [explore] = judged(found, text, { mode: null });
  assert.equal(explore?.lead, "Line 5:");
  assert.equal(
    explore?.message,
    "d5 has 5 numbers, b has 6 numbers. The other judged line is right.",
  );
  const [check] = judged(found, text, { mode: "check" });
  assert.equal(check?.lead, "1 of 2");
  assert.equal(
    check?.message,
    "judged lines are right. Line 4 leads up to others and is not judged.",
  );
  assert.deepEqual(judged(null, text, { mode: null }), []);
});

test("an array that is the same all over is a word", () => {
  const array = (/** @type {string[][] | null} */ cells, heat = [""]) => ({
    shape: "",
    cells,
    heat,
  });
  assert.equal(constantWord(array([["0", "0"]])), "zeros");
  assert.equal(constantWord(array([["1"], ["1"]])), "ones");
  assert.equal(constantWord(array([["2", "2"]])), null);
  assert.equal(constantWord(array(null, ["444", "444"])), "zeros");
  assert.equal(constantWord(array(null, ["454"])), null);
  assert.deepEqual(
    heatOf([
      ["-2", "0"],
      ["1", "nan"],
    ]),
    ["04", "6x"],
  );
});
