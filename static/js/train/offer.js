// "This program trains itself": a loop with its own updates in the text, offered as a run.
import { byId, html, minus } from "../lib/dom.js";
import { given } from "../state/values.js";
import { pressed } from "../views/parts.js";
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
  let asked = "";

  return {
    show,

    /**
     * Asks whether a text trains, where it looks like it.
     * @param {import("../main.js").State} state
     */
    async look({ program, inputs, output, trace }) {
      if (program === asked) return;
      asked = program;
      show(null);
      if (!mayTrain(program)) return;
      try {
        const body = { program, inputs: given(program, inputs, trace), output };
        const { recognised } = await call("/api/train/plan", body);
        if (program === asked) show(recognised);
      } catch (thrown) {
        if (!(thrown instanceof Problem)) throw thrown; // no offer, then
      }
    },
  };
}
