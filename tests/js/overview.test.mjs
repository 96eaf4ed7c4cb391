import assert from "node:assert/strict";
import { test } from "node:test";
import { pointsAlong } from "../../static/js/picture/overview.js";

test("a path's points lie close together, whatever commands it is written in", () => {
  assert.deepEqual(pointsAlong("M10,20H34V44"), [
    [10, 20],
    [34, 20],
    [34, 44],
  ]);
  const points = pointsAlong("M0,0H240C260,0 270,10 280,40L300,40Z");
  assert.deepEqual(points.at(-1), [300, 40]);
  for (const [index, [x, y]] of points.entries()) {
    const [fromX, fromY] = points[Math.max(index - 1, 0)];
    assert.ok(Math.hypot(x - fromX, y - fromY) <= 24.001);
  }
});
