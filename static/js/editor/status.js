// What the page says about the text: an error inside the editor's box, counts, warnings.

import { marksOf } from "../groups/tree.js";
import { byId, ended, html, minus } from "../lib/dom.js";
import { arrayShape, isArray } from "../lib/matrix.js";

/** @typedef {import("../lib/types.js").Failure} Failure */

const MOST_CALLERS = 3;
const ROOM = { rows: 2, characters: 20 }; // of a matrix in the error box

/**
 * How far an evaluation went before it failed.
 * @param {import("../lib/types.js").Payload} partial
 */
function progress({ steps, nodes }) {
  const count = steps.length;
  const last = steps.at(-1);
  const node = nodes.find(({ id }) => id === last?.node);
  const value = last?.text.value;
  const label = node?.name ?? node?.label ?? "";
  const gates = count === 1 ? "One gate before it was" : `${count} gates before it were`;
  const shown = isArray(value)
    ? html("span", { class: "in-table" }, arrayShape(value, ROOM))
    : minus(value);
  return [html("span", { class: "progress" }, `${gates} computed, last ${label} = `, shown)];
}

/**
 * Where the calls are in which an evaluation failed, innermost first.
 * @param {number[]} [callers] lines
 */
function calledFrom(callers = []) {
  const lines = [...new Set(callers)].slice(0, MOST_CALLERS);
  return lines.length ? ` (Called from line ${lines.join(", line ")}.)` : "";
}

/**
 * How large a program is, and how much of it is shown.
 * @param {import("../lib/types.js").Payload} trace
 */
function sizeOf({ stats, nodes, marks: drawn, parts = [], rough = false }) {
  const plural = (/** @type {number} */ count, /** @type {string} */ word) =>
    `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  const size = `${plural(stats.gates, "gate")}, ${plural(stats.inputs, "input")}`;
  const marks = plural(marksOf({ nodes, marks: drawn }), "mark");
  const closed = parts.some(({ open }) => !open);
  const shown = closed ? ` · shown as ${marks}. Open groups to see more.` : "";
  return `${size}${shown}${rough ? `${shown ? "" : "."} ${ROUGH}` : ""}`;
}

const ROUGH = "Laid out quickly: its wires may cross more than they need to.";

/**
 * @param {Object} options
 * @param {(failure: Failure) => void} options.onMend puts the mend into the text
 * @param {() => void} options.onGenerate gives values to what is read from outside
 * @param {() => void} options.onFresh leaves the text of last time
 */
export function createStatus({ onMend, onGenerate, onFresh }) {
  const error = byId("error");
  const line = byId("status");
  let counts = "";
  let shown = false;
  let restored = false;
  /** @type {string | null} */
  let away = null;
  /** @type {Failure | null} */
  let failure = null;

  function showLine() {
    const old = shown ? "The picture shows the last program that ran" : counts;
    const kept = failure?.partial ? "The picture ends before the error" : old;
    line.textContent =
      away ?? (restored ? "Your text from last time, not run yet." : failure ? kept : counts);
    if (!away && restored) line.append(" ", button("link-button", ["Start fresh"], onFresh));
  }

  /** @param {HTMLElement} said */
  function say(said) {
    error.replaceChildren(said);
    error.hidden = false;
    error.dataset.error = "";
    if (said.scrollHeight > said.clientHeight) said.tabIndex = 0; // a long one is scrolled by keys
    document.body.classList.add("has-error");
  }

  function hush() {
    error.hidden = true;
    delete error.dataset.error;
    document.body.classList.remove("has-error");
  }

  return {
    /** @param {import("../lib/types.js").Payload} trace of which another part is shown */
    counted(trace) {
      counts = sizeOf(trace);
      showLine();
    },

    /** @param {import("../lib/types.js").Payload} payload */
    ran(payload) {
      counts = sizeOf(payload);
      failure = null;
      restored = false;
      shown = true;
      hush();
      error.replaceChildren();
      showLine();
    },

    /**
     * @param {Failure} next
     * @param {string} wrong the text at its place
     */
    failed(next, wrong) {
      failure = next;
      const place = next.line ? `Line ${next.line}: ` : "";
      const advice = next.hint && !next.mend ? ` ${next.hint}` : "";
      const hint = `${advice}${calledFrom(next.callers)}`;
      const message = hint ? ended(next.message) : next.message;
      const [before = "", ...after] = wrong ? message.split(wrong) : [message];
      const quoted = after.length ? [html("code", {}, wrong), after.join(wrong)] : [];
      const said = html("p", {}, `${place}${before}`, ...quoted, hint);
      if (next.partial?.steps.length) said.append(" ", ...progress(next.partial));
      say(said);
      const { mend, outside } = next;
      const write = () => onMend(next);
      if (outside) error.append(button("button outlined", ["Generate values"], onGenerate));
      if (mend) error.append(button("button outlined", ["Write ", html("code", {}, mend)], write));
      showLine();
    },

    /** @param {string} problem that is none of the text's: a file that is no program */
    refused: (problem) => say(html("p", {}, problem)),

    /** Nothing was typed: nothing is wrong. */
    empty() {
      failure = null;
      counts = "";
      hush();
      showLine();
    },

    /** The text on the screen was typed in an earlier visit. */
    restored() {
      restored = true;
      showLine();
    },

    /** @param {string | null} reason the server does not answer; null: it does again */
    away(reason) {
      away = reason;
      showLine();
    },
  };

  /**
   * @param {string} look
   * @param {(Node | string)[]} label
   * @param {() => void} run
   */
  function button(look, label, run) {
    const element = html("button", { type: "button", class: look }, ...label);
    element.addEventListener("click", run);
    return element;
  }
}
