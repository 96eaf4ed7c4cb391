// Check mode's pure parts: what is asked for, and what is said of what was found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createAsking, drawn } from "../../static/js/check/ask.js";
import { EXAMPLES, isExample } from "../../static/js/check/examples.js";
import { candidates, hasBackwardPass, marksOf, summary } from "../../static/js/check/words.js";

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

test("every example has a backward pass", () => {
  for (const { program } of EXAMPLES) {
    assert.ok(hasBackwardPass(program));
    assert.ok(isExample(`\n${program}`));
  }
});

test("the picture is of the forward part, with the inputs it has", () => {
  const asked = {
    program: "f = x * y\ndx = y * k",
    inputs: { x: 1, y: 2, k: 3 },
    output: null,
    numbers: "full",
    seed: 7,
    mode: "check",
    loss: null,
  };
  assert.deepEqual(drawn(asked, found([])), {
    program: "f = x * y\n",
    inputs: { x: 1, y: 2 },
    output: "f",
    numbers: "full",
    seed: 0,
  });
  assert.equal(drawn(asked, null), asked);
});

test("two questions are one answer about the whole text", async () => {
  const posts = [];
  const answers = {
    "/api/check": found([verdict("dx", 2, "right")]),
    "/api/trace": { program: "f = x * y\n", steps: [], seed: 0 },
  };
  const fetcher = async (path, { body }) => {
    posts.push([path, JSON.parse(body)]);
    return new Response(JSON.stringify(answers[path]));
  };
  const seen = [];
  const ask = createAsking((answer, program) => seen.push([answer.loss, program]), fetcher);
  const request = { program: "f = x * y\ndx = y", inputs: {}, output: null, numbers: "full" };
  const checking = { ...request, mode: "check", loss: "f" };
  const response = await ask("/api/trace", { method: "POST", body: JSON.stringify(checking) });
  const answer = await response.json();
  assert.equal(answer.program, request.program);
  assert.equal(answer.check.loss, "f");
  assert.deepEqual(
    posts.map(([path]) => path),
    ["/api/check", "/api/trace"],
  );
  assert.deepEqual(posts[0][1], { program: request.program, inputs: {}, loss: "f" });
  assert.deepEqual(seen, [["f", request.program]]);
  await ask("/api/trace", { body: JSON.stringify(request) });
  assert.equal(posts.length, 3);
});

test("a forward part that cannot be drawn has its verdicts all the same", async () => {
  const error = { message: "Dictionaries are not part of the language.", line: 4 };
  const fetcher = async (path) =>
    path === "/api/check"
      ? new Response(JSON.stringify(found([verdict("dx", 5, "right")])))
      : new Response(JSON.stringify({ error }), { status: 400 });
  const ask = createAsking(() => {}, fetcher);
  const response = await ask("/api/trace", {
    body: JSON.stringify({ program: "f", inputs: {}, mode: "check" }),
  });
  assert.ok(response.ok);
  const { check, steps, program } = await response.json();
  assert.deepEqual([steps, program], [[], "f"]);
  assert.match(check.undrawn.hint, /^Line 4: Dictionaries are not part of the language\. /);
});

test("a text that cannot be checked fails as a text that cannot be traced", async () => {
  const error = { error: { message: "Python cannot read this.", line: 2 } };
  const fetcher = async () => new Response(JSON.stringify(error), { status: 400 });
  const ask = createAsking(() => assert.fail("nothing was found"), fetcher);
  const response = await ask("/api/trace", {
    body: JSON.stringify({ program: "f", mode: "check" }),
  });
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), error);
});
