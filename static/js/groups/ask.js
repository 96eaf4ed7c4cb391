// Asking for what changes in a picture when groups are opened, and for places in a program. The
// latest question wins: an older one is given up.
import { shortQueryOf } from "../state/address.js";
import { PAGE } from "../state/server.js";

/** @typedef {import("../lib/types.js").Request} Request */

const LONGEST = 30_000; // characters of a link; arrays that were typed in make longer ones

/** @param {typeof fetch} [fetcher] */
export function createAsking(fetcher = (...args) => fetch(...args)) {
  /** @type {AbortController | null} */
  let asking = null;

  /**
   * @param {Request} request
   * @param {boolean} current
   * @param {AbortSignal} signal
   */
  async function send(request, current, signal) {
    const { find, window } = request;
    const query = await shortQueryOf({ ...request, step: null }, { find, window });
    /** @type {Record<string, string>} */
    const page = current ? { "X-Backflow-Page": PAGE } : {};
    if (query.length <= LONGEST || request.find) {
      return fetcher(`/api/trace/part${query}`, { headers: page, signal });
    }
    const headers = { "Content-Type": "application/json", ...page };
    const body = JSON.stringify(request);
    return fetcher("/api/trace", { method: "POST", headers, body, signal });
  }

  return {
    /**
     * The answer; null where a later question was asked meanwhile.
     * @param {Request} request
     * @param {boolean} [current] false: a newer text is at work, which this must not stop
     * @returns {Promise<any>}
     */
    async ask(request, current = true) {
      asking?.abort();
      const mine = new AbortController();
      asking = mine;
      let response;
      let answer;
      try {
        response = await send(request, current, mine.signal);
        answer = await response.json();
      } catch {
        if (mine.signal.aborted) return null;
        throw new Error("The server does not answer.");
      } finally {
        if (asking === mine) asking = null;
      }
      if (mine.signal.aborted) return null;
      if (!response.ok) throw new Error(answer.error?.message ?? "The server is busy.");
      return answer;
    },

    cancel() {
      asking?.abort();
      asking = null;
    },
  };
}
