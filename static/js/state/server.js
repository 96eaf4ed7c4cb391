// One request in flight; the latest wins; an answer to a text that has changed is dropped.

/** @typedef {import("../lib/types.js").Request} Request */
/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */

const TYPING = 150; // milliseconds without a key before the text is sent
const PATIENCE = 300; // milliseconds that work on an older text may take before it is given up
const SLOW = 1500; // milliseconds after which the page says that it waits
const RETRIES = [1000, 2000, 4000, 8000];

/** By this the server knows which work a newer text of the same page makes useless. */
export const PAGE = [...crypto.getRandomValues(new Uint32Array(4))]
  .map((part) => part.toString(36))
  .join("");

/**
 * The whole value and gradient of one array.
 * @param {Request} request
 * @param {string} node
 * @param {typeof fetch} [fetcher]
 * @returns {Promise<import("../lib/types.js").WholeArray>}
 */
export async function fetchArray(request, node, fetcher = (...args) => fetch(...args)) {
  let response;
  let answer;
  try {
    response = await post(fetcher, "/api/array", { ...request, node });
    answer = await response.json();
  } catch {
    throw new Error("The server does not answer. Stepping still works.");
  }
  if (!response.ok) throw new Error(answer.error?.message ?? "The server is busy.");
  return answer;
}

/**
 * An error, with the circuit before it where there is one.
 * @param {{error: Failure} & Partial<Payload>} answer
 * @returns {Failure}
 */
function failureOf({ error, ...before }) {
  if (!before.svg) return error;
  const { line } = error;
  return { ...error, partial: /** @type {Payload} */ ({ ...before, partial: true, stops: line }) };
}

/**
 * @param {typeof fetch} fetcher
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
function post(fetcher, path, body, signal) {
  return fetcher(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Backflow-Page": PAGE },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

/**
 * @param {Object} options
 * @param {(payload: Payload, request: Request) => void} options.onTrace
 * @param {(failure: Failure, request: Request) => void} options.onError
 * @param {(reason: string | null) => void} options.onAway why the page waits; null: it does no more
 * @param {() => string | undefined} [options.tags] of the picture that there is: the next one goes on
 *   with them
 * @param {typeof fetch} [options.fetcher]
 */
export function createServer({
  onTrace,
  onError,
  onAway,
  tags,
  fetcher = (...args) => fetch(...args),
}) {
  /** @type {Request | null} */
  let next = null;
  /** @type {{request: Request, since: number, controller: AbortController} | null} */
  let busy = null;
  let failures = 0;
  let waits = false; // and the page has been told
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {number} milliseconds */
  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  }

  /** @param {string | null} reason */
  function tell(reason) {
    if (reason !== null || waits) onAway(reason);
    waits = reason !== null;
  }

  async function run() {
    clearTimeout(timer);
    if (busy) return giveUp();
    if (!next) return;
    const request = next;
    next = null;
    const controller = new AbortController();
    busy = { request, since: Date.now(), controller };
    const slow = setTimeout(tell, SLOW, "The server is still at work. Stepping goes on meanwhile.");
    try {
      const body = { ...request, tags: tags?.() };
      const response = await post(fetcher, "/api/trace", body, controller.signal);
      const answer = await response.json();
      answered(request, response, answer);
    } catch {
      const givenUp = controller.signal.aborted;
      if (!givenUp) retry(request, "The server does not answer. Stepping still works.");
    } finally {
      clearTimeout(slow);
      busy = null;
      if (next && failures === 0) run();
    }
  }

  /** Work on an older text stops when the newer one has waited long enough for it. */
  function giveUp() {
    if (!busy || !next || next.program === busy.request.program) return;
    const left = busy.since + PATIENCE - Date.now();
    if (left <= 0) busy.controller.abort();
    else later(left);
  }

  /**
   * @param {Request} request
   * @param {Response} response
   * @param {any} answer
   */
  function answered(request, response, answer) {
    if (
      response.status === 429 ||
      (response.status === 503 && response.headers.has("Retry-After"))
    ) {
      const wait = Number(response.headers.get("Retry-After")) || 1;
      retry(request, "The server is busy. Stepping still works.", wait * 1000);
      return;
    }
    tell(null);
    failures = 0;
    const stale = next !== null && next.program !== request.program;
    if (stale) return;
    if (response.ok) onTrace(answer, request);
    else onError(failureOf(answer), request);
  }

  /**
   * @param {Request} request
   * @param {string} reason
   * @param {number} [wait]
   */
  function retry(request, reason, wait) {
    next ??= request;
    tell(reason);
    later(wait ?? RETRIES[Math.min(failures, RETRIES.length - 1)] ?? 8000);
    failures += 1;
  }

  return {
    /**
     * @param {Request} request
     * @param {{typing?: boolean}} [options] while typing, wait for a pause
     */
    ask(request, { typing = false } = {}) {
      next = request;
      if (typing) later(TYPING);
      else run();
    },
  };
}
