// "This program trains itself": a loop with its own updates in the text, offered as a run.
import { rowsIn } from "../state/values.js";
import { call, Problem } from "./run.js";
import { count, mayTrain } from "./words.js";

/** @typedef {import("./types.js").Recognised} Recognised */

/** @typedef {NonNullable<import("../lib/types.js").Payload["training"]>} Training */

/**
 * A loop that trains by a rule of its own: the same parameters can be trained by one of ours.
 * @param {Training} training
 * @param {string} program
 * @returns {Recognised}
 */
function asFound({ line, iterations, parameters, loss }, program) {
  const many = iterations === null ? "" : `, ${count(iterations)} iterations`;
  return {
    ...{ program, output: loss, parameters, optimizer: "sgd", settings: {} },
    iterations: iterations ?? 100,
    sentence: `The loop on line ${line} trains ${parameters.join(", ")}${many}.`,
  };
}

/** @typedef {{kind: string, message: string, choices: {label: string, run: () => void}[]}} Offer */

/**
 * @param {(found: Recognised) => void} onAccept
 * @param {(offer: Offer | null) => void} tell says it among the notices; null: there is none
 */
export function createOffer(onAccept, tell) {
  /** @param {Recognised | null} found */
  function show(found) {
    if (!found) return tell(null);
    const choices = [{ label: "Train", run: () => onAccept(found) }];
    tell({ kind: "training", message: found.sentence, choices });
  }
  let last = ""; // the text that was asked about

  return {
    show,

    /**
     * Asks how a text trains, where it does or looks like it.
     * @param {Readonly<import("../state/store.js").State>} state
     * @param {Training | null} [training] that was found in it
     */
    async look(state, training = null) {
      const { program } = state;
      if (program === last) return;
      last = program;
      show(null);
      if (!training && !mayTrain(program)) return;
      try {
        const { inputs, output, generate } = rowsIn(state);
        const body = { program, inputs, output, fill: true, generate };
        const { recognised } = await call("/api/train/plan", body);
        if (program === last) show(recognised ?? (training && asFound(training, program)));
      } catch (thrown) {
        if (!(thrown instanceof Problem)) throw thrown; // no offer, then
      }
    },
  };
}
