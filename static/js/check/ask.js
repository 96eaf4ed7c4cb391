// Asking in check mode: first for the verdicts, then for the circuit of the forward part, whose
// gradients are the true ones. To the rest of the page both are one answer about the whole text.

import { ended } from "../lib/dom.js";
import { namesIn, rootOf } from "../state/program-text.js";
import { requestOf } from "../state/values.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("./types.js").CheckResult} CheckResult */

const REFUSED = [400, 413]; // for what the text is, not for how busy the server is
const SEED = 0; // what the check draws random values with that the text leaves open

/**
 * What the picture is of: in check mode the forward part of the text, else the text.
 * @template {{program: string, inputs: Record<string, any>, output: string | null, call?: string | null, loops?: object, mode?: string | null, loss?: string | null}} Sent
 * @param {Sent} request
 * @param {CheckResult | null | undefined} found
 * @returns {Sent}
 */
export function drawn(request, found) {
  if (!found) return request;
  const { mode, loss, call, loops, ...rest } = request; // whose lines are others there
  const words = namesIn(found.forward);
  const used = Object.entries(request.inputs).filter(([name]) => words.has(rootOf(name)));
  const inputs = Object.fromEntries(used);
  const part = { ...rest, program: found.forward, inputs, output: found.loss, seed: SEED };
  return /** @type {Sent} */ (/** @type {unknown} */ (part));
}

/**
 * What to ask for about what the picture shows, whatever has been typed since.
 * @param {Readonly<import("../state/store.js").State>} state
 */
export function shownRequest(state) {
  const program = state.trace?.program ?? state.program;
  return drawn(requestOf({ ...state, program, view: null }), state.trace?.check);
}

/**
 * The circuit's answer as one about the whole text.
 * @param {Payload} trace
 * @param {string} program
 * @param {CheckResult} found
 * @returns {Payload}
 */
const joined = (trace, program, found) => ({ ...trace, program, seed: null, check: found });

/**
 * A forward part that is beyond the picture, though not beyond the check: an answer without steps.
 * @param {import("../lib/types.js").Failure} error
 * @param {CheckResult} found
 * @param {Record<string, unknown>} [views] that were asked for
 * @returns {Payload}
 */
function undrawn({ message, line }, found, views = {}) {
  const reason = `${line ? `Line ${line}: ` : ""}${ended(message)}`;
  found.undrawn = {
    message: "The forward pass cannot be drawn",
    hint: `${reason} The verdicts hold all the same.`,
  };
  const failed = Object.keys(views).map((name) => [name, { error: found.undrawn }]);
  return {
    ...{ views: Object.fromEntries(failed) },
    ...{ program: "", output: found.loss, inputs: {}, input_details: {}, nodes: [], names: {} },
    ...{ steps: [], frames: [], marks: {}, svg: "", prefix: "", too_large: reason },
    ...{ stats: { gates: 0, inputs: 0 }, warnings: [], formula: "" },
  };
}

/**
 * A fetch that asks for both. What fails, fails as a trace does.
 * @param {(found: CheckResult, program: string) => void} onFound
 * @param {typeof fetch} [fetcher]
 * @returns {typeof fetch}
 */
export function createAsking(onFound, fetcher = (...args) => fetch(...args)) {
  return async (path, init) => {
    const request = JSON.parse(String(init?.body ?? "{}"));
    if (request.mode !== "check") return fetcher(path, init);
    const { program, inputs, loss } = request;
    const post = (/** @type {string} */ to, /** @type {object} */ body) =>
      fetcher(to, { ...init, body: JSON.stringify(body) });
    const checked = await post("/api/check", { program, inputs, ...(loss ? { loss } : {}) });
    if (!checked.ok) return checked;
    /** @type {CheckResult} */
    const found = await checked.json();
    onFound(found, program);
    const response = await post("/api/trace", drawn(request, found));
    if (!response.ok && !REFUSED.includes(response.status)) return response;
    const answer = await response.json();
    const trace = response.ok ? answer : undrawn(answer.error, found, request.views);
    return new Response(JSON.stringify(joined(trace, program, found)), {
      headers: { "Content-Type": "application/json" },
    });
  };
}
