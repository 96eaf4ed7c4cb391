import assert from "node:assert/strict";
import { test } from "node:test";
import { createServer, fetchArray } from "../../static/js/state/server.js";

const request = (/** @type {string} */ program, x = 0) => ({
  program,
  inputs: { x },
  output: null,
  numbers: "3 digits",
});
const settle = () => new Promise((resolve) => setTimeout(resolve));

/**
 * A server whose answers are given by hand.
 * @param {{tags?: () => string | undefined}} [page]
 */
function made(page = {}) {
  /** @type {{body: any, answer: (status: number, content: any, headers?: any) => Promise<unknown>, fail: () => Promise<unknown>}[]} */
  const sent = [];
  /** @type {any[]} */
  const told = [];
  const server = createServer({
    ...page,
    onTrace: (payload) => told.push(["trace", payload]),
    onError: (failure) => told.push(["error", failure]),
    onAway: (reason) => told.push(["away", reason !== null]),
    fetcher: /** @type {any} */ (
      (/** @type {string} */ _url, /** @type {any} */ options) =>
        new Promise((resolve, reject) => {
          options.signal?.addEventListener("abort", () => reject(options.signal.reason));
          sent.push({
            body: JSON.parse(options.body),
            answer: (status, content, headers = {}) => {
              resolve(new Response(JSON.stringify(content), { status, headers }));
              return settle();
            },
            fail: () => {
              reject(new TypeError("Failed to fetch"));
              return settle();
            },
          });
        })
    ),
  });
  return { server, sent, told };
}

test("one request in flight, the latest wins", async () => {
  const { server, sent, told } = made();
  for (let x = 0; x < 5; x += 1) server.ask(request("f = x", x));
  assert.equal(sent.length, 1);
  await sent[0]?.answer(200, "first");
  assert.equal(sent.length, 2);
  assert.equal(sent[1]?.body.inputs.x, 4);
  await sent[1]?.answer(200, "last");
  assert.deepEqual(told, [
    ["trace", "first"],
    ["trace", "last"],
  ]);
});

test("what is sent goes on with the picture that there is then", async () => {
  const { server, sent } = made({ tags: () => (sent.length ? "wide" : undefined) });
  for (let x = 0; x < 2; x += 1) server.ask(request("f = x", x));
  await sent[0]?.answer(200, "first");
  assert.deepEqual(
    sent.map(({ body }) => body.tags),
    [undefined, "wide"],
  );
});

test("an answer to a text that has changed is dropped", async () => {
  const { server, sent, told } = made();
  server.ask(request("f = x"));
  server.ask(request("f = x *"));
  await sent[0]?.answer(200, "old");
  await sent[1]?.answer(400, { error: { message: "unfinished" } });
  assert.deepEqual(told, [["error", { message: "unfinished" }]]);
});

test("a server that is away is told once it fails, and asked again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, sent, told } = made();
  server.ask(request("f = x"));
  sent[0]?.fail();
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  assert.deepEqual(told, [["away", true]]);
  context.mock.timers.tick(1000);
  assert.equal(sent.length, 2);
  context.mock.timers.reset();
  await sent[1]?.answer(200, "back");
  assert.deepEqual(told.slice(1), [
    ["away", false],
    ["trace", "back"],
  ]);
});

test("a whole array is asked for with its node; an error speaks", async () => {
  /** @type {any[]} */
  const sent = [];
  const answering = (/** @type {number} */ status, /** @type {any} */ content) =>
    /** @type {any} */ (
      async (/** @type {string} */ url, /** @type {any} */ options) => {
        sent.push([url, JSON.parse(options.body)]);
        return new Response(JSON.stringify(content), { status });
      }
    );
  assert.deepEqual(await fetchArray(request("a"), "n3", answering(200, { node: "n3" })), {
    node: "n3",
  });
  assert.deepEqual(sent[0], ["/api/array", { ...request("a"), node: "n3" }]);
  const refused = answering(400, { error: { message: "There is no n9." } });
  await assert.rejects(fetchArray(request("a"), "n9", refused), /There is no n9/);
  const gone = /** @type {any} */ (() => Promise.reject(new TypeError("gone")));
  await assert.rejects(fetchArray(request("a"), "n3", gone), /does not answer/);
});

test("work on an older text is given up after a while, on older values it is not", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const turns = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const { server, sent, told } = made();
  server.ask(request("f = x"));
  server.ask(request("f = x", 2));
  context.mock.timers.tick(1000);
  await turns();
  assert.equal(sent.length, 1);
  server.ask(request("f = x + 1"));
  await turns();
  assert.equal(sent[1]?.body.program, "f = x + 1");
  server.ask(request("f = x + 2"));
  context.mock.timers.tick(299);
  await turns();
  assert.equal(sent.length, 2);
  context.mock.timers.tick(1);
  await turns();
  assert.equal(sent[2]?.body.program, "f = x + 2");
  assert.deepEqual(told, []);
});
