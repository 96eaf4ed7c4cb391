// Check mode's pure parts: which texts are judged, and what is said of what was found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judged } from "../../static/js/check/judged.js";
import { notJudged } from "../../static/js/check/not-judged.js";
import {
  candidates,
  fixLabel,
  hasBackwardPass,
  marksOf,
  passedOver,
  summary,
  withoutAdvice,
} from "../../static/js/check/words.js";

const verdict = (name, line, status, more = {}) => ({
  name,
  of: name.slice(1),
  line,
  status,
  cause: null,
  message: `${name} is ${status}.`,
  text: { value: "1", expected: "1" },
  ...more,
});
const found = (verdicts, first = null, unjudged = []) => ({
  loss: "f",
  verdicts,
  first_wrong: first,
  notes: [],
  unjudged,
  forward: "f = x * y\n",
  lines: [],
});

test("a line shows the worst of its verdicts", () => {
  const marks = marksOf([
    verdict("dx", 2, "right"),
    verdict("dy", 2, "wrong"),
    verdict("dz", 3, "scaled"),
  ]);
  assert.deepEqual(marks.get(2), { status: "wrong", title: "Line 2, wrong: dy is wrong." });
  assert.equal(marks.get(3).status, "scaled");
  assert.equal(marks.size, 2);
});

test("the headline names the first wrong line, or says that there is none", () => {
  const first = { name: "dy", line: 4, cause: "sign", message: "Its sign is turned." };
  assert.deepEqual(summary(found([verdict("dy", 4, "wrong")], first)), {
    headline: "Line 4 is the first wrong line",
    sentence: "Its sign is turned.",
    aside: "",
  });
  assert.equal(
    summary(found([verdict("dx", 2, "right"), verdict("dy", 3, "right")])).sentence,
    "All 2 gradients of f agree with backpropagation.",
  );
  assert.equal(
    summary(found([verdict("dx", 2, "scaled")])).sentence,
    "The gradient of f agrees with backpropagation. " +
      "dx is off by a constant factor that a later line takes out.",
  );
});

test("not every line is called right where a gradient was not judged", () => {
  const delta = { name: "delta9", line: 5, reason: "Its name tells nothing." };
  const verdicts = [verdict("dx", 2, "right"), verdict("dy", 3, "right")];
  assert.deepEqual(summary(found(verdicts, null, [delta])), {
    headline: "The 2 judged lines are right",
    sentence: "All 2 judged gradients of f agree with backpropagation.",
    aside: "delta9 on line 5 is not judged. Its name tells nothing.",
  });
  const several = [delta, { ...delta, name: "gw", line: 6 }];
  assert.deepEqual(summary(found(verdicts.slice(1), null, several)), {
    headline: "The judged line is right",
    sentence: "The judged gradient of f agrees with backpropagation.",
    aside: "2 values are not judged: delta9 on line 5, gw on line 6.",
  });
  const page = { mode: "check", onFix: () => {} };
  const program = "f = x * y\ndx = y\ndy = x\nt = 1\ndelta9 = 3";
  const result = { ...found(verdicts, null, [delta]), forward: "f = x * y\n\n\nt = 1\n" };
  assert.deepEqual(passedOver(result, program), []);
  assert.equal(
    judged(result, program, page)[0].message,
    "judged lines are right. delta9 on line 5 is not judged.",
  );
});

test("what is trained by a value without a verdict is not judged", () => {
  const trained = (program, verdicts, unjudged) => {
    const forward = "w = 1\nb = 2\nf = w * x + b";
    const result = { verdicts, forward, unjudged };
    return notJudged(result, `${forward}\n${program}`).map(({ name, line }) => [name, line]);
  };
  const dw = [verdict("dw", 4, "right")];
  assert.deepEqual(trained("dw = x\nw -= 0.1 * dw\nb -= 0.1 * first", dw), [["b", 6]]);
  assert.deepEqual(trained("dw = x\nb = b - 0.1 * first", dw), [["b", 5]]);
  assert.deepEqual(trained("dw = x\nw -= step", dw), []);
  assert.deepEqual(trained("dw = x\nparams['w'] -= step\nself.w -= step\nlr -= 1", dw), []);
  const other = { name: "delta9", line: 5, reason: "Its name tells nothing." };
  assert.deepEqual(trained("dw = x\ndelta9 = 1\nb -= delta9", dw, [other]), [["delta9", 5]]);
});

test("the candidates for the loss are read from the error", () => {
  const hint = "Name it: loss=…. Numbers of the program: p, q.";
  assert.deepEqual(candidates({ hint }), ["p", "q"]);
  assert.deepEqual(candidates({ hint, choices: ["r"] }), ["r"]);
  assert.deepEqual(candidates({ hint: "Name it: loss=…. Numbers of the program: none." }), []);
  assert.deepEqual(candidates({ hint: null }), []);
});

test("a mend says what it assigns, or the line where more of it changes", () => {
  const label = (before, text) => fixLabel({ line: 2, text }, `f = x\n${before}`);
  assert.equal(label("  dx = a.sum(axis=1)", "  dx = a.sum(axis=0)"), "Write a.sum(axis=0)");
  assert.equal(label("dx = a  # why", "dx += a  # why"), "Write dx += a");
  assert.equal(label("dh[h >= 0] = 0", "dh[h < 0] = 0"), "Write dh[h < 0] = 0");
  assert.equal(label("dx[i] = b", "np.add.at(dx, i, b)"), "Write np.add.at(dx, i, b)");
  assert.equal(label("dx = a", `dx = ${"a + ".repeat(12)}b`), "Mend line 2");
});

test("the notice of a wrong line has its mend as its link", () => {
  const first = { name: "dy", line: 4, cause: "sign", message: "Its sign is turned." };
  const fix = { line: 4, text: "dy = x" };
  const program = "x = 1\ny = 2\nf = x * y\ndy = -x";
  const page = { mode: null, onCheck: () => {}, onFix: () => {} };
  const labels = (more) =>
    judged(found([verdict("dy", 4, "wrong", more)], first), program, page)[0].choices.map(
      ({ label }) => label,
    );
  assert.deepEqual(labels({ fix }), ["Write x"]);
  assert.deepEqual(labels({ fix: null }), ["Check"]);
});

test("what a button writes is not said beside it", () => {
  const message = "dy is -1 times what it should be. With dy = x it is right.";
  assert.equal(withoutAdvice(message), "dy is -1 times what it should be.");
  assert.equal(withoutAdvice("dy is wrong. With care."), "dy is wrong. With care.");
  const first = { name: "dy", line: 2, cause: "sign", message };
  const said = (fix) => {
    const result = found([verdict("dy", 2, "wrong", { fix })], first);
    const page = { mode: null, onCheck: () => {}, onFix: () => {} };
    return judged(result, "f = x * y\ndy = -x", page)[0].message;
  };
  assert.equal(said({ line: 2, text: "dy = x" }), "dy is -1 times what it should be.");
  assert.equal(said(null), message);
});

test("a backward pass is told by the names it assigns", () => {
  const forward = "h = x * w1\nf = h + x * W1\n";
  const gradients = [
    "dx = 1",
    "grad_w1 = h",
    "grads['w1'] += x",
    "dh[i] -= 1",
    "x_grad = 2",
    "df_dh = 1",
    "dfdh = 1",
    "gW1 = h",
    "gw1 = h",
    "w1g = h",
    "nabla_w1 = h",
    "slope_x = 1",
    "x_bar = 1",
    "delta2 = 1",
    "self.dw1 = h",
    "w1.grad = h",
    "net.grads['w1'] = h",
    "out, dx = 1, 2",
    "grads = {'w1': h}",
    "grads = dict(w1=h)",
    "param_grads = {}",
    "grad_L_w1 = h",
    "g['h'] = 1",
    "g.w1 = h",
  ];
  for (const line of gradients) assert.ok(hasBackwardPass(forward + line), line);
  const others = [
    "",
    "dot = x",
    "data[0] = 1",
    "if dx == 1: y = x",
    "# dx = 1",
    "gradient_of = 3",
    "data = {}",
    "delta = 1",
    "bar = x",
    "d = {}",
    "g = 9.8",
    "add1 = x",
  ];
  for (const line of others) assert.ok(!hasBackwardPass(forward + line), line);
});

test("long lines of spaces, names and brackets are looked through once", () => {
  for (const part of [" ", "d", "x.", "[", "\t=", "d_"])
    assert.ok(!hasBackwardPass(`y = 2\n${part.repeat(200_000)}\nz`), part);
});
