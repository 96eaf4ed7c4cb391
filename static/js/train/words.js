// What training says in words and short numbers. Pure.
import { ended, minus } from "../lib/dom.js";
import { formatNumber } from "../lib/format-number.js";

/** @typedef {import("./types.js").Status} Status */

/** @param {number} value a whole number, its thousands apart */
export const count = (value) => value.toLocaleString("en-US");

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 1) return "less than 1 s";
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return minutes < 60 ? `${minutes} min ${rest} s` : `${(minutes / 60).toFixed(1)} h`;
}

/** @param {Status | null} status whether it goes on by itself */
export const isGoing = (status) => status?.state === "running" || status?.state === "queued";

/** @param {Status | null} status whether it could go on */
export const isOpen = (status) => isGoing(status) || status?.state === "paused";

/**
 * How fast a run is and how long it takes; else how it ended.
 * @param {Status | null} status
 */
export function pace(status) {
  if (!status) return "";
  const { state, rate, left, iteration } = status;
  if (state === "running" && rate && left !== null)
    return `${rate < 1000 ? formatNumber(rate) : count(Math.round(rate))} a second, ${duration(left)} left`;
  const words = {
    queued: "waiting for its turn",
    running: "starting",
    paused: `paused at ${count(iteration)}`,
    done: "done",
    cancelled: `cancelled at ${count(iteration)}`,
    failed: "failed",
    stopped: `stopped at ${count(iteration)}`,
  };
  return words[state];
}

/**
 * What is said aloud when a run begins, pauses or ends.
 * @param {Status | null} status
 */
export function announcement(status) {
  if (!status) return "";
  const { state, iteration, iterations, reason, error } = status;
  const at = `at iteration ${count(iteration)}`;
  const words = {
    queued: "Training waits for its turn.",
    running: "Training runs.",
    paused: `Training is paused ${at}.`,
    done: `Training is done: ${count(iterations)} iterations.`,
    cancelled: `Training is cancelled ${at}.`,
    failed: "Training failed.",
    stopped: `Training stopped ${at}.`,
  };
  return [words[state], problemOf({ reason, error })].filter(Boolean).join(" ");
}

/**
 * Why a run did not come to its end.
 * @param {Pick<Status, "reason" | "error">} status
 */
export function problemOf({ reason, error }) {
  if (!error) return minus(reason ? ended(reason) : "");
  const place = error.line ? `Line ${error.line}: ` : "";
  return minus(`${place}${ended(error.message)} ${error.hint ?? ""}`.trim());
}

/**
 * "iteration 120 of 2,000"
 * @param {number} at
 * @param {number} of
 */
export const place = (at, of) => `iteration ${count(at)} of ${count(of)}`;

/** A line of a loop's body that changes a name: w -= …, w = w - … */
const UPDATE = /^[ \t]+([\p{L}_][\p{L}\p{N}_]*)[ \t]*([-+]=|=[ \t]*\1\b)/mu;

/**
 * Whether a text may hold a loop with its own updates, so that it is worth asking about.
 * @param {string} program
 */
export const mayTrain = (program) => /^[ \t]*for\b/m.test(program) && UPDATE.test(program);
