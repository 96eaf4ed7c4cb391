import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { createAddress, deflate, queryOf, shortQueryOf } from "../../static/js/state/address.js";

const STATE = {
  program: "f = (x + y) * z",
  inputs: { x: -2, y: 5 },
  output: null,
  step: 3,
  numbers: "3 digits",
};

test("a one-line program stays readable, brackets are percent-encoded", () => {
  const query = queryOf(STATE);
  assert.equal(query, "?program=f+=+%28x+%2B+y%29+%2A+z&inputs=%7B%22x%22:-2,%22y%22:5%7D&step=3");
  assert.doesNotMatch(query, /[()]/);
});

test("a query reads back as it was", () => {
  const state = { ...STATE, program: "# a&b=c?\nf = 'µ' % 2; é", output: "f", numbers: "full" };
  const fields = new URLSearchParams(queryOf(state));
  assert.equal(fields.get("program"), state.program);
  assert.deepEqual(JSON.parse(fields.get("inputs") ?? ""), state.inputs);
  assert.equal(fields.get("output"), "f");
  assert.equal(fields.get("numbers"), "full");
});

test("arrays, generated ones and the seed are part of the link", async () => {
  const inputs = { W: [[1, 2]], x: { generate: "randn", shape: [2], seed: 7 } };
  const fields = new URLSearchParams(queryOf({ ...STATE, inputs, seed: 12 }));
  assert.deepEqual(JSON.parse(fields.get("inputs") ?? ""), inputs);
  assert.equal(fields.get("seed"), "12");
  const program = "x".repeat(2000);
  const packed = (await shortQueryOf({ ...STATE, program, inputs, seed: 12 })).slice(3);
  const state = JSON.parse(inflateSync(Buffer.from(packed, "base64url")).toString());
  assert.deepEqual([state.inputs, state.seed], [inputs, 12]);
  assert.doesNotMatch(queryOf({ ...STATE, seed: null }), /seed/);
});

test("what is as usual is left out", () => {
  const query = queryOf({ ...STATE, inputs: {}, step: null });
  assert.deepEqual([...new URLSearchParams(query).keys()], ["program"]);
});

test("a long program is packed as zlib, base64url, with the whole state", async () => {
  const program = Array.from({ length: 200 }, (_, index) => `a${index} = x * ${index}`).join("\n");
  const query = await shortQueryOf({ ...STATE, program });
  const packed = new URLSearchParams(query).get("z") ?? "";
  assert.match(packed, /^[\w-]+$/);
  const state = JSON.parse(inflateSync(Buffer.from(packed, "base64url")).toString());
  assert.equal(state.program, program);
  assert.equal(state.step, 3);
  assert.ok(query.length < queryOf({ ...STATE, program }).length / 2);
});

test("deflate keeps every character", async () => {
  const text = "σ(x) · 2 🙂";
  assert.equal(inflateSync(Buffer.from(await deflate(text), "base64url")).toString(), text);
});

test("stepping writes at most once a second; a new program at once, as a new entry", async () => {
  let time = 0;
  /** @type {{run: () => unknown, at: number}[]} */
  const queue = [];
  /** @type {[string, boolean][]} */
  const written = [];
  const address = createAddress({
    now: () => time,
    later: (run, milliseconds) => queue.push({ run, at: time + milliseconds }),
    write: (query, fresh) => written.push([new URLSearchParams(query).get("step") ?? "", fresh]),
  });
  const due = async () => {
    for (const { run } of queue.splice(0).filter(({ at }) => at <= time)) run();
    await new Promise((resolve) => setTimeout(resolve));
  };
  for (let step = 0; step < 5; step += 1) {
    address.show({ ...STATE, step });
    time += 10;
  }
  await due();
  assert.deepEqual(written, [["4", false]]);
  address.show({ ...STATE, step: 5 });
  assert.equal(queue.length, 1);
  assert.ok((queue[0]?.at ?? 0) >= 1000);
  address.show({ ...STATE, step: 0 }, true);
  await due();
  assert.deepEqual(written.at(-1), ["0", true]);
  address.show({ ...STATE, step: 6 });
  address.forget();
  time += 2000;
  await due();
  assert.deepEqual(written.at(-1), ["0", true]);
});

test("an entry that is overtaken while its link is packed is begun all the same, or forgotten", async () => {
  const long = `f = ${"x + ".repeat(600)}1`; // packed, which takes a moment
  /** @type {[boolean, number | null][]} */
  const written = [];
  let ready = () => {};
  const address = createAddress({
    write(_, fresh, { step }) {
      written.push([fresh, step ?? null]);
      ready();
    },
  });
  const whole = new Promise((resolve) => {
    ready = () => resolve(undefined);
  });
  address.show({ ...STATE, program: long, step: 0 }, true);
  address.show({ ...STATE, program: long, step: 1 });
  await whole;
  assert.deepEqual(written, [[true, 1]]);

  address.show({ ...STATE, program: long, step: 2 }, true);
  address.forget(); // the reader has gone back
  await deflate(long.repeat(20));
  assert.deepEqual(written, [[true, 1]]);
});

test("what is open stands in the link unless it is as usual", () => {
  /** @type {any} */
  const state = { program: "f = x", inputs: {}, output: null, step: null, numbers: "3 digits" };
  assert.equal(queryOf({ ...state, open: null }), "?program=f+=+x");
  assert.equal(queryOf({ ...state, open: "auto" }), "?program=f+=+x");
  assert.equal(queryOf({ ...state, open: "all" }), "?program=f+=+x&open=all");
  assert.equal(queryOf({ ...state, open: [] }), "?program=f+=+x&open=");
  assert.equal(queryOf({ ...state, open: ["g0", "r3"] }), "?program=f+=+x&open=g0,r3");
});
