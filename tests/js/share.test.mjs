// What is shared, as addresses and HTML; the size that an embed would like to have.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  embedAddress,
  fileAddress,
  lengthIn,
  linkTo,
  snippetOf,
} from "../../static/js/share/addresses.js";
import { sizeOf, wishOf } from "../../static/js/share/size.js";
import { createStore } from "../../static/js/state/store.js";

const ORIGIN = "https://circuits.example";
globalThis.location = /** @type {Location} */ ({ origin: ORIGIN });

const PROGRAM = "f = (x + y) * z";
const STEPS = Array.from({ length: 7 }, () => ({}));

/** @param {Record<string, unknown>} [more] */
const stateOf = (more = {}) =>
  createStore({
    ...{ program: PROGRAM, step: 3, numbers: "2 decimals", view: "code", mode: "check" },
    trace: /** @type {any} */ ({ program: PROGRAM, steps: STEPS, seed: null }),
    answered: /** @type {any} */ ({ window: [1208, 576], open: "auto" }),
    ...more,
  }).state;

const USUAL = /** @type {const} */ ({
  ...{ width: 640, height: 400, theme: null, here: true, controls: "full", limit: "" },
});
const fieldsOf = (/** @type {string} */ address) =>
  Object.fromEntries(new URL(address, ORIGIN).searchParams);

test("a link is the whole state, at the step or before the first", async () => {
  const here = fieldsOf(await linkTo(stateOf(), true));
  assert.deepEqual([here.step, here.view, here.mode], ["3", "code", "check"]);
  const { step, ...rest } = here;
  assert.deepEqual(fieldsOf(await linkTo(stateOf(), false)), rest);
  assert.equal(step, "3");
});

test("an embed has the state without views, and what its maker chose", async () => {
  const usual = await embedAddress(stateOf(), USUAL);
  assert.ok(usual.startsWith(`${ORIGIN}/embed?program=`));
  assert.deepEqual(fieldsOf(usual), { program: PROGRAM, step: "3", numbers: "2 decimals" });
  const chosen = { ...USUAL, theme: "dark", here: false, controls: "steps", limit: "edit,views" };
  const { program, numbers, ...look } = fieldsOf(
    await embedAddress(stateOf(), /** @type {any} */ (chosen)),
  );
  assert.deepEqual(look, { theme: "dark", controls: "steps", limit: "edit,views" });
  assert.deepEqual([program, numbers], [PROGRAM, "2 decimals"]);
});

test("what is chosen stands beside a long program that is packed", async () => {
  const program = Array.from({ length: 200 }, (_, index) => `a${index} = x * ${index}`).join("\n");
  const trace = /** @type {any} */ ({ program, steps: STEPS, seed: null });
  const state = stateOf({ program, trace });
  const embed = fieldsOf(await embedAddress(state, { ...USUAL, theme: "dark" }));
  assert.deepEqual(Object.keys(embed), ["z", "theme"]);
  const file = await fileAddress(state, "png", { theme: "dark", transparent: true, scale: 4 });
  assert.deepEqual(Object.keys(fieldsOf(file)), ["z", "theme", "transparent", "scale"]);
});

test("a file has the page's step, its digits and its room", async () => {
  const look = /** @type {const} */ ({ theme: "light", transparent: false, scale: 2 });
  const shown = { program: PROGRAM, numbers: "2 decimals", window: "1208x576" };
  const svg = await fileAddress(stateOf(), "svg", look);
  assert.ok(svg.startsWith("/graph.svg?"));
  assert.deepEqual(fieldsOf(svg), { ...shown, step: "3" });
  assert.equal(fieldsOf(await fileAddress(stateOf(), "png", look)).scale, "2");
  assert.equal(fieldsOf(await fileAddress(stateOf({ step: -1 }), "pdf", look)).step, "-1");
});

test("the snippet is HTML whatever the program", () => {
  const frame = { width: 480, height: 320, title: 'Circuit of "f" <b>' };
  assert.equal(
    snippetOf(`${ORIGIN}/embed?program=f&step=3`, frame),
    `<iframe src="${ORIGIN}/embed?program=f&amp;step=3" width="480" height="320" ` +
      'title="Circuit of &quot;f&quot; &lt;b&gt;" style="border: 0" loading="lazy" ' +
      'allow="fullscreen"></iframe>',
  );
});

test("a length that is typed stays in bounds", () => {
  const lengths = ["480", "12", "99999", "", "wide", "500.4"].map((text) =>
    lengthIn(text, 240, 640),
  );
  assert.deepEqual(lengths, [480, 240, 4000, 640, 640, 500]);
});

test("an embed wishes for the height of its picture, with what stands around it", () => {
  const around = { width: 32, height: 100 };
  const view = { width: 448, height: 220 };
  const frame = { width: view.width + around.width, height: view.height + around.height };
  assert.deepEqual(wishOf({ width: 400, height: 300 }, view, frame, 0.867), {
    width: frame.width,
    height: 300 + 16 + around.height,
  });
  // One that is too wide shrinks, but not until it cannot be read.
  assert.equal(wishOf({ width: 480, height: 300 }, view, frame, 0.867).height, 280 + 16 + 100);
  assert.deepEqual(wishOf({ width: 1000, height: 300 }, view, frame, 0.9), {
    width: 900 + around.width,
    height: 270 + 16 + around.height,
  });
});

test("the size of a drawing stands in its text", () => {
  assert.deepEqual(sizeOf('<svg id="c" viewBox="0 -4 446.5 236">'), { width: 446.5, height: 236 });
  assert.equal(sizeOf(""), null);
});
