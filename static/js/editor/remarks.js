// What there is to say of a trace or an error: the notices of the server, each with its choices, and
// what the page knows beside them. Pure.

import { ended } from "../lib/dom.js";
import { loopsIn } from "../state/loops.js";
import { seedsIn } from "../state/text-parts.js";

/**
 * @typedef {import("../lib/types.js").Notice} Notice
 * @typedef {import("../lib/types.js").Payload} Payload
 * @typedef {import("../lib/types.js").Failure} Failure
 * @typedef {import("./notice-kinds.js").Entry} Entry
 * @typedef {import("./notice-kinds.js").Choice} Choice
 *
 * @typedef {Object} Actions
 * @property {(name: string, other: string) => void} rename in the text
 * @property {(line: number, found: string, meant: string) => void} mend a part of a line
 * @property {(name: string) => void} call another definition
 * @property {(line: number, passes: "every" | null) => void} draw a loop
 * @property {() => void} redraw what is random
 */

const MOST_CALLERS = 3;
const MEANT = /[;,] did you mean [^?]*\?$/; // said again by the mend's button
const HERE = /, change (?:it|them) here(?=\.)/; // the inputs stand below

/**
 * @param {Notice} notice
 * @param {Actions} actions
 * @returns {Choice[]}
 */
function choicesOf({ kind, line, choices = [] }, { rename, mend, call, draw }) {
  const [name = "", near = ""] = choices;
  if (kind === "filled" && near) return [{ label: `Write ${near}`, run: () => rename(name, near) }];
  if (kind === "slip" && line && near)
    return [{ label: `Write ${near}`, run: () => mend(line, name, near) }];
  if (kind === "called")
    return choices.map((other) => ({ label: `Call ${other}`, run: () => call(other) }));
  if (kind === "loop" && line && choices.includes("every"))
    return [{ label: "Draw all passes", run: () => draw(line, "every") }];
  return [];
}

/**
 * @param {Notice} notice
 * @param {Actions} actions
 * @returns {Entry}
 */
function entryOf(notice, actions) {
  const { kind = "about", line } = notice;
  const message = notice.message.replace(HERE, "");
  const isSaid = message.includes(`line ${line}`);
  const choices = choicesOf(notice, actions);
  return { kind, message, choices, ...(line && !isSaid ? { lead: `Line ${line}:` } : {}) };
}

/** @param {string[]} names */
const all = (names) => (names.length > 4 ? [...names.slice(0, 3), "…"] : names).join(", ");

/**
 * What the text leaves to chance, and what it was drawn with.
 * @param {Payload} trace
 * @param {Readonly<import("../state/store.js").State>} state
 * @param {Actions} actions
 * @returns {Entry[]}
 */
function chance({ program, seed = null, input_details: details }, { mode, seed: kept }, actions) {
  const with_ = seed ?? kept;
  const names = Object.keys(details).filter((name) => details[name]?.random);
  if (seed === null && (!names.length || seedsIn(program))) return [];
  const what = names.length ? all(names) : "Values";
  const are = names.length === 1 ? "is" : "are";
  const drawn = with_ === null ? "drawn anew each time" : `drawn with seed ${with_}`;
  return [
    {
      kind: "random",
      message: `${what} ${are} random without a seed: ${drawn}.`,
      choices: mode === "check" ? [] : [{ label: "Redraw", run: actions.redraw }],
    },
  ];
}

/**
 * @param {Readonly<import("../state/store.js").State>} state
 * @param {Payload | null} trace
 * @param {Actions} actions
 * @returns {Entry[]}
 */
export function remarks(state, trace, actions) {
  // Loops that are drawn whole because the reader said so: there is a way back, come what may.
  const whole = Object.entries(loopsIn(state)).filter(([, passes]) => passes === "every");
  const loops = whole.map(([line]) => ({
    kind: "whole",
    message: `All passes of the loop on line ${line} are drawn.`,
    choices: [{ label: "Draw one pass", run: () => actions.draw(Number(line), null) }],
  }));
  if (!trace) return loops;
  const notices = [...(trace.warnings ?? []), ...(trace.notes ?? [])];
  const said = notices.map((notice) => entryOf(notice, actions));
  return [...loops, ...said, ...chance(trace, state, actions)];
}

/**
 * An error: what is wrong, where, and the way out.
 * @param {Failure} failure
 * @param {{mend: () => void, generate: () => void}} actions
 * @returns {Entry}
 */
export function errorOf({ message, line, hint, mend, outside, callers = [] }, actions) {
  const lines = [...new Set(callers)].slice(0, MOST_CALLERS);
  const from = lines.length ? ` (Called from line ${lines.join(", line ")}.)` : "";
  const advice = hint && !mend ? ` ${hint}` : "";
  const said = mend ? message.replace(MEANT, "") : message;
  return {
    kind: "error",
    ...(line ? { lead: `Line ${line}:` } : {}),
    message: advice || from ? `${ended(said)}${advice}${from}` : said,
    choices: [
      ...(outside ? [{ label: "Generate values", run: actions.generate }] : []),
      ...(mend ? [{ label: `Write ${mend}`, run: actions.mend }] : []),
    ],
  };
}

/**
 * What the picture shows beside an error.
 * @param {Failure} failure
 * @param {boolean} hasRun whether another program ran before
 * @returns {Entry[]}
 */
export function shownBeside({ partial, line, callers = [] }, hasRun) {
  if (!partial && !hasRun) return [];
  const last = (line ?? 0) - 1;
  const known = partial && !callers.length && last > 0;
  const before = last === 1 ? "line 1, which ran" : `lines 1 to ${last}, which ran`;
  const message = !partial
    ? "The picture shows the last program that ran."
    : `The picture ${known ? `shows ${before}` : "ends before the error"}.`;
  return [{ kind: "partial", message }];
}
