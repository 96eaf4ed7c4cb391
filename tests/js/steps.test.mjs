import assert from "node:assert/strict";
import { test } from "node:test";
import {
  gradientStep,
  neighbour,
  pictureAt,
  stepOf,
  stopsOf,
} from "../../static/js/player/steps.js";

/** @type {any} f = x * y, drawn */
const PAYLOAD = {
  marks: { "n2-value": ["pending", "6"], n2: ["waiting"], "n0-grad": ["pending"] },
  frames: [
    { write: { "n2-value": ["shown"], n2: ["done"] }, focus: { n2: ["current"] } },
    { write: { "n0-grad": ["earlier", "3"] }, focus: { "n0-grad": ["now"], n2: ["current"] } },
    { write: { "n0-grad": ["earlier", "5"] }, focus: { n2: ["current"] } },
  ],
};

/** @type {any[]} */
const STEPS = [
  { phase: "forward", node: "n2" },
  { phase: "backward", node: null, to: "n2" },
  { phase: "backward", node: "n2", to: "n0", slot: 0 },
  { phase: "backward", node: "n2", to: "n1", slot: 1 },
];

test("a step shows every write up to it and only its own focus", () => {
  assert.deepEqual(pictureAt(PAYLOAD, 0), {
    "n2-value": ["shown", "6"],
    n2: ["current", null],
    "n0-grad": ["pending"],
  });
  assert.deepEqual(pictureAt(PAYLOAD, 1)["n0-grad"], ["now", "3"]);
  assert.deepEqual(pictureAt(PAYLOAD, 2)["n0-grad"], ["earlier", "5"]);
});

test("going back shows what was there; the payload stays as it was", () => {
  const before = JSON.stringify(PAYLOAD);
  pictureAt(PAYLOAD, 2);
  assert.deepEqual(pictureAt(PAYLOAD, 1)["n0-grad"], ["now", "3"]);
  assert.equal(JSON.stringify(PAYLOAD), before);
});

test("before the first step nothing is written", () => {
  assert.deepEqual(pictureAt(PAYLOAD, -1), PAYLOAD.marks);
});

test("whole gates stop after a gate's last wire", () => {
  assert.deepEqual(stopsOf(STEPS, "wire"), [0, 1, 2, 3]);
  assert.deepEqual(stopsOf(STEPS, "gate"), [0, 1, 3]);
  assert.equal(neighbour([0, 1, 3], 1, 1), 3);
  assert.equal(neighbour([0, 1, 3], 3, -1), 1);
  assert.equal(neighbour([0, 1, 3], 3, 1), 3);
  assert.equal(neighbour([0, 1, 3], 2, -1), 1);
});

test("a click on a gate stays in the direction one goes, a second click turns", () => {
  assert.equal(stepOf(STEPS, 0, "n2"), 2);
  assert.equal(stepOf(STEPS, 1, "n2"), 2);
  assert.equal(stepOf(STEPS, 2, "n2"), 0);
  assert.equal(stepOf(STEPS, 1, "n2", 1), 3);
  assert.equal(stepOf(STEPS, 0, "n9"), null);
});

test("a click on an input means the step that finishes its gradient", () => {
  assert.equal(gradientStep(STEPS, "n1"), 3);
  assert.equal(gradientStep(STEPS, "n9"), null);
});
