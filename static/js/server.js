// One request in flight; the latest wins; an answer to a text that has changed is dropped.

/** @typedef {import("./types.js").Request} Request */
/** @typedef {import("./types.js").Payload} Payload */
/** @typedef {import("./types.js").Failure} Failure */

const TYPING = 150; // milliseconds without a key before the text is sent
const RETRIES = [1000, 2000, 4000, 8000];

/**
 * @param {Object} options
 * @param {(payload: Payload, request: Request) => void} options.onTrace
 * @param {(failure: Failure, request: Request) => void} options.onError
 * @param {(reason: string | null) => void} options.onAway null: the server is back
 * @param {typeof fetch} [options.fetcher]
 */
export function createServer({ onTrace, onError, onAway, fetcher = (...args) => fetch(...args) }) {
  /** @type {Request | null} */
  let next = null;
  let busy = false;
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {number} milliseconds */
  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  }

  async function run() {
    clearTimeout(timer);
    if (busy || !next) return;
    const request = next;
    next = null;
    busy = true;
    try {
      const response = await fetcher("/api/trace", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(request),
      });
      const answer = await response.json();
      answered(request, response, answer);
    } catch {
      retry(request, "The server does not answer. Stepping still works.");
    } finally {
      busy = false;
      if (next && failures === 0) run();
    }
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
    if (failures) onAway(null);
    failures = 0;
    const stale = next !== null && next.program !== request.program;
    if (stale) return;
    if (response.ok) onTrace(answer, request);
    else onError(answer.error, request);
  }

  /**
   * @param {Request} request
   * @param {string} reason
   * @param {number} [wait]
   */
  function retry(request, reason, wait) {
    next ??= request;
    onAway(reason);
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
