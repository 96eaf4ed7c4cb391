// "This program trains itself": a loop with its own updates in the text, offered as a run.
import { byId, html, minus } from "../lib/dom.js";
import { pressed } from "../lib/parts.js";
import { inputsIn } from "../state/values.js";
import { call, Problem } from "./run.js";
import { mayTrain } from "./words.js";

/** @typedef {import("./types.js").Recognised} Recognised */

/** @param {(found: Recognised) => void} onAccept */
export function createOffer(onAccept) {
  const box = byId("train-offer");

  /** @param {Recognised | null} found */
  function show(found) {
    box.hidden = !found;
    if (!found) return box.replaceChildren();
    const button = pressed("Train it here", () => onAccept(found));
    box.replaceChildren(html("p", {}, minus(found.sentence)), button);
  }
  let last = ""; // the text that was asked about

  return {
    show,

    /**
     * Asks whether a text trains, where it looks like it.
     * @param {Readonly<import("../state/store.js").State>} state
     */
    async look(state) {
      const { program, output } = state;
      if (program === last) return;
      last = program;
      show(null);
      if (!mayTrain(program)) return;
      try {
        const body = { program, inputs: inputsIn(state), output };
        const { recognised } = await call("/api/train/plan", body);
        if (program === last) show(recognised);
      } catch (thrown) {
        if (!(thrown instanceof Problem)) throw thrown; // no offer, then
      }
    },
  };
}
