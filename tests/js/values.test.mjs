import assert from "node:assert/strict";
import { test } from "node:test";
import { isVersion, related } from "../../static/js/state/likeness.js";
import { loopsIn, withLoop } from "../../static/js/state/loops.js";
import { isSameLiteral, literalIn } from "../../static/js/state/program-text.js";
import { createReplaced } from "../../static/js/state/replaced.js";
import { createStore } from "../../static/js/state/store.js";
import { endOf, mended, renamed, seedsIn } from "../../static/js/state/text-parts.js";
import {
  inputsIn,
  outputIn,
  requestOf,
  rowsIn,
  withMoreValues,
  withValues,
} from "../../static/js/state/values.js";

/** A page with a text and values that were set over it. */
const page = (/** @type {string} */ program, /** @type {Record<string, any>} */ inputs) => ({
  program,
  ...withValues(program, inputs),
});
/** @type {(program: string, names: string[]) => any} */
const traced = (program, names) => ({
  program,
  inputs: Object.fromEntries(names.map((name) => [name, 1])),
});

test("the literal of a name is what the text first assigns it", () => {
  const text =
    "x = 2  # = 3\ny: float = 1.5; z = w = -4\na, (b) = [1, 2], 7\nx = 9\nA = np.array([\n  [1, 2], # rows\n])";
  /** @type {[string, string | null][]} */
  const cases = [
    ["x", "2"],
    ["y", "1.5"],
    ["z", "-4"],
    ["w", "-4"],
    ["a", "[1,2]"],
    ["A", "np.array([[1,2],])"],
    ["q", null],
  ];
  for (const [name, literal] of cases) assert.equal(literalIn(text, name), literal, name);
});

test("what functions and classes assign is no literal of the text's own names", () => {
  const text = "def f(a, n=4):\n    x = 3\n\n    # y\n    y = 4; z = 5\n    return a*x\n";
  for (const name of ["x", "y", "z", "n"]) assert.equal(literalIn(text, name), null, name);
  assert.equal(literalIn(`${text}x = 2`, "x"), "2");
  assert.equal(literalIn("class N:\n  def f(s):\n    x = 1\n  y = 2\ndefault = 3", "y"), null);
  assert.equal(literalIn("class N:\n  y = 2\ndefault = 3", "default"), "3");
});

test("a literal is what is assigned, not what only looks like it", () => {
  assert.equal(literalIn("for i in range(3):\n  x = 3", "x"), "3");
  assert.equal(literalIn("f(x=2)\nx == 3\nx += 1\nx <= 2\ns = 'x = 5'", "x"), null);
  assert.equal(literalIn('"""\nx = 5\n"""\nx = 2', "x"), "2");
});

test("spaces and the spelling of a number make no other literal", () => {
  assert.ok(isSameLiteral(literalIn("x = [1, 2]", "x"), literalIn("x=[1,2] # two", "x")));
  assert.ok(isSameLiteral("2", "2.0"));
  assert.ok(!isSameLiteral("", "0"));
  assert.ok(!isSameLiteral(null, "0"));
});

test("values of names that left the text are not sent", () => {
  assert.deepEqual(inputsIn(page("f = x * y", { x: 1, y: 2, z: 3 })), { x: 1, y: 2 });
  assert.deepEqual(inputsIn(page("f = x # y", { x: 1, y: 2 })), { x: 1 });
});

test("a value counts over the literal it was set over", () => {
  const state = page("x = 2\nf = x*x", { x: 5 });
  assert.deepEqual(inputsIn(state), { x: 5 });
  assert.deepEqual(inputsIn({ ...state, program: "x = 2\nf = exp(x)" }), { x: 5 });
});

test("a literal that is another, or new, wins before anything is sent", () => {
  const state = {
    ...page("x = 2\nf = x*y", { x: 5, y: 1 }),
    trace: traced("x = 2\nf = x*y", ["x"]),
  };
  assert.deepEqual(inputsIn({ ...state, program: "x = 3\nf = x*y" }), { y: 1 });
  const pasted = "x = np.array([1, 2])\ny = np.array([0, 2, 1, 2, 0])\nf = x.sum() * y.sum()";
  assert.deepEqual(inputsIn({ ...state, program: pasted }), {});
});

test("undo brings a value back", () => {
  const text = "x = 2\nf = x*y";
  const state = page(text, { x: 5, y: 1 });
  const pasted = { ...state, program: "y = [1, 2]", trace: traced("y = [1, 2]", ["y"]) };
  assert.deepEqual(inputsIn(pasted), {});
  assert.deepEqual(inputsIn({ ...pasted, program: text }), { x: 5, y: 1 });
});

test("a value without a literal stays while its name does", () => {
  const state = page("f = (x + y) * z", { x: -2, y: 5, z: -4 });
  assert.deepEqual(inputsIn({ ...state, program: "g = x * z" }), { x: -2, z: -4 });
});

test("a value set again belongs to the literal that is there now", () => {
  const state = page("x = 2\nf = x*y", { x: 5, y: 1 });
  const edited = { ...state, program: "x = 3\nf = x*y" };
  const again = { ...edited, ...withMoreValues(edited, { x: 7 }) };
  assert.deepEqual(inputsIn(again), { x: 7, y: 1 });
  assert.deepEqual(inputsIn({ ...again, program: "x = 2\nf = x*y" }), { y: 1 });
});

test("a name that is computed takes no value", () => {
  const state = page("f = q * x", { x: 1, q: 2 });
  assert.deepEqual(inputsIn({ ...state, program: "q = x\nf = q" }), { x: 1 });
  const link = page("q = x\nf = q", { x: 1, q: 2 }); // which says what cannot be
  assert.deepEqual(inputsIn({ ...link, trace: traced(link.program, ["x"]) }), { x: 1 });
});

test("one of two texts is an edit of the other, or they are two programs", () => {
  assert.ok(related("x = 2\ny = x", "x = 2\ny = x + 1"));
  assert.ok(!related("x = 2\n\ny = x", "a = 1\n\nb = a"));
  assert.ok(related("f = (x + y) * z", "f = (x + y) * z * 2"));
  assert.ok(related("f = (x + y) * z", "f = (x + y)"));
  assert.ok(!related("f = (x + y) * z", "f = a * b"));
});

test("a request has the seed where there is one", () => {
  const state = { ...page("f = x", { x: 1 }), output: null, numbers: "full", seed: null };
  assert.deepEqual(requestOf(state), {
    program: "f = x",
    inputs: { x: 1 },
    output: null,
    numbers: "full",
    open: "auto",
    fill: true,
  });
  assert.equal(requestOf({ ...state, seed: 0 }).seed, 0);
});

test("a request asks for the open view, with its options", () => {
  const state = { ...page("f = x", { x: 1 }), output: null, numbers: "full", seed: null };
  const request = requestOf({ ...state, view: "code", options: { language: "jax" } });
  assert.deepEqual(request.views, { code: { language: "jax" } });
  assert.ok(!("view" in request || "options" in request));
});

test("an output whose name left the text is not asked for", () => {
  assert.equal(outputIn("q = x\nf = q", "q"), "q");
  assert.equal(outputIn("f = x", "q"), null);
  assert.equal(outputIn("f = x", null), null);
});

test("the literal of an entry or an attribute is what it was made with", () => {
  const text =
    "params = {'W1': np.ones((2, 3)), \"b\": 0.5, 'c': {'d': 1}}\n" +
    "params['b2'] = 4\nclass Net:\n  def __init__(self, n):\n    self.w = 2.5\nnet = Net(3)\nlist = [1, 2]";
  /** @type {[string, string | null][]} */
  const cases = [
    ["params['W1']", "np.ones((2,3))"],
    ["params['b']", "0.5"],
    ["params['c']", "{'d':1}"],
    ["params['b2']", "4"],
    ['params["b2"]', "4"],
    ["net.w", "2.5 in Net(3)"],
    ["net.other", "Net(3)"],
    ["list[0]", "[1,2]"],
    ["self.w", null],
  ];
  for (const [path, literal] of cases) assert.equal(literalIn(text, path), literal, path);
});

test("a value set for an entry stays until the text says another", () => {
  const text = "p = {'w': 1.5, 'b': 2}\nf = p['w'] * p['b']";
  const set = page(text, { "p['w']": 7 });
  assert.deepEqual(inputsIn(set), { "p['w']": 7 });
  const other = { ...set, program: text.replace("'b': 2", "'b': 3") };
  assert.deepEqual(inputsIn(other), { "p['w']": 7 });
  const changed = { ...set, program: text.replace("1.5", "2.5") };
  assert.deepEqual(inputsIn(changed), {});
  assert.deepEqual(inputsIn({ ...set, program: "f = x" }), {});
  assert.equal(outputIn("net.w = 2", "net.w"), "net.w");
});

test("imports and comments make no two programs edits of each other", () => {
  const one = "import numpy as np\n# a net\nx = np.ones(3)\nh = x * 2";
  assert.ok(!related(one, "import numpy as np\n# a net\na = np.zeros(9)\nloss = a.sum()"));
});

test("a text written over another is a version of it where most of it is the same", () => {
  const text = "h = np.tanh(W @ x)\nk = V @ h\nf = sum(k)";
  assert.ok(isVersion(text, text.replace("tanh", "exp")));
  assert.ok(isVersion("f = x * 3", "f = x * 4"));
  assert.ok(!isVersion(text, "q = W @ x\nr = exp(q)\nf = sum(k)"));
  assert.ok(related(text, "q = W @ x\nr = exp(q)\nf = sum(k)"));
  assert.ok(!isVersion(text, ""));
});

test("a value set for an attribute goes with the attribute's name", () => {
  const text = "class Net:\n  def f(self, x):\n    return self.w * x";
  const set = page(text, { "self.w": 7, x: 2 });
  assert.deepEqual(inputsIn(set), { "self.w": 7, x: 2 });
  assert.deepEqual(inputsIn({ ...set, program: text.replace("self.w", "self.v") }), { x: 2 });
  assert.equal(outputIn(text, "self.b"), null);
});

test("a value set over a random one goes when the text's seed is another", () => {
  const text = "np.random.seed(0)\nx = np.random.randn(2)\ny = 3\nf = x * y";
  const set = page(text, { x: { generate: "redraw", seed: 5 }, y: 4 });
  assert.deepEqual(Object.keys(inputsIn(set)), ["x", "y"]);
  assert.deepEqual(inputsIn({ ...set, program: text.replace("seed(0)", "seed(1)") }), { y: 4 });
  assert.equal(seedsIn("rng = np.random.default_rng(3)  # seed(7)"), " seeded 3");
  assert.equal(seedsIn("x = 1"), "");
});

test("what was chosen for a text goes with what it names", () => {
  const program = "def net(x):\n  return x\n\ndef loss(x):\n  return x";
  const state = { ...page(program, {}), ...{ output: "x", call: "net", loss: "x" } };
  const { output, call, loss } = rowsIn(state);
  assert.deepEqual([output, call, loss], ["x", "net", "x"]);
  const other = rowsIn({ ...state, program: "f = y" });
  assert.deepEqual([other.output, other.call, other.loss], [null, null, null]);
});

test("a gradient from outside belongs to the end of the text", () => {
  const state = { ...page("q = x\nf = q * 2", {}), upstream: 3 };
  assert.equal(rowsIn(state).upstream, 3);
  assert.equal(rowsIn({ ...state, program: "q = x + 1\nf = q*2  # same" }).upstream, 3);
  assert.equal(rowsIn({ ...state, program: "q = x\nf = q * 3" }).upstream, null);
  assert.equal(endOf("a = 1\nb = [1,\n  2]  # b\n\n"), "b=[1,2]");
});

test("how a loop is drawn moves with its line, and goes with it", () => {
  const text = "s = 0\nfor i in range(9):\n  s += w\nfor i in range(9):\n  s += v";
  const state = { ...page(text, {}), loops: {} };
  const chosen = { ...state, ...withLoop(state, 4, "every") };
  assert.deepEqual(chosen.loops, { 4: "every" });
  const moved = { ...chosen, program: `# more\n${text}` };
  assert.deepEqual(loopsIn(moved), { 5: "every" });
  assert.deepEqual(loopsIn({ ...chosen, program: "s = w" }), {});
  assert.deepEqual({ ...moved, ...withLoop(moved, 5, null) }.loops, {});
  assert.deepEqual(loopsIn(page(text, {})), {});
});

test("a name is written otherwise where it stands in the code", () => {
  const text = "hidden = x\nf = hiden + a.hiden + hiden2  # hiden\nprint('hiden', hiden)";
  assert.equal(
    renamed(text, "hiden", "hidden"),
    "hidden = x\nf = hidden + a.hiden + hiden2  # hiden\nprint('hiden', hidden)",
  );
});

test("a part of one line is written otherwise", () => {
  const text = "k = 0\nk =+ 1\nk =+ 1";
  assert.equal(mended(text, 2, "k =+ 1", "k += $1"), "k = 0\nk += $1\nk =+ 1");
  assert.equal(mended(text, 1, "k =+ 1", "k += 1"), text);
});

test("a text in the place of another has nothing of it; undo brings all back", () => {
  const text = "W = 2\nf = W * x";
  const other = "W = 2\ng = W * x + x";
  const { state, update } = createStore({
    ...{ program: text, ...withValues(text, { W: 5, x: 3 }) },
    ...{ output: "f", upstream: 2, seed: 4, fold: ["p0"], open: ["g0"], step: 2 },
  });
  const replaced = createReplaced();
  replaced.leave(state);
  update(replaced.change(state, other, true));
  assert.deepEqual([state.program, state.inputs, state.output], [other, {}, null]);
  assert.deepEqual([state.upstream, state.seed, state.fold, state.open], [null, null, [], null]);
  assert.equal(state.opening, -1);
  replaced.leave(state);
  update(replaced.change(state, text, true));
  assert.deepEqual([state.program, inputsIn(state)], [text, { W: 5, x: 3 }]);
  assert.deepEqual([state.output, state.seed, state.opening], ["f", 4, 2]);
  update({ inputs: { W: 6, x: 3 } });
  update(replaced.change(state, `${text} + 1`, false)); // an edit keeps what is set
  update(replaced.change(state, text, false));
  assert.deepEqual(inputsIn(state), { W: 6, x: 3 });
});
