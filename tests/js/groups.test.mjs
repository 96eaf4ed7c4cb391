import assert from "node:assert/strict";
import { test } from "node:test";
import { createAsking } from "../../static/js/groups/ask.js";
import { summaryOf } from "../../static/js/groups/search.js";
import { shownOf, spanOf, stepAfter, stepInside } from "../../static/js/groups/steps.js";
import {
  around,
  branches,
  closedAt,
  closing,
  marksOf,
  opened,
  shortest,
  titled,
} from "../../static/js/groups/tree.js";
import { keepBox } from "../../static/js/picture/fit.js";

/** @returns {any} */
const part = (/** @type {string} */ id, /** @type {string | null} */ parent, open = true) => ({
  ...{ id, parent, open, title: id, kind: "function", gates: 2, passes: 0 },
});
const parts = [
  part("r0", null),
  part("g0", "r0"),
  part("g1", "r0", false),
  part("g2", "g0"),
  part("g3", "g2", false),
];

test("what is around a part need not be asked for", () => {
  assert.deepEqual(shortest(parts, ["r0", "g0", "g2"]), ["g2"]);
  assert.deepEqual(shortest(parts, [...opened(parts), "g1"]), ["g2", "g1"]);
});

test("closing a part closes what is inside, and nothing around it", () => {
  assert.deepEqual(closing(parts, ["g2"]), ["g0"]);
  assert.deepEqual(closing(parts, ["g0"]), ["r0"]);
  assert.deepEqual(closing(parts, ["r0"]), []);
  assert.deepEqual(closing(parts, []), ["g2"]);
});

test("the parts around a gate, and the closed one that it is", () => {
  /** @type {any} */
  const trace = {
    nodes: [
      { id: "n5", group: "g2" },
      { id: "g3", group: "g2" },
    ],
    parts,
  };
  assert.deepEqual(around(trace, "n5"), ["g2", "g0", "r0"]);
  assert.deepEqual(around(trace, "g3"), ["g2", "g0", "r0"]);
  assert.deepEqual(around(trace, "n9"), []);
  assert.equal(closedAt(trace, "g3")?.id, "g3");
  assert.equal(closedAt(trace, "g2"), null);
});

test("the tree has every part once, under the one around it", () => {
  const [root, ...more] = branches(parts);
  assert.equal(more.length, 0);
  assert.deepEqual(
    root?.inside.map(({ part: { id } }) => id),
    ["g0", "g1"],
  );
  assert.equal(titled({ ...parts[0], title: "for t", passes: 500 }), "for t × 500");
});

test("constants are no marks of their own, nor inputs that a closed group takes in", () => {
  /** @type {any[]} */
  const nodes = [
    { id: "n0", kind: "input" },
    { id: "n1", kind: "input" },
    { id: "n2", kind: "constant" },
    { id: "g0", kind: "gate" },
  ];
  assert.equal(marksOf({ nodes, marks: { "n0-value": ["shown"], "n2-value": ["shown"] } }), 2);
});

// f(x) of two gates (whole steps 0 and 1), then a product; backward its wires in turn.
const step = (/** @type {string} */ phase, /** @type {string | null} */ node, slot = null) => ({
  ...{ phase, node, slot },
});
/** @type {any} */
const open = {
  steps: [
    ...["n1", "n2", "n3"].map((node) => step("forward", node)),
    ...[null, "n3", "n2", "n1"].map((node) => step("backward", node, node && 0)),
  ],
  whole_steps: null,
};
/** @type {any} */
const closed = {
  steps: [
    ...["g0", "n3"].map((node) => step("forward", node)),
    ...[null, "n3", "g0"].map((node) => step("backward", node, node && 0)),
  ],
  whole_steps: [1, 2, 3, 4, 6],
};

test("a step stays at its gate; inside a group it becomes the group's, and back", () => {
  assert.equal(stepAfter(open, 2, closed), 1);
  assert.equal(stepAfter(closed, 1, open), 2);
  assert.equal(stepAfter(open, 0, closed), 0);
  assert.equal(stepAfter(open, 5, closed), 4);
  assert.equal(stepAfter(closed, 4, open), 6);
});

test("a group that a step has opened is entered at its first step, or from behind at its last", () => {
  assert.equal(stepInside(closed, 0, open, true), 0);
  assert.equal(stepInside(closed, 0, open, false), 1);
  assert.equal(stepInside(closed, 4, open, true), 5);
  assert.equal(stepInside(closed, 4, open, false), 6);
});

test("steps of the whole program and shown ones", () => {
  assert.deepEqual(
    [0, 1, 2, 5, 6, 9].map((whole) => shownOf(closed, whole)),
    [0, 0, 1, 4, 4, 4],
  );
  assert.deepEqual(spanOf(closed, 0), { first: 0, last: 1 });
  assert.deepEqual(spanOf(closed, 1), { first: 2, last: 2 });
  assert.deepEqual(spanOf(closed, 4), { first: 6, last: 6 });
  assert.deepEqual(spanOf(open, 5), { first: 5, last: 5 });
});

test("the first step of two that end where wires of one group end is still found", () => {
  /** @type {any} */
  const trace = { steps: [1, 2, 3, 4], whole_steps: [3, 9, 7, 12] };
  assert.equal(shownOf(trace, 8), 1);
  assert.equal(shownOf(trace, 7), 2);
  assert.equal(stepInside(trace, 3, { steps: [], whole_steps: [3, 9, 7, 10, 12] }, true), 3);
});

test("a later question gives up the one before, whose answer is none", async () => {
  /** @type {any[]} */
  const sent = [];
  const asking = createAsking(
    /** @type {any} */ (
      (/** @type {string} */ url, /** @type {any} */ { signal, headers }) =>
        new Promise((resolve, reject) => {
          sent.push({ url, headers, resolve });
          const stop = () => reject(new DOMException("", "AbortError"));
          if (signal.aborted) stop();
          signal.addEventListener("abort", stop);
        })
    ),
  );
  /** @type {any} */
  const request = { program: "f = x", inputs: { x: 1 }, output: null, numbers: "full" };
  const first = asking.ask({ ...request, open: ["g0"] });
  const second = asking.ask({ ...request, open: [] });
  assert.equal(await first, null);
  assert.equal(sent.length, 2);
  sent[1].resolve(new Response('{"svg": "drawn"}'));
  assert.deepEqual(await second, { svg: "drawn" });
  assert.match(sent[1].url, /^\/api\/trace\/part\?program=f\+=\+x&.*&open=$/);
  assert.ok(sent[1].headers["X-Backflow-Page"].length > 8);
});

test("an answer that is an error is told in its words", async () => {
  const answer = new Response('{"error": {"message": "Too much."}}', { status: 413 });
  const asking = createAsking(/** @type {any} */ (async () => answer));
  /** @type {any} */
  const request = { program: "f = x", inputs: {}, output: null, numbers: "full", open: [] };
  await assert.rejects(asking.ask(request), { message: "Too much." });
});

test("a search says what it found", () => {
  assert.equal(summaryOf("h", 1, 1), "One place.");
  assert.equal(summaryOf("h", 1200, 20), "20 of 1,200 places: type more to narrow it down.");
  assert.match(summaryOf("q", 0, 0), /Nothing is called “q”/);
});

test("a group stays where it was, as far as all of it can be seen", () => {
  const content = { x: 0, y: 0, width: 4000, height: 300 };
  const view = { width: 1000, height: 400 };
  const options = { scale: 1, least: 0.8, margin: 20 };
  const at = { x: 500, y: 100 };
  const small = { x: 2000, y: 100, width: 200, height: 80 };
  assert.deepEqual(keepBox(small, small, at, content, view, options), { k: 1, x: -1600, y: 50 });
  const edge = keepBox(small, small, { x: 990, y: 100 }, content, view, options);
  assert.equal(small.x + small.width + edge.x, 980);
  const large = { x: 1000, y: 0, width: 1100, height: 200 };
  const shrunk = keepBox(large, large, at, content, view, options);
  assert.ok(shrunk.k < 1 && shrunk.k >= 0.8);
  const larger = keepBox({ ...large, width: 2500 }, large, at, content, view, options);
  assert.deepEqual([larger.k, 1000 * larger.k + larger.x], [0.8, 20]);
  const far = { x: 2600, y: 0 };
  const shifted = keepBox({ ...large, width: 2500 }, far, at, content, view, options);
  assert.ok(Math.abs(2600 * shifted.k + shifted.x - 700) < 1e-9);
  const first = keepBox({ x: 10, y: 0, width: 100, height: 50 }, small, at, content, view, options);
  assert.equal(first.x + 0, 0); // the view does not leave the drawing
});
