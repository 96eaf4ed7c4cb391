// Asking for what the server works out: one request in flight, the latest wins, none twice.

const AGAIN = 400; // milliseconds between two requests of a run that goes on
const BUSY = "The server does not answer; the plot is of before.";

/**
 * @param {() => void} onAnswer the content or the failure is another
 * @param {typeof fetch} [fetcher]
 */
export function createAsking(onAnswer, fetcher = (...args) => fetch(...args)) {
  /** @type {{path: string, body: string} | null} */
  let next = null;
  let busy = false;
  let [key, about] = ["", ""];
  /** @type {any} */
  let content = null;
  /** @type {string | null} */
  let failure = null;

  async function run() {
    if (busy || !next) return;
    const { path, body } = next;
    next = null;
    busy = true;
    try {
      const headers = { "Content-Type": "application/json" };
      const response = await fetcher(path, { method: "POST", headers, body });
      const answer = await response.json();
      const wanted = !next || about === path;
      if (wanted) {
        failure = response.ok ? null : (sentenceOf(answer.error) ?? BUSY);
        if (response.ok) content = answer;
        else if (response.status < 429) content = null;
      }
    } catch {
      failure = BUSY;
    }
    onAnswer();
    setTimeout(() => {
      busy = false;
      run();
    }, AGAIN);
  }

  return {
    /**
     * @param {string} path
     * @param {object} request
     * @param {object} [also] what else the answer depends on: asked again where it changes
     */
    ask(path, request, also = {}) {
      const body = JSON.stringify(request);
      const now = JSON.stringify([path, body, also]);
      if (now === key) return;
      if (about !== path) [content, failure] = [null, null];
      [key, about] = [now, path];
      next = { path, body };
      run();
    },
    /** What came last, of the plot that is asked for. */
    answer: () => ({ content, failure }),
    forget() {
      [key, content, failure, next] = ["", null, null, null];
    },
  };
}

/** @param {{message?: string, hint?: string | null} | undefined} error */
const sentenceOf = (error) =>
  error?.message ? [error.message, error.hint].filter(Boolean).join(" ") : null;
