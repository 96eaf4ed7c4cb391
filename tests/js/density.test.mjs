import assert from "node:assert/strict";
import { test } from "node:test";
import { aheadIn, densityOf, showsName } from "../../static/js/player/density.js";

const rail = (/** @type {number} */ forward, /** @type {number} */ backward, width = 1056) =>
  densityOf({ width, forward, backward, gap: 84 });

test("names stand under every bead while there is room", () => {
  assert.equal(rail(8, 13).mode, "all");
  assert.equal(rail(2, 5).mode, "all");
});

test("under 32 pixels a few names, under 24 a slider", () => {
  assert.equal(rail(12, 24).mode, "few");
  assert.equal(rail(20, 40).mode, "slider");
  assert.equal(rail(8, 13, 358).mode, "slider");
});

test("no steps, one step", () => {
  assert.equal(rail(0, 0).mode, "all");
  assert.equal(rail(1, 0).mode, "all");
});

test("with few names: the current one, the ends and the named", () => {
  const none = { current: false, first: false, last: false, named: false };
  assert.equal(showsName("few", none), false);
  assert.equal(showsName("all", none), true);
  for (const key of ["current", "first", "last", "named"]) {
    assert.equal(showsName("few", { ...none, [key]: true }), true);
  }
});

const named = (/** @type {number} */ count) =>
  Array.from({ length: count }, () => ({ named: true }));
const nameless = (/** @type {number} */ count) => named(count).map(() => ({ named: false }));
const stopped = (/** @type {number} */ forward, width = 1056) => ({
  ...{ width, forward, gap: 72, least: 300 },
});

test("of what an error keeps from running: all, the named, or nothing where there is no room", () => {
  const labels = [...named(6), ...nameless(3)];
  assert.deepEqual(aheadIn(stopped(3), labels), labels);
  assert.deepEqual(aheadIn(stopped(20), [...named(12), ...nameless(20)]), named(12));
  assert.deepEqual(aheadIn(stopped(20), named(40)), []);
  assert.deepEqual(aheadIn(stopped(60), named(1)), []);
  assert.deepEqual(aheadIn(stopped(20), nameless(40)), []);
  assert.deepEqual(aheadIn(stopped(3), []), []);
});

test("its half has room for its words", () => {
  assert.deepEqual(aheadIn(stopped(4, 560), named(2)), named(2));
  assert.deepEqual(aheadIn(stopped(8, 560), named(2)), []);
  assert.deepEqual(aheadIn(stopped(1, 320), named(1)), []);
  const { pitch } = densityOf({ ...stopped(4, 560), backward: 2 });
  assert.equal(pitch, (560 - 28 - 72 - 300) / 3);
});
