import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { queryOf } from "../../static/js/state/address.js";
import { restored, shownState } from "../../static/js/state/history.js";
import { opened, shown } from "../../static/js/state/opening.js";
import { changesOf } from "../../static/js/state/requests.js";
import { stepIn } from "../../static/js/state/standing.js";
import { createStore, NAMES, ROWS } from "../../static/js/state/store.js";
import { withValues } from "../../static/js/state/values.js";

const SOURCES = fileURLToPath(new URL("../../static/js/", import.meta.url));

test("subscribers are told what has changed, and of nothing else", () => {
  const { state, update, subscribe } = createStore({ program: "f = x", inputs: { x: 1 } });
  /** @type {string[][]} */
  const calls = [];
  const end = subscribe(["step", "numbers", "inputs"], (changed) => calls.push(changed));
  update({ step: 2, program: "f = y" });
  update({ step: 2, inputs: { x: 1 } }); // as they are
  update({ view: "code" });
  update({ numbers: "full", inputs: { x: 2 } });
  assert.deepEqual(calls, [["step"], ["numbers", "inputs"]]);
  assert.deepEqual([state.step, state.program, state.inputs.x], [2, "f = y", 2]);
  end();
  update({ step: 3 });
  assert.equal(calls.length, 2);
});

test("only update writes, and only rows of the table", () => {
  /** @type {any} */
  const { state, update } = createStore({ inputs: { x: 1 }, fold: ["p0"] });
  assert.throws(() => {
    state.step = 1;
  }, TypeError);
  assert.throws(() => {
    state.inputs.x = 2;
  }, TypeError);
  assert.throws(() => state.fold.push("p1"), TypeError);
  assert.throws(() => update({ colour: "red" }), /no row colour/);
});

test("every row has its type", () => {
  const text = readFileSync(`${SOURCES}state/store.js`, "utf8");
  const [, typed = ""] = text.match(/@typedef \{Object\} State\n([\s\S]*?)\*\//) ?? [];
  for (const name of NAMES) assert.match(typed, new RegExp(`@property \\{.*\\} ${name}\\b`), name);
});

test("what is not given begins as the table says", () => {
  const { state } = createStore();
  for (const { name, default: usual } of ROWS)
    assert.deepEqual(/** @type {any} */ (state)[name], usual, name);
});

/** @type {Record<string, unknown>} a value of each row of a link that is not as usual */
const OTHERS = {
  mode: "train",
  program: "x = 2 # é&=?\nf = x*(W@v)",
  inputs: { x: -2, W: [[1, 2]], v: { generate: "randn", shape: [2], seed: 7 } },
  output: "f",
  call: "f",
  loops: { 2: "every" },
  generate: true,
  upstream: [[1, 0.5]],
  loss: "f",
  step: 3,
  seed: 12,
  numbers: "full",
  view: "code",
  options: { language: "numpy", of: ["a", "b"] },
  fold: ["p0", "p1"],
  open: ["g0", "r3"],
  train: { optimizer: "adam", parameters: ["x"] },
  run: { id: "r1", iteration: 20 },
};

test("every row of a link stands in it, in the table's order, and reads back", () => {
  const linked = ROWS.filter(({ link }) => link);
  assert.deepEqual(
    linked.map(({ name }) => name).sort(),
    Object.keys(OTHERS).sort(),
    "a new row of the link needs a value in this test",
  );
  const fields = new URLSearchParams(queryOf(/** @type {any} */ (OTHERS)));
  assert.deepEqual(
    [...fields.keys()],
    linked.map(({ name }) => name),
  );
  for (const { name, default: usual, json } of linked) {
    const text = fields.get(name) ?? "";
    const value = OTHERS[name];
    const isList = Array.isArray(value) && !json;
    const isData = json || (typeof value === "object" && !isList);
    const read = isList ? text.split(",") : isData ? JSON.parse(text) : text;
    assert.deepEqual(typeof value === "number" ? Number(read) : read, value, name);
    const bare = new URLSearchParams(queryOf(/** @type {any} */ ({ ...OTHERS, [name]: usual })));
    assert.equal(bare.has(name), name === "program", `${name} as usual is left out`);
  }
});

test("an entry of the history holds every row of a link and brings it back", () => {
  const { step, ...rest } = /** @type {any} */ (OTHERS);
  const { state, update } = createStore({
    ...rest,
    step,
    ...withValues(rest.program, rest.inputs, rest.loops),
  });
  const entry = JSON.parse(JSON.stringify(shownState(state)));
  update({ ...opened({ program: "g = a", inputs: { a: 1 } }), view: null, options: {}, seed: 3 });
  update({ numbers: "2 decimals" });
  update(restored({ ...entry, step }));
  assert.equal(state.opening, step);
  for (const { name, link } of ROWS)
    if (link && !["step", "seed"].includes(name))
      assert.deepEqual(/** @type {any} */ (state)[name], OTHERS[name], name);
  assert.deepEqual(state.literals, {
    ...{ x: "2", W: null, v: null },
    ...{ "line 2": "1 f = x*(W@v)", "the end": "f=x*(W@v)" },
  });
});

test("text that was typed in an entry comes back with what was set for it", () => {
  const draft = { program: "x = 3\nf = x*(", inputs: { x: 7 }, literals: { x: "3" } };
  const entry = { program: "x = 2\nf = x", inputs: { x: 5 }, draft };
  const { program, inputs, literals, opening } = restored(entry);
  assert.deepEqual({ program, inputs, literals }, draft);
  assert.equal(opening, -1);
});

/** @type {(program: string, count: number, parts?: object[]) => any} */
const traced = (program, count, parts = []) => ({
  ...{ program, parts, names: { f: "n2" }, output: "f", seed: null, prefix: program },
  nodes: Array.from({ length: count }, (_, at) => ({ id: `n${at}`, name: `v${at}` })),
  steps: Array.from({ length: count }, (_, at) => ({ node: `n${at}` })),
});
const never = () => assert.fail("no groups were opened");

test("a program opens before its first step, or where its link says, no further than its last", () => {
  const trace = traced("f = x*y", 5);
  for (const [asked, shown] of [
    [-1, -1],
    [0, 0],
    [3, 3],
    [99, 4],
  ])
    assert.equal(stepIn({ trace: null, step: 0, opening: asked ?? 0 }, trace, never), shown);
  const before = traced("g = a + b", 3);
  assert.equal(stepIn({ trace: before, step: 2, opening: -1 }, trace, never), -1);
});

test("an edit keeps the step of a wire that is still there, and the last one", () => {
  const before = traced("x = 2\nf = x*y", 5);
  const after = traced("x = 2\nf = x*y + 1", 9);
  const at = (/** @type {number} */ step) => ({ trace: before, step, opening: null });
  assert.equal(stepIn(at(2), after, never), 2);
  assert.equal(stepIn(at(4), after, never), 8);
  assert.equal(stepIn(at(3), traced("x = 2\nf = x", 2), never), -1, "its wire is gone");
  const renumbered = traced("x = 2\ny = 1\nf = x*y", 6);
  for (const node of renumbered.nodes) node.name = `v${Number(node.id.slice(1)) - 1}`;
  assert.equal(stepIn(at(2), renumbered, never), 3, "another id, the same name");
  assert.equal(stepIn(at(3), traced("loss = a**2", 9), never), -1, "another program");
});

test("opened groups take the step along", () => {
  const before = traced("f = x", 5);
  const after = traced("f = x", 9, [{ id: "g0" }]);
  assert.equal(
    stepIn({ trace: before, step: 1, opening: null }, after, () => 7),
    7,
  );
});

test("a trace ends the opening, and what was chosen by a name goes with the name", () => {
  const { state, update } = createStore({ program: "f = x", output: "q", seed: 4, opening: 0 });
  update(changesOf(state, traced("f = x", 3), /** @type {any} */ ({ program: "f = x" }), never));
  assert.deepEqual([state.output, state.seed, state.opening, state.step], [null, 4, null, 0]);
  update({ output: "f" });
  update(changesOf(state, traced("f = x", 3), /** @type {any} */ ({ program: "f = x" }), never));
  assert.equal(state.output, "f");
});

test("nobody but the state's room assigns to the state", () => {
  const assignments = new RegExp(
    [
      String.raw`\bstate\.(?:${NAMES.join("|")})\b(?:\.\w+|\[[^\]]*\])*\s*(?:[-+*/|&?]{0,2})=(?![=>])`,
      String.raw`Object\.assign\(\s*state\b`,
      String.raw`delete\s+state\b`,
      String.raw`\bstate\.(?:inputs|fold|options|literals)\.(?:push|splice|sort)\(`,
    ].join("|"),
  );
  assert.match("state.step = 1", assignments);
  assert.match("state.inputs[name] = 1", assignments);
  assert.doesNotMatch("state.step === 1 || state.view >= 2", assignments);
  for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith(".js") || entry.parentPath.includes("/js/state")) continue;
    const text = readFileSync(`${entry.parentPath}/${entry.name}`, "utf8");
    assert.doesNotMatch(text, assignments, entry.name);
  }
});

test("an upstream gradient belongs to its program, and to no other mode", () => {
  const { state } = createStore({ program: "y = x", inputs: { x: [1, 2] }, upstream: [3, -1] });
  assert.deepEqual(opened(shown(state)).upstream, [3, -1]);
  assert.equal(opened({ ...shown(state), mode: "train" }).upstream, null);
  assert.equal(opened({ program: "f = x", inputs: {} }).upstream, null);
});

test("the circuit before an error is seen whole, and leaves the choices alone", () => {
  const before = traced("x = 2\nf = x*y", 9);
  const partial = { ...traced("x = 2\nf = x*y + foo(x)", 3), partial: true, names: {} };
  const at = { trace: before, step: 5, opening: null };
  assert.equal(stepIn(at, partial, never), 2);
  assert.equal(stepIn({ ...at, opening: -1 }, partial, never), 2);
  assert.equal(stepIn({ ...at, opening: 1 }, partial, never), 1);
  const state = /** @type {any} */ ({ ...at, output: "f", loss: "f", seed: 3, open: null });
  const changes = changesOf(state, partial, /** @type {any} */ ({}), never);
  assert.deepEqual(Object.keys(changes).sort(), ["answered", "opening", "seed", "step", "trace"]);
});
