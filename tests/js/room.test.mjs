import assert from "node:assert/strict";
import { test } from "node:test";
import { matters, roundedDown } from "../../static/js/picture/room.js";

test("a box of pixels is a room in units, rounded down so that answers are shared", () => {
  assert.deepEqual(roundedDown({ width: 1016, height: 504 }, 0.867), [1168, 576]);
  assert.deepEqual(roundedDown({ width: 1020, height: 505 }, 0.867), [1176, 576]);
  assert.deepEqual(roundedDown({ width: 1744, height: 640 }, 1.6), [1088, 400]);
});

test("what is folded away is no room, and none is larger than the server takes", () => {
  assert.equal(roundedDown({ width: 0, height: 0 }, 0.867), null);
  assert.equal(roundedDown({ width: 1016, height: 80 }, 0.867), null);
  assert.deepEqual(roundedDown({ width: 40_000, height: 504 }, 0.867), [20_000, 576]);
});

const roomy = { fits: true, tightened: false };

test("a drawing that fits and was not tightened stays as it is", () => {
  assert.equal(matters([1168, 576], [2000, 900], roomy), false);
  assert.equal(matters([1168, 576], [1000, 500], roomy), false);
  assert.equal(matters(null, [1000, 500], roomy), false);
});

test("one that does not fit is laid out anew for any other room", () => {
  const cut = { fits: false, tightened: false };
  assert.equal(matters([1168, 576], [1000, 576], cut), true);
  assert.equal(matters([1168, 576], [1168, 700], cut), true);
  assert.equal(matters(null, [1168, 576], cut), true);
  assert.equal(matters([1168, 576], [1168, 576], cut), false);
  assert.equal(matters([1168, 576], [1176, 576], cut), false); // hardly another one
});

test("one that was tightened is laid out anew where there is more room", () => {
  const tight = { fits: true, tightened: true };
  assert.equal(matters([1168, 576], [1400, 576], tight), true);
  assert.equal(matters([1168, 576], [1100, 600], tight), true);
  assert.equal(matters([1168, 576], [1100, 560], tight), false);
  assert.equal(matters([1168, 576], [1184, 576], tight), false);
});
