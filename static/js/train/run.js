// One run of training as the server tells it: started, asked for while it goes on, and its series
// joined. What is shown of it is for others.
import { isGoing, isOpen } from "./words.js";

/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Train} Train */
/** @typedef {import("./types.js").Series} Series */
/** @typedef {"pause" | "resume" | "step" | "cancel"} Action */

const POLL = 250; // milliseconds between two questions
const HIDDEN = 2000; // the same while nobody looks
const AWAY = [1000, 2000, 4000, 8000]; // while the server does not answer
const MOST = 4000; // points of a series; past them the server is asked for all, thinned

/**
 * Later points behind earlier ones.
 * @template {number[]} Point
 * @param {Point[]} [one]
 * @param {Point[]} [other]
 * @returns {Point[]}
 */
function joined(one = [], other = []) {
  const last = one.at(-1)?.[0] ?? -1;
  return [...one, ...other.filter(([iteration = 0]) => iteration > last)];
}

/**
 * What is known of a run, with one more answer.
 * @param {Status | null} before
 * @param {Status} next whose series may begin behind those of before
 * @returns {Status}
 */
export function merged(before, next) {
  if (before?.id !== next.id) return next;
  const names = Object.keys({ ...before.parameters, ...next.parameters });
  const parameters = names.map((name) => {
    const [one, other] = [before.parameters?.[name], next.parameters?.[name]];
    const gradient = joined(one?.gradient, other?.gradient);
    return [name, { gradient, ratio: joined(one?.ratio, other?.ratio) }];
  });
  const last = before.histograms?.at(-1)?.iteration ?? -1;
  const later = (next.histograms ?? []).filter(({ iteration }) => iteration > last);
  return {
    ...before,
    ...next,
    loss: joined(before.loss, next.loss),
    right: joined(before.right, next.right),
    parameters: Object.fromEntries(parameters),
    histograms: [...(before.histograms ?? []), ...later],
  };
}

/**
 * @param {string} path
 * @param {object} [body] none: a question
 * @param {typeof fetch} [fetcher]
 * @returns {Promise<any>}
 * @throws {Problem} with the server's own words, where it refuses
 */
export async function call(path, body, fetcher = (...args) => fetch(...args)) {
  const headers = { "Content-Type": "application/json" };
  let response;
  let answer;
  try {
    response = await fetcher(
      path,
      body ? { method: "POST", headers, body: JSON.stringify(body) } : {},
    );
    answer = await response.json();
  } catch {
    throw new Problem("The server does not answer.", true);
  }
  if (response.ok) return answer;
  const busy = response.status === 429 || response.status === 503;
  throw new Problem(answer.error?.message ?? "The server is busy.", busy, answer.error);
}

/** Why something was not done; `passing` where asking again may help. */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {boolean} [passing]
   * @param {import("./types.js").Failure | null} [failure]
   */
  constructor(message, passing = false, failure = null) {
    super(message);
    this.passing = passing;
    this.failure = failure;
  }
}

/**
 * @param {Object} options
 * @param {(status: Status) => void} options.onStatus
 * @param {(problem: Problem) => void} options.onProblem
 * @param {typeof fetch} [options.fetcher]
 * @param {(run: () => void, milliseconds: number) => any} [options.later]
 * @param {() => boolean} [options.hidden]
 */
export function createRun({
  onStatus,
  onProblem,
  fetcher,
  later = setTimeout,
  hidden = () => document.hidden,
}) {
  /** @type {Status | null} */
  let status = null;
  let turn = 0; // answers to earlier turns are dropped
  let failures = 0;
  /** @type {object | null} settings that are asked for next */
  let wanted = null;
  let isChanging = false;

  /** @param {Status} next */
  function take(next) {
    failures = 0;
    status = merged(status, next);
    onStatus(status);
  }

  /** @param {number} mine @param {number} wait */
  function again(mine, wait) {
    later(() => mine === turn && ask(mine), wait);
  }

  /** @param {number} mine @param {boolean} [patient] answered once there is news */
  async function ask(mine, patient = false) {
    if (!status) return;
    const whole = (status.loss?.length ?? 0) > MOST;
    const after = whole ? -1 : (status.checkpoint ?? status.loss?.at(-1)?.[0] ?? -1);
    try {
      const wait = patient ? "&wait=1" : "";
      const path = `/api/train/${status.id}?after=${after}${wait}`;
      const next = await call(path, undefined, fetcher);
      if (mine !== turn) return;
      if (whole) status = null;
      take(next);
      if (isGoing(status)) again(mine, hidden() ? HIDDEN : POLL);
    } catch (problem) {
      if (mine === turn) failed(mine, problem);
    }
  }

  /** @param {number} mine @param {unknown} thrown */
  function failed(mine, thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    onProblem(thrown);
    if (thrown.passing) again(mine, AWAY[Math.min(failures++, AWAY.length - 1)] ?? 8000);
  }

  /**
   * Does one thing and asks from there on.
   * @param {() => Promise<Status>} deed
   * @param {boolean} [keen] does it again where the server is only busy
   */
  async function enter(deed, keen = false) {
    const mine = ++turn;
    try {
      const next = await deed();
      if (mine !== turn) return;
      take(next);
      ask(mine, isGoing(next)); // its first iteration is not waited for by the clock
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      if (mine !== turn) return;
      onProblem(thrown);
      if (keen && thrown.passing) later(() => mine === turn && enter(deed, true), AWAY[1] ?? 2000);
    }
  }

  return {
    status: () => status,

    /**
     * @param {object} body what to train
     * @param {boolean} [once] it pauses after its first iteration
     */
    start: (body, once = false) => {
      if (isOpen(status))
        call(`/api/train/${status?.id}`, { action: "cancel" }, fetcher).catch(() => {});
      status = null;
      return enter(() => call(`/api/train${once ? "?until=1" : ""}`, body, fetcher));
    },

    /** @param {string} id of a run that there was before this page */
    attach: (id) => {
      status = null;
      return enter(() => call(`/api/train/${id}?after=-1`, undefined, fetcher), true);
    },

    /** @param {Action} action */
    act: async (action) => {
      if (status) await enter(() => call(`/api/train/${status?.id}`, { action }, fetcher));
    },

    /**
     * The run goes on with other settings: one question at a time, the latest wins.
     * @param {Pick<import("./types.js").Train, "optimizer" | "settings" | "batch">} settings
     */
    change: async (settings) => {
      const { id } = status ?? {};
      wanted = settings;
      if (isChanging) return;
      isChanging = true;
      while (wanted && id === status?.id) {
        const next = wanted;
        wanted = null;
        await enter(() => call(`/api/train/${id}/settings`, next, fetcher));
      }
      wanted = null;
      isChanging = false;
    },

    /** Lets go of the run; on the server it is left as it is. */
    leave() {
      turn += 1;
      status = null;
    },
  };
}
