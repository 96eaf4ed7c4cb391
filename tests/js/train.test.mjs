// Training's pure parts: scales, words, series that are joined, and how a run is asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber } from "../../static/js/lib/format-number.js";
import { orderOf, placed, swapped } from "../../static/js/train/places.js";
import { call, createRun, merged, Problem } from "../../static/js/train/run.js";
import { placeOf, rateAt, written } from "../../static/js/train/scale.js";
import { moved, stepOf } from "../../static/js/train/scene.js";
import { mark, same } from "../../static/js/train/session.js";
import { lossAt, sparkline, withPoint } from "../../static/js/train/spark.js";
import { shortened, spineOf } from "../../static/js/train/spine.js";
import { batchesOf, fitted, guessed, summary } from "../../static/js/train/table.js";
import { announcement, mayTrain, pace, problemOf } from "../../static/js/train/words.js";

const status = (more = {}) => ({
  id: "a",
  state: "running",
  reason: null,
  error: null,
  iteration: 10,
  iterations: 2000,
  rate: 500,
  left: 4,
  ...more,
});
const answer = (body, code = 200) => ({ ok: code < 300, status: code, json: async () => body });
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the slider's places are powers of ten, in two digits", () => {
  assert.equal(rateAt(-2), 0.01);
  assert.equal(rateAt(-3.5), 0.00032);
  assert.equal(placeOf(1e-4), -4);
  assert.equal(placeOf(1e-9), -6);
  assert.equal(placeOf(100), 1);
  assert.equal(placeOf(0), -6);
  assert.equal(written(1e-4), "1e-4");
  assert.equal(written(0.05), "0.05");
});

test("numbers are short and never round to nothing", () => {
  assert.deepEqual([0.046512, 1234.5, -1.5e-7, 2.5e8, 0].map(formatNumber), [
    "0.0465",
    "1230",
    "−1.5e−7",
    "2.5e8",
    "0",
  ]);
  assert.equal(formatNumber(Number.NaN), "nan");
  assert.equal(formatNumber(Number.POSITIVE_INFINITY), "inf");
});

test("a run says how fast it is, and how it ended", () => {
  assert.equal(pace(status()), "500 a second, 4 s left");
  assert.equal(pace(status({ left: 90 })), "500 a second, 1 min 30 s left");
  assert.equal(pace(status({ state: "paused" })), "paused at 10");
  assert.equal(pace(null), "");
  assert.equal(announcement(status()), "Training runs.");
  const reason = "The loss is not finite at iteration 10";
  assert.equal(
    announcement(status({ state: "stopped", reason })),
    "Training stopped at iteration 10. The loss is not finite at iteration 10.",
  );
  const error = { message: "x has no value", line: 2, hint: "Give one." };
  assert.equal(problemOf({ reason: null, error }), "Line 2: x has no value. Give one.");
});

test("series are joined without a point twice", () => {
  const first = status({
    loss: [[0, 4]],
    parameters: { w: { gradient: [[0, 1]], ratio: [] } },
    histograms: [{ iteration: 0 }],
  });
  const next = status({
    iteration: 12,
    loss: [
      [0, 4],
      [12, 2],
    ],
    parameters: { w: { gradient: [[12, 3]], ratio: [[12, 1]] } },
    histograms: [{ iteration: 0 }, { iteration: 12 }],
  });
  const both = merged(first, next);
  assert.deepEqual(both.loss, [
    [0, 4],
    [12, 2],
  ]);
  assert.deepEqual(both.parameters.w.gradient, [
    [0, 1],
    [12, 3],
  ]);
  assert.equal(both.histograms.length, 2);
  assert.equal(both.iteration, 12);
  assert.equal(merged(first, status({ id: "b" })).loss, undefined);
});

test("a run is asked for while it goes on, and once more when it does not", async () => {
  const asked = [];
  const answers = [
    answer(status({ iteration: 0 })),
    answer(status({ loss: [[0, 4]], checkpoint: 0 })),
    answer(status({ state: "done", loss: [[5, 1]], checkpoint: 5 })),
  ];
  const timers = [];
  const seen = [];
  const run = createRun({
    onStatus: (now) => seen.push(now.state),
    onProblem: assert.fail,
    fetcher: async (path, init) => {
      asked.push([init.method ?? "GET", path]);
      return answers.shift();
    },
    later: (next, wait) => timers.push([next, wait]),
    hidden: () => false,
  });
  await run.start({ program: "f = x" });
  await settled();
  assert.deepEqual(asked, [
    ["POST", "/api/train"],
    ["GET", "/api/train/a?after=-1&wait=1"],
  ]);
  assert.equal(timers.length, 1);
  assert.equal(timers[0][1], 250);
  timers[0][0]();
  await settled();
  assert.equal(asked[2][1], "/api/train/a?after=0");
  assert.deepEqual(seen, ["running", "running", "done"]);
  assert.deepEqual(run.status().loss, [
    [0, 4],
    [5, 1],
  ]);
  assert.equal(timers.length, 1);
});

test("a server that is away is asked again; one that refuses is not", async () => {
  const problems = [];
  const timers = [];
  let code = 200;
  const run = createRun({
    onStatus() {},
    onProblem: (problem) => problems.push(problem.message),
    fetcher: async () =>
      code === 200 ? answer(status()) : answer({ error: { message: "No such run." } }, code),
    later: (next, wait) => timers.push([next, wait]),
    hidden: () => true,
  });
  await run.attach("a");
  await settled();
  assert.equal(timers.at(-1)[1], 2000); // nobody looks
  code = 503;
  timers.at(-1)[0]();
  await settled();
  assert.equal(timers.at(-1)[1], 1000);
  code = 404;
  timers.at(-1)[0]();
  await settled();
  assert.deepEqual(problems, ["No such run.", "No such run."]);
  assert.equal(timers.length, 2);
});

test("what the server refuses is told with its place", async () => {
  const refuse = async () => answer({ error: { message: "Not so.", line: 3 } }, 400);
  await assert.rejects(call("/api/data", {}, refuse), (problem) => {
    assert.ok(problem instanceof Problem);
    assert.equal(problem.failure.line, 3);
    assert.equal(problem.passing, false);
    return true;
  });
  const broken = async () => {
    throw new TypeError("no network");
  };
  await assert.rejects(call("/api/data", {}, broken), { passing: true });
});

test("the same data is the same whatever the order of its names", () => {
  assert.equal(
    same({ a: 1, b: [1, { c: null, d: 2 }] }),
    same({ b: [1, { d: 2, c: null }], a: 1 }),
  );
  assert.notEqual(same({ a: [1, 2] }), same({ a: [2, 1] }));
  assert.notEqual(same(["1"]), same([1]));
});

test("a text is known again by its mark", () => {
  assert.equal(mark("f = x"), mark("f = x"));
  assert.notEqual(mark("f = x"), mark("f = y"));
});

test("the line of the loss goes down where the loss does", () => {
  assert.equal(
    sparkline(
      [
        [0, 100],
        [5, 10],
        [10, 1],
      ],
      10,
    ),
    "M0.0,0.0L500.0,50.0L1000.0,100.0",
  );
  assert.equal(sparkline([[0, 1]], 10), "");
  const long = Array.from({ length: 2000 }, (_, at) => [at, 2000 - at]);
  assert.ok(sparkline(long, 1999).split("L").length < 300);
});

test("the loss is that of the very iteration, or not known", () => {
  const thinned = [
    [0, 3],
    [4, 1],
  ];
  assert.equal(lossAt(thinned, 3), null);
  assert.equal(lossAt(withPoint(thinned, [3, 2]), 3), 2);
  assert.deepEqual(withPoint(thinned, [4, 9]), thinned);
  assert.deepEqual(withPoint(thinned, [6, 2]).at(-1), [6, 2]);
  assert.deepEqual(withPoint(thinned, [2, Number.NaN]), thinned);
  assert.deepEqual(withPoint(thinned, null), thinned);
});

test("rows take the shape of the input that they are for", () => {
  assert.deepEqual(fitted([1, 0], [9, 1]), [[1], [0]]);
  assert.deepEqual(fitted([[1], [0]], [9]), [1, 0]);
  assert.deepEqual(fitted([[1, 2]], [9, 2]), [[1, 2]]);
  assert.deepEqual(fitted([1, 0], undefined), [1, 0]);
});

test("features and targets are found by their names", () => {
  const detail = { node: "n0", default: null, structural: false };
  const inputs = ["w", "X", "y"].map((name) => [name, detail]);
  assert.deepEqual(guessed(inputs), { X: "X", y: "y" });
  assert.deepEqual(guessed([["N", { ...detail, structural: true }]]), { X: "", y: "" });
  const table = { columns: ["x1", "x2", "class"], X: [[1, 2]], y: [0], text: null };
  assert.equal(summary(table), "1 row: x1, x2 and class");
});

test("a loop that changes a name may train; another does not", () => {
  assert.ok(mayTrain("for t in range(9):\n    w -= 0.1 * g"));
  assert.ok(mayTrain("for t in range(9):\n    w = w - 0.1 * g"));
  assert.ok(!mayTrain("for t in range(9):\n    h[t] = tanh(x)"));
  assert.ok(!mayTrain("f = x * y\nf -= 2"));
});

test("pictures trade places with the large one, and what is not there leaves its place", () => {
  const there =
    (...names) =>
    (name) =>
      names.includes(name);
  const usual = orderOf(null);
  assert.deepEqual(
    placed(usual, () => true),
    { large: "boundary", one: "loss", two: "circuit" },
  );
  const other = swapped(usual, "boundary", "circuit");
  assert.deepEqual(other, ["circuit", "loss", "boundary"]);
  assert.deepEqual(swapped(other, "circuit", "boundary"), usual);
  const few = there("loss", "circuit");
  assert.deepEqual(placed(usual, few), { large: "loss", one: "circuit", two: null });
  assert.equal(placed(swapped(usual, "loss", "circuit"), few).large, "circuit");
  assert.deepEqual(orderOf("loss nonsense loss"), ["loss", "boundary", "circuit"]);
});

test("the circuit's row is the longest way to the loss, with what enters it below", () => {
  const node = (id, kind, args = [], more = {}) => ({
    ...{ id, kind, args, symbol: kind === "gate" ? id : null, name: null, latex: id, label: id },
    ...more,
  });
  const nodes = [
    ...["W", "X", "b", "y"].map((name) => node(name, "input", [], { name })),
    node("two", "constant"),
    node("@", "gate", ["W", "X"]),
    node("+", "gate", ["@", "b"]),
    node("abs", "gate", ["y"]),
    node("-", "gate", ["+", "abs"]),
    node("pow", "gate", ["-", "two"]),
  ];
  const { first, beads } = spineOf(nodes, "pow", ["W", "b"]);
  assert.equal(first, "X");
  assert.deepEqual(
    beads.map(({ symbol, reads }) => [symbol, ...reads]),
    [["@", "W"], ["+", "b"], ["-", "\\dots"], ["pow"]],
  );
  assert.deepEqual(shortened([1, 2, 3, 4, 5, 6], 5), [1, 2, null, 5, 6]);
  assert.deepEqual(shortened([1, 2, 3], 5), [1, 2, 3]);
  assert.equal(spineOf(nodes, "X").beads.length, 0);
});

test("the panel says how far a parameter moves, and where the loss goes", () => {
  const update = { gradient_length: "0.00719", step_length: "0.00719" };
  const sgd = { optimizer: "sgd", settings: { lr: 1 } };
  assert.equal(
    stepOf({ name: "W1", update }, sgd),
    "W1 moves by 1 × its gradient, which has length 0.00719 now.",
  );
  assert.match(
    stepOf({ name: "w", update }, { optimizer: "adam", settings: {} }),
    /moves by 0.00719/,
  );
  assert.equal(stepOf({ name: "w", update: { step_length: null } }, sgd), "");
  assert.equal(
    moved(1.05, 0.0901, 0.095),
    "The loss still falls, slowly: 0.0901, from 1.05 at the start.",
  );
  assert.match(moved(1, 0.1, 0.5), /falls fast/);
  assert.match(moved(1, 0.1, 0.1), /hardly falls/);
  assert.match(moved(1, 0.2, 0.1), /rises again/);
  assert.match(moved(1, 2), /has risen to 2/);
  assert.match(moved(1, Number.POSITIVE_INFINITY), /not finite/);
});

test("a batch may be all rows, or fewer in powers of two", () => {
  assert.deepEqual(batchesOf(150, null), [4, 8, 16, 32, 64, 128]);
  assert.deepEqual(batchesOf(20, 5), [1, 2, 4, 5, 8, 16]);
  assert.deepEqual(batchesOf(0, null), []);
});

test("a run goes on with the settings that were asked for last", async () => {
  const asked = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  const run = createRun({
    onStatus() {},
    onProblem: assert.fail,
    fetcher: async (path, init) => {
      asked.push([path, init.body]);
      if (path.endsWith("/settings")) await new Promise((resolve) => waiting.push(resolve));
      return answer(status({ state: "paused" }));
    },
    later() {},
    hidden: () => false,
  });
  await run.attach("a");
  await settled();
  asked.length = 0;
  run.change({ batch: 1 });
  run.change({ batch: 2 });
  const last = run.change({ batch: 3 });
  await settled();
  assert.equal(asked.length, 1);
  waiting.pop()?.();
  await settled();
  waiting.pop()?.();
  await settled();
  await last;
  const sent = asked.filter(([path]) => path === "/api/train/a/settings");
  assert.deepEqual(
    sent.map(([, body]) => body),
    ['{"batch":1}', '{"batch":3}'],
  );
});
