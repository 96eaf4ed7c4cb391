import assert from "node:assert/strict";
import { test } from "node:test";
import { beyond, clamp, fitBox, followBox, union } from "../../static/js/picture/fit.js";

const scales = { least: 0.5, largest: 2 };
const within = { left: false, right: false, top: false, bottom: false };

test("a drawing is shown whole, as large as it fits, and centred", () => {
  const content = { x: 0, y: 0, width: 100, height: 40 };
  const placed = fitBox(content, { width: 150, height: 100 }, scales);
  assert.deepEqual(placed, { k: 1.5, x: 0, y: 20, whole: true });
});

test("the drawing's own origin does not matter", () => {
  const view = { width: 300, height: 200 };
  const at = fitBox({ x: -50, y: 20, width: 100, height: 100 }, view, scales);
  const zero = fitBox({ x: 0, y: 0, width: 100, height: 100 }, view, scales);
  assert.equal(at.x + -50 * at.k, zero.x);
  assert.equal(at.y + 20 * at.k, zero.y);
});

test("a drawing too large for readable text starts at its inputs", () => {
  const content = { x: 0, y: 0, width: 4000, height: 50 };
  const view = { width: 400, height: 200 };
  const placed = fitBox(content, view, scales);
  assert.deepEqual(placed, { k: 0.5, x: 0, y: 87.5, whole: false });
  assert.deepEqual(beyond(placed, content, view), { ...within, right: true });
});

test("without a least scale it is shown whole, however small", () => {
  const content = { x: 0, y: 0, width: 4000, height: 50 };
  const view = { width: 400, height: 200 };
  const placed = fitBox(content, view, { ...scales, least: 0 });
  assert.deepEqual(placed, { k: 0.1, x: 0, y: 97.5, whole: true });
  assert.deepEqual(beyond(placed, content, view), within);
});

test("a small drawing is not blown up past the largest scale", () => {
  const content = { x: 0, y: 0, width: 2, height: 2 };
  assert.equal(fitBox(content, { width: 400, height: 400 }, scales).k, 2);
});

test("numbers are clamped", () => {
  assert.deepEqual(
    [0.01, 9, 1].map((number) => clamp(number, 0.1, 6)),
    [0.1, 6, 1],
  );
});

const content = { x: 0, y: 0, width: 3000, height: 300 };
const view = { width: 600, height: 400 };
const at = { k: 1, x: 0, y: 50 };
const tag = (/** @type {number} */ x) => ({ x, y: 100, width: 60, height: 24 });

test("the view stays while the step's result and its gate are in it", () => {
  const far = { result: tag(300), gate: tag(380), upstream: tag(900) };
  assert.equal(followBox(at, far, content, view), at);
});

test("it moves no farther than brings what matters into the middle third", () => {
  const right = followBox(at, { result: tag(900), gate: tag(980) }, content, view);
  assert.deepEqual(right, { k: 1, x: 400 - 970, y: 50 });
  const left = followBox({ ...at, x: -2000 }, { result: tag(900), gate: tag(980) }, content, view);
  assert.deepEqual(left, { k: 1, x: 200 - 970, y: 50 });
});

test("the upstream tag is taken in where there is room for it", () => {
  const near = followBox(
    at,
    { result: tag(900), gate: tag(980), upstream: tag(1300) },
    content,
    view,
  );
  assert.ok(near.x + 900 >= 16 && near.x + 1360 <= 600 - 16);
  const far = followBox(
    at,
    { result: tag(900), gate: tag(980), upstream: tag(2300) },
    content,
    view,
  );
  assert.deepEqual(far, followBox(at, { result: tag(900), gate: tag(980) }, content, view));
});

test("where nobody has looked yet the upstream tag is there from the start", () => {
  const near = { result: tag(300), gate: tag(380), upstream: tag(560) };
  assert.equal(followBox(at, near, content, view), at);
  const moved = followBox(at, near, content, view, true);
  assert.ok(moved.x + 300 >= 16 && moved.x + 620 <= 600 - 16);
});

test("where the gate is too far the result alone is kept in sight", () => {
  const far = { result: tag(300), gate: tag(2000) };
  assert.equal(followBox(at, far, content, view), at);
  const moved = followBox({ ...at, x: -1500 }, far, content, view);
  assert.ok(moved.x + 300 >= 16 && moved.x + 360 <= 584);
});

test("the view does not leave the drawing", () => {
  assert.equal(followBox({ ...at, x: -900 }, { result: tag(10) }, content, view).x + 0, 0);
  assert.equal(followBox(at, { result: tag(2930) }, content, view).x, 600 - 3000);
});

test("what fits along one axis moves along the other alone", () => {
  const tall = { x: 0, y: 0, width: 500, height: 2000 };
  const moved = followBox({ k: 1, x: 50, y: 0 }, { result: { ...tag(440), y: 900 } }, tall, view);
  assert.equal(moved.x, 50);
  assert.ok(moved.y < -500);
});

test("a union holds both boxes", () => {
  assert.deepEqual(union(tag(0), tag(100)), { x: 0, y: 100, width: 160, height: 24 });
  assert.deepEqual(union(tag(0), null), tag(0));
});
