import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber } from "../../static/js/lib/format-number.js";
import { createAsking } from "../../static/js/train/plots/ask.js";
import { look } from "../../static/js/train/plots/classes.js";
import { crossings, levelsOf } from "../../static/js/train/plots/contours.js";
import { extent, heatOf, pickedOf, wideOf } from "../../static/js/train/plots/heat.js";
import {
  columnsOf,
  isWhole,
  KINDS,
  numbersOf,
  pairOf,
  scaleOf,
} from "../../static/js/train/plots/kinds.js";
import * as series from "../../static/js/train/plots/series.js";
import { plainTicks, tickOf, ticksOf } from "../../static/js/train/plots/ticks.js";
import { elementsOf } from "../../static/js/views/forward.js";

test("numbers are formatNumber, as the server writes them", () => {
  const written = [0, 0.1, 0.0123456, 1230, 123456, 1e-5, 1.5e-5, -3, 0.000999, 1 / 3].map(
    formatNumber,
  );
  const expected = ["0", "0.1", "0.0123", "1230", "1.23e5", "1e−5", "1.5e−5", "−3", "9.99e−4"];
  assert.deepEqual(written, [...expected, "0.333"]);
  assert.equal(formatNumber(null), "nan");
  assert.equal(formatNumber(Number.NEGATIVE_INFINITY), "−inf");
});

test("the axis of a run ends with it, but for a long one that has just begun", () => {
  assert.equal(series.axisEnd(0, 500), 500);
  assert.equal(series.axisEnd(600, 2000), 2000);
  assert.equal(series.axisEnd(2893, 100_000), 20_000);
  assert.equal(series.axisEnd(50_000, 100_000), 100_000);
});

test("a thinned series stands at its last entry", () => {
  const loss = /** @type {any} */ ([
    [0, 4],
    [3, 2],
    [9, null],
    [12, 1],
  ]);
  assert.deepEqual(
    [0, 2, 3, 8, 9, 99].map((k) => series.valueAt(loss, k)),
    [4, 4, 2, 2, null, 1],
  );
  assert.equal(series.valueAt([], 3), null);
  assert.deepEqual(series.drawable([...loss, [13, -1], [14, Number.NaN]], true), [
    [0, 4],
    [3, 2],
    [12, 1],
  ]);
});

test("a mean keeps a constant and takes fewer points at the ends", () => {
  const points = /** @type {any} */ ([
    [0, 1],
    [1, 2],
    [2, 6],
  ]);
  assert.deepEqual(series.smooth(points, 1), [
    [0, 1.5],
    [1, 3],
    [2, 4],
  ]);
  assert.deepEqual(series.smooth(points, 0), points);
});

test("labels move apart, in their order, within bounds", () => {
  assert.deepEqual(series.spread([50, 52, 0], 10, 0, 100), [50, 60, 0]);
  assert.deepEqual(series.spread([99, 98, 97], 10, 0, 100), [100, 90, 80]);
});

test("an axis has room around its numbers, even around one", () => {
  assert.deepEqual(series.reach([2, 4], false), [1.92, 4.08]);
  assert.deepEqual(series.reach([5], false), [4.5, 5.5]);
  const [low, high] = series.reach([1e-6, 1], true);
  assert.ok(low < 1e-6 && low > 1e-7 && high > 1 && high < 10);
  assert.deepEqual(series.reach([], true), [0.1, 1]);
});

test("a CSV quotes what needs it and keeps numbers in full", () => {
  const text = series.csvOf([
    ["a, b", 'say "x"'],
    [0.1 + 0.2, null],
  ]);
  assert.equal(text, '"a, b","say ""x"""\n0.30000000000000004,\n');
});

test("a logarithmic axis has powers of ten where it spans several", () => {
  assert.deepEqual(ticksOf([0.0005, 2000], 4), [0.01, 1, 100]);
  assert.equal(tickOf([1e-4, 1])(0.001), "10⁻³");
  assert.equal(tickOf([1e-4, 1])(0.002), "");
  assert.equal(tickOf([0.2, 0.9])(0.25), "0.25");
  assert.deepEqual(plainTicks([0.02, 1.2], 5), [0.03, 0.1, 0.3, 1]);
  assert.deepEqual(plainTicks([2e-6, 1.2], 3), [1e-5, 1e-3, 0.1]);
  assert.deepEqual(plainTicks([0.11, 0.24], 5), [0.2]);
});

const histogram = (/** @type {Partial<any>} */ given) =>
  /** @type {any} */ ({
    low: 0,
    high: 4,
    counts: [0, 1, 3, 0],
    mean: 2,
    std: 1,
    zeros: 0,
    saturated: null,
    ...given,
  });

test("heat holds each bin's share of the fullest, from the top down", () => {
  assert.deepEqual(extent(histogram({})), [1, 3]);
  const moments = /** @type {any} */ ([
    { iteration: 0, activations: { n1: histogram({}) }, gradients: {} },
    { iteration: 10, activations: { n1: histogram({ counts: [0, 2, 2, 0] }) }, gradients: {} },
  ]);
  const { cells, columns, rows, low, high } = heatOf(moments, "activations", "n1");
  assert.deepEqual([columns, low, high], [2, 1, 3]);
  assert.deepEqual([cells[0], cells[1]], [1, 1]);
  assert.deepEqual([cells[(rows - 1) * 2], cells[(rows - 1) * 2 + 1]], [1 / 3, 1]);
});

test("equal elements fill one row; nothing at all leaves an empty grid", () => {
  const one = { iteration: 0, activations: { n1: histogram({ low: 2, high: 2, counts: [0, 5] }) } };
  const { cells } = heatOf(/** @type {any} */ ([one]), "activations", "n1");
  assert.ok(cells.filter((cell) => cell === 1).length >= 1);
  assert.ok(cells.filter((cell) => cell === 1).length <= 2);
  assert.deepEqual(heatOf([], "gradients", "n1").cells.length, 32);
  assert.equal(pickedOf(Array.from({ length: 99 }, (_, at) => at)).at(-1), 98);
});

test("contours are multiples, or powers where the loss falls far", () => {
  const even = levelsOf([5, 6, 7, 14]);
  assert.equal(even.log, false);
  assert.deepEqual(even.levels, [6, 7, 8, 9, 10, 11, 12, 13]);
  const small = levelsOf([0.0501, 0.0505, 0.0512]);
  assert.ok(new Set(small.levels).size >= 4);
  const far = levelsOf([1e-4, 1, 100]);
  assert.equal(far.log, true);
  assert.ok(far.levels.every((level, at) => at === 0 || level > (far.levels[at - 1] ?? 0)));
  assert.deepEqual(levelsOf([3, 3, null]).levels, []);
});

test("the number of a contour stands on it", () => {
  const axis = Array.from({ length: 21 }, (_, at) => at - 10);
  const values = axis.flatMap((y) => axis.map((x) => x * x + y * y));
  const found = crossings(axis, axis, values, [10, 50]);
  assert.equal(found.length, 2);
  for (const { x, y, level } of found) assert.ok(Math.abs(x * x + y * y - level) < 1);
  const path = axis.map((x) => [0, x, 0]); // along the row on which they stood
  const aside = crossings(axis, axis, values, [10, 50], path);
  assert.equal(found[0]?.y, 0);
  assert.ok(aside.length > 0 && aside.every(({ y }) => Math.abs(y) > 3));
});

test("a plot is offered where it means something", () => {
  const bare = /** @type {any} */ ({
    ...{ parameters: {}, layers: [], histograms: [] },
    train: { parameters: ["w"], data: [], batch: null },
  });
  const offered = (/** @type {any} */ status, shapes = {}) =>
    KINDS.filter(({ unavailable }) => unavailable(status, shapes) === null).map(({ name }) => name);
  assert.deepEqual(offered(bare), ["loss"]);
  const wide = { ...bare, parameters: { W: {} }, train: { data: ["X", "y"] } };
  assert.deepEqual(offered(wide, { W: [2, 3], X: [9, 3], y: [9, 3] }), [
    ...["loss", "gradients", "surface"],
  ]);
  assert.ok(offered(wide, { W: [2], X: [9, 2], y: [9] }).includes("boundary"));
  assert.equal(
    scaleOf([
      [0, 3],
      [1, 2],
    ]),
    "linear",
  );
  assert.equal(
    scaleOf([
      [0, 3],
      [1, 0.01],
    ]),
    "log",
  );
  assert.equal(
    scaleOf([
      [0, 3],
      [1, 0],
    ]),
    null,
  );
});

test("a boundary is over the data of two columns, or over what is no target", () => {
  const shapes = { X: [9, 2], x: [9], y: [9], t: [9, 1], Z: [9, 3], n: [] };
  assert.deepEqual(columnsOf(["y", "X"], shapes), { features: "X", labels: "y" });
  assert.deepEqual(columnsOf(["y", "x"], shapes), { features: "x", labels: "y" });
  assert.deepEqual(columnsOf(["t", "Z"], shapes), { features: "t", labels: null });
  assert.equal(columnsOf(["Z", "n", "gone"], shapes), null);
});

test("words stand where lines are far from their level", () => {
  const falling = [{ points: /** @type {any} */ ([0, 1, 2, 3, 4].map((at) => [at, 10 ** -at])) }];
  assert.equal(series.clearest(falling, 4, 1e-4, 0.3), 0);
  assert.equal(series.clearest(falling, 4, 1, 0.3), 0.7);
  assert.equal(series.clearest([], 4, 1, 2), 0);
});

test("as many layers as have room, and a glimpse of the next", () => {
  assert.equal(wideOf(400, 2), 194);
  assert.equal(wideOf(400, 9), 168); // two whole ones
  assert.ok(2 * (wideOf(400, 9) + 12) < 400);
});

test("a surface is over two different numbers, elements of arrays too", () => {
  const numbers = numbersOf(["w", "V"], { V: [1, 2] }, elementsOf);
  assert.deepEqual(numbers, ["w", "V[0, 0]", "V[0, 1]"]);
  assert.deepEqual(pairOf(numbers, [null, null]), ["w", "V[0, 0]"]);
  assert.deepEqual(pairOf(numbers, ["V[0, 0]", "V[0, 0]"]), ["V[0, 0]", "w"]);
  assert.deepEqual(pairOf(numbers, ["gone", "V[0, 1]"]), ["w", "V[0, 1]"]);
  assert.equal(pairOf(["w"], [null, null]), null);
  const full = /** @type {any} */ ({ train: { batch: null } });
  assert.equal(isWhole(numbers, full), false);
  assert.equal(isWhole(["w", "b"], full), true);
});

test("classes differ by their symbol, and as many as there are have a look", () => {
  assert.notEqual(look(0).symbol, look(1).symbol);
  assert.equal(look(6).symbol, look(0).symbol);
});

test("the same is not asked twice, and a failure is told in words", async () => {
  /** @type {string[]} */
  const asked = [];
  let answers = 0;
  const fetcher = /** @type {any} */ (
    async (/** @type {string} */ path) => {
      asked.push(path);
      const error = { message: "W has shape (2, 2).", hint: "Name an element." };
      return new Response(JSON.stringify(asked.length > 1 ? { error } : { z: [] }), {
        status: asked.length > 1 ? 400 : 200,
      });
    }
  );
  const done = new Promise((resolve) => {
    const asking = createAsking(() => {
      answers += 1;
      if (answers === 1) {
        assert.deepEqual(asking.answer(), { content: { z: [] }, failure: null });
        asking.ask("/a", { k: 1 });
        asking.ask("/b", { k: 2 });
      } else {
        assert.equal(asking.answer().failure, "W has shape (2, 2). Name an element.");
        assert.equal(asking.answer().content, null);
        resolve(null);
      }
    }, fetcher);
    asking.ask("/a", { k: 1 });
  });
  await done;
  assert.deepEqual(asked, ["/a", "/b"]);
});
