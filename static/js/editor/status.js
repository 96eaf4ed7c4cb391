// What is heard of the text: how large it is, what the picture shows of it, whether the server is there.

import { marksOf } from "../groups/tree.js";
import { byId } from "../lib/dom.js";

const ROUGH = "Laid out quickly: its wires may cross more than they need to.";

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

export function createStatus() {
  const line = byId("status");
  let counts = "";
  /** @type {string | null} in place of the counts */
  let instead = null;
  /** @type {string | null} */
  let away = null;

  function show() {
    line.textContent = away ?? instead ?? counts;
    line.toggleAttribute("data-counts", !away && !instead && counts !== "");
  }

  return {
    /** @param {import("../lib/types.js").Payload | null} trace none: there is no text */
    counted(trace) {
      counts = trace ? sizeOf(trace) : "";
      show();
    },

    /** @param {string | null} next said in place of the counts */
    say(next) {
      instead = next;
      show();
    },

    /** @param {string | null} reason the server does not answer; null: it does again */
    away(reason) {
      away = reason;
      show();
    },
  };
}
