// What could be trained: the server is asked once for each text and the shapes of its inputs.

import { rowsIn } from "../state/values.js";
import { call, Problem } from "./run.js";
import { isRows } from "./table.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {"program" | "scalar"} Missing why there is nothing to train */

/**
 * @param {Object} options
 * @param {(plan: Plan, names: string[]) => void} options.onPlan with the names of the inputs
 * @param {(found: Plan["recognised"]) => void} options.onOffer
 */
export function createPlanner({ onPlan, onOffer }) {
  let planned = ""; // what the last plan is of
  /** @type {Missing | null} */
  let missing = null;

  /**
   * @param {string} key what a plan is of
   * @param {Readonly<import("../state/store.js").State>} state
   * @param {string[]} names
   */
  async function ask(key, state, names) {
    const { program, seed } = state;
    if (key === planned) return;
    planned = key;
    const { inputs, output, generate } = rowsIn(state);
    const chance = seed === null ? {} : { seed };
    const body = { program, inputs, output, fill: true, generate, ...chance };
    try {
      /** @type {Plan} */
      const plan = await call("/api/train/plan", body);
      if (key !== planned) return;
      onOffer(plan.recognised);
      onPlan(plan, names);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      if (thrown.passing && key === planned) planned = ""; // the next answer asks again
    }
  }

  return {
    /** Why there is nothing to train. */
    missing: () => missing,

    /** What was planned is for another page. */
    forget() {
      planned = "";
    },

    /**
     * @param {Payload} trace
     * @param {Readonly<import("../state/store.js").State>} state
     */
    ran(trace, state) {
      // Numbers that only set sizes can be neither learned nor drawn by rows.
      const details = Object.entries(trace.input_details).filter(([, each]) => isRows(each));
      const shape = trace.nodes.find(({ id }) => id === trace.names[trace.output])?.shape ?? [];
      missing = shape.some((size) => size !== 1) ? "scalar" : null;
      const shapes = details.map(([name, detail]) => [name, detail.shape]);
      const key = JSON.stringify([trace.program, trace.output, shapes]);
      const order = Object.keys(trace.inputs);
      const names = details.map(([name]) => name);
      names.sort((one, other) => order.indexOf(one) - order.indexOf(other));
      ask(key, state, names);
    },

    /**
     * The text does not run as it stands: it may hold a loop that trains all the same.
     * @param {import("../lib/types.js").Failure} failure
     * @param {Readonly<import("../state/store.js").State>} state
     */
    failed(failure, state) {
      missing = "program";
      ask(JSON.stringify([state.program, failure.message]), state, failure.missing ?? []);
    },
  };
}
