// What the section says in words: what went wrong, what is missing, what has changed since a run.
import { byId, ended, minus } from "../lib/dom.js";
import { problemOf } from "./words.js";

/** @typedef {import("./types.js").Status} Status */

/** @type {Record<string, string>} */
const MISSING = {
  program: "There is nothing to train until the program runs.",
  scalar: "Training needs an output that is one number, a loss. Choose another output.",
  parameters: "Nothing is to be trained yet: mark an input as parameter.",
};
const CHANGED =
  "The program or its values have changed since this run. The plots are those of before; " +
  "Run begins anew.";
const OTHER = "The settings have changed since this run: Run begins anew with them.";

export function createMessages() {
  const problem = byId("train-problem");
  const note = byId("train-note");
  let refused = "";
  let stopped = ""; // why the run did

  /** @param {HTMLElement} box @param {string} text */
  function put(box, text) {
    if (box.textContent !== text) box.textContent = text;
    box.hidden = !text;
  }
  const showProblem = () => put(problem, refused || stopped);

  return {
    /**
     * @param {string} message why something was not done; "" where it was
     * @param {import("../lib/types.js").Failure | null} [failure]
     */
    refuse(message, failure = null) {
      const place = failure?.line ? `Line ${failure.line}: ` : "";
      const words = message ? `${place}${ended(message)} ${failure?.hint ?? ""}`.trim() : "";
      refused = minus(words);
      showProblem();
    },

    /**
     * @param {Object} scene
     * @param {Status | null} scene.status of the last run
     * @param {boolean} scene.attached whether it is of what stands on the page
     * @param {boolean} scene.stale whether it was run with other settings
     * @param {string | null} scene.missing
     */
    show({ status, attached, stale, missing }) {
      stopped = status && attached ? problemOf(status) : "";
      showProblem();
      const changed = status && !attached ? CHANGED : stale ? OTHER : "";
      put(note, missing ? (MISSING[missing] ?? "") : changed);
      document.body.classList.toggle("stale-run", Boolean(status && !attached));
    },
  };
}
