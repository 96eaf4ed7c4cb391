import assert from "node:assert/strict";
import { test } from "node:test";
import { densityOf, showsName } from "../../static/js/player/density.js";

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
