// The gallery's search: what is found, in which order, what is said where nothing is; its arrows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { search, suggestions } from "../../static/js/gallery/search.js";
import { distance } from "../../static/js/gallery/walk.js";

const entry = (title, more = {}) => ({
  ...{ title, note: "", group: "", words: "", gates: "", program: "", ...more },
});
const ENTRIES = [
  entry("A neuron, gate by gate", {
    ...{ words: "sigmoid neuron, perceptron, 神经元 反向传播", gates: "mul exp", starter: true },
    program: "f = 1 / (1 + exp(-q))",
  }),
  entry("Softmax classifier", { gates: "matmul max amax", program: "p = np.exp(s - s.max())" }),
  entry("A tie at max", { gates: "max maximum", group: "Gates" }),
  entry("Sigmoid of the slides", { words: "neuron", group: "Formulas" }),
  entry("One step of an LSTM", { words: "long short-term memory, RNN", note: "The cell's path." }),
  entry("An RNN over three steps", { words: "recurrent, 循环神经网络" }),
];
const titles = (query) => search(ENTRIES, query).map(({ title }) => title);

test("a title comes before words, words before gates, gates before the program", () => {
  assert.deepEqual(titles("max"), ["A tie at max", "Softmax classifier"]);
  assert.deepEqual(titles("rnn"), ["An RNN over three steps", "One step of an LSTM"]);
  assert.deepEqual(titles("exp"), ["A neuron, gate by gate", "Softmax classifier"]);
});

test("what is searched for as it stands comes first", () => {
  assert.deepEqual(titles("sigmoid neuron"), ["A neuron, gate by gate", "Sigmoid of the slides"]);
  assert.equal(titles("Sigmoid of the slides")[0], "Sigmoid of the slides");
});

test("each word must be found, whole, begun, or inside a longer one", () => {
  assert.deepEqual(titles("lstm cell"), ["One step of an LSTM"]);
  assert.deepEqual(titles("lstm max"), []);
  assert.deepEqual(titles("percep"), ["A neuron, gate by gate"]);
  assert.deepEqual(titles("ax"), []);
  assert.deepEqual(titles("  "), []);
});

test("Chinese is found inside its words, full-width letters are letters", () => {
  assert.deepEqual(titles("反向传播"), ["A neuron, gate by gate"]);
  assert.deepEqual(titles("神经"), ["A neuron, gate by gate", "An RNN over three steps"]);
  assert.deepEqual(titles("ＬＳＴＭ"), ["One step of an LSTM"]);
});

test("where nothing is found, what comes near is said", () => {
  const near = { gru: "LSTM, RNN" };
  assert.deepEqual(suggestions(ENTRIES, "gru", near), ["LSTM", "RNN"]);
  assert.deepEqual(suggestions(ENTRIES, "sofmax", near), ["softmax"]);
  assert.equal(suggestions(ENTRIES, "quaternion", near).length, 3);
});

test("an arrow goes to the nearest in its direction, in the same column before another", () => {
  const box = (left, top) => ({ left, top, right: left + 100, bottom: top + 20 });
  const here = box(0, 0);
  assert.ok(distance(here, box(0, 60), "ArrowDown") < distance(here, box(110, 30), "ArrowDown"));
  assert.ok(distance(here, box(110, 0), "ArrowRight") < distance(here, box(110, 30), "ArrowRight"));
  assert.equal(distance(here, box(0, 60), "ArrowUp"), Number.POSITIVE_INFINITY);
  assert.equal(distance(here, box(0, 60), "ArrowRight"), Number.POSITIVE_INFINITY);
});
