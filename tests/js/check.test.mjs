// Check mode's pure parts: which texts are judged, and what is said of what was found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judged } from "../../static/js/check/judged.js";
import {
  candidates,
  fixLabel,
  hasBackwardPass,
  marksOf,
  summary,
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
const found = (verdicts, first = null) => ({
  loss: "f",
  verdicts,
  first_wrong: first,
  notes: [],
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

test("a backward pass is told by the names it assigns", () => {
  const forward = "h = x * w1\nf = h + x\n";
  const gradients = [
    "dx = 1",
    "grad_w1 = h",
    "grads['w1'] += x",
    "dh[i] -= 1",
    "x_grad = 2",
    "df_dh = 1",
  ];
  for (const line of gradients) assert.ok(hasBackwardPass(forward + line), line);
  const others = ["", "dot = x", "data[0] = 1", "if dx == 1: y = x", "# dx = 1", "gradient_of = 3"];
  for (const line of others) assert.ok(!hasBackwardPass(forward + line), line);
});
