import assert from "node:assert/strict";
import { test } from "node:test";
import * as operating from "../../static/js/activations/operating.js";
import { tellLive } from "../../static/js/activations/words.js";

const ops = { max: "maxout", sigmoid: "sigmoid", leaky_relu: "leaky_relu" };
const node = (/** @type {any} */ given) => ({ kind: "gate", args: [], label: given.id, ...given });
const nodes = /** @type {any[]} */ ([
  node({ id: "x", kind: "input", op: "input" }),
  node({ id: "zero", kind: "constant", label: "0" }),
  node({ id: "s", op: "sigmoid", args: ["x"] }),
  node({ id: "r", op: "max", args: ["zero", "x"] }),
  node({ id: "m", op: "max", args: ["x", "s"] }),
  node({ id: "e", op: "exp", args: ["x"] }),
]);
const activation = (/** @type {string} */ id) =>
  operating.activationOf(
    nodes.find((each) => each.id === id),
    nodes,
    ops,
  );

test("a gate in view has a curve where it is an activation", () => {
  assert.deepEqual([activation("s")?.name, activation("s")?.argument.id], ["sigmoid", "x"]);
  assert.deepEqual([activation("r")?.name, activation("r")?.argument.id], ["relu", "x"]);
  for (const id of ["m", "e", "x"]) assert.equal(activation(id), null);
});

test("numbers are read from the picture and out of nested lists", () => {
  assert.equal(operating.numberOf("−2.5"), -2.5);
  assert.equal(operating.numberOf(/** @type {any} */ ({ shape: "(2,)" })), null);
  assert.deepEqual(
    operating.numbersIn([
      [1, [2]],
      ["NaN", 3],
    ]),
    [1, 2, 3],
  );
});

const relu = /** @type {any} */ ({
  ...{ x: [-2, -1, 0, 1, 2], f: [0, 0, 0, 1, 2], slope: [0, 0, 0, 1, 1] },
  zones: [{ kind: "dead", from: -2, to: 0 }],
});

test("a curve is read between its points, a zone goes on beyond the axis", () => {
  assert.equal(operating.heightAt(relu.x, relu.f, 1.5), 1.5);
  assert.equal(operating.heightAt(relu.x, relu.f, 9), 2);
  assert.equal(operating.zoneOf(relu.zones, -9, relu.x)?.kind, "dead");
  assert.equal(operating.zoneOf(relu.zones, 0.5, relu.x), undefined);
  const counts = operating.countsOf([-9, -1.9, 0.5], -2, 2, 4);
  assert.deepEqual(
    counts.map(({ count, from }) => [count, from]),
    [
      [2, -2],
      [1, 0],
    ],
  );
});

test("where the gate stands is said in words", () => {
  const say = (/** @type {number[]} */ values) => tellLive(relu, { label: "q", values });
  assert.equal(say([1.5]), "The gate in view stands at q = 1.5: f is 1.5, its slope 1.");
  assert.match(say([-1]), /its slope 0; it is dead/);
  assert.match(say([-7]), /beyond the axis; it is dead/);
  assert.match(say([-1, -7, 1]), /3 elements of q; 66\.7 % lie where it is dead.*1 lie/);
});
