// Programs go to the server, traces come back into the state.

import { askedMode } from "./modes.js";
import { createServer } from "./server.js";
import { stepIn } from "./standing.js";
import { isSame } from "./store.js";
import { requestOf } from "./values.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Request} Request */
/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("./store.js").State} State */
/** @typedef {import("./standing.js").Mapping} Mapping */

/**
 * The change that a trace brings: what was chosen from names stays while the names do, and a seed,
 * once drawn, stays: editing the text does not draw anew.
 * @param {Readonly<State>} state
 * @param {Payload} trace
 * @param {Request} answered
 * @param {Mapping} mapping
 * @returns {Partial<State>}
 */
export function changesOf(state, trace, answered, mapping) {
  const { names, output, seed } = trace;
  const shown = {
    trace,
    answered: { ...answered, open: state.open ?? "auto" },
    step: stepIn(state, trace, mapping),
    opening: null,
    seed: seed ?? state.seed,
  };
  if (trace.partial) return shown; // of names that may be further down, nothing is known
  const isThere = state.output !== null && (state.output in names || state.output === output);
  return {
    ...shown,
    output: isThere ? state.output : null,
  };
}

/**
 * @param {import("./store.js").Store} store
 * @param {Object} page
 * @param {Mapping} page.mapping
 * @param {() => void} page.beforeAsking
 * @param {() => void} page.empty there is no text
 * @param {(trace: Payload, request: Request) => void} page.ran
 * @param {(failure: Failure, request: Request) => void} page.failed
 * @param {(failure: Failure) => number} page.patience milliseconds before an error is one
 * @param {(reason: string | null) => void} page.away
 */
export function createRequests({ state, update }, page) {
  const { mapping, beforeAsking, empty, ran, failed, patience, away } = page;
  /** @type {Pick<State, "trace" | "step"> | null} where the reader stood before an error */
  let before = null;

  /** @type {ReturnType<typeof setTimeout> | undefined} an error that may be none */
  let doubted;

  const server = createServer({
    tags: () => state.trace?.tags,
    onAway: away,
    onError(failure, request) {
      clearTimeout(doubted);
      doubted = setTimeout(fail, patience(failure), failure, request);
    },
    onTrace(trace, request) {
      clearTimeout(doubted);
      if ((request.mode ?? null) !== askedMode(state)) return;
      // Groups were opened or closed meanwhile:
      if (!isSame(request.open, state.open ?? "auto")) return ask();
      const isOtherMode = (request.mode ?? null) !== (state.answered?.mode ?? null);
      const isFresh = isOtherMode || state.trace?.program !== trace.program;
      if (isFresh && request.program !== state.program) return;
      take(trace, request);
    },
  });

  /**
   * @param {Payload} trace
   * @param {Request} [request] none: what the server drew with the page
   */
  function take(trace, request = requestOf(state)) {
    const stays = state.trace?.partial && state.step === state.trace.steps.length - 1;
    const stood = stays && before ? { ...state, ...before } : state;
    update(changesOf(stood, trace, request, mapping));
    before = null;
    ran(trace, request);
  }

  /**
   * An error: the circuit before it takes the place of the last one that ran.
   * @param {Failure} failure
   * @param {Request} [request]
   */
  function fail(failure, request = requestOf(state)) {
    const { partial } = failure;
    const isOfMode = (request.mode ?? null) === askedMode(state);
    if (partial && isOfMode && request.program === state.program) {
      if (!state.trace?.partial) before = state.trace && { trace: state.trace, step: state.step };
      update(changesOf(state, partial, request, mapping));
    }
    failed(failure, request);
  }

  /** @param {{typing?: boolean}} [options] while typing, a pause is waited for */
  function ask(options) {
    clearTimeout(doubted);
    if (!state.program.trim()) return empty();
    beforeAsking();
    server.ask(requestOf(state), options);
  }

  return { ask, take, fail };
}
