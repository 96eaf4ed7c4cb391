// What a run is of, and which run this tab saw last.

/** @typedef {import("./types.js").Run} Run */

const KEY = "backflow.run";

/**
 * The same text for the same data, in whatever order its names stand.
 * @param {unknown} data
 * @returns {string}
 */
export function same(data) {
  if (Array.isArray(data)) return `[${data.map(same).join()}]`;
  if (data === null || typeof data !== "object") return JSON.stringify(data ?? null);
  const entries = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${same(value)}`).join()}}`;
}

/**
 * A short mark of a text: enough to know it again.
 * @param {string} text
 */
export function mark(text) {
  let hash = 5381;
  for (let at = 0; at < text.length; at += 1) hash = ((hash * 33) ^ text.charCodeAt(at)) >>> 0;
  return `${text.length}.${hash.toString(36)}`;
}

/** @typedef {Run & {live: boolean}} Kept and whether the view followed it */

/**
 * @param {Kept | null} run null: there is none any more
 * @param {string} subject what it is of
 */
export function keepRun(run, subject) {
  try {
    if (run) sessionStorage.setItem(KEY, JSON.stringify({ run, subject: mark(subject) }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // The link still has it.
  }
}

/**
 * @param {string} subject
 * @returns {Kept | null} the run of it that this tab saw last
 */
export function keptRun(subject) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept?.subject === mark(subject) ? kept.run : null;
  } catch {
    return null;
  }
}
