// What the reader does to inputs: values set in the panel, arrays edited, random ones drawn anew.

import { withMoreValues } from "../state/values.js";
import { createArrayActions } from "./arrays/array-actions.js";
import { createInputs } from "./inputs.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("../lib/types.js").Value} Value */

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {() => void} page.pause
 * @param {() => void} page.ask
 * @param {(node: string, part: "value" | "grad") => void} page.openArray
 * @param {(node: string) => Promise<import("../lib/types.js").WholeArray>} page.fetchArray
 */
export function createPanel(store, { pause, ask, openArray, fetchArray }) {
  const { state, update } = store;

  /** @param {Record<string, Value>} values */
  function set(values) {
    update(withMoreValues(state, values));
    ask();
  }
  const change = (/** @type {string} */ name, /** @type {Value} */ value) => {
    pause();
    set({ [name]: value });
  };
  const arrays = createArrayActions(state, { onChange: change, open: openArray, fetchArray });
  const inputs = createInputs(change, arrays.actions);

  return {
    set,
    show: inputs.show,
    waits: inputs.waits,
    section: inputs.section,

    /** @param {Payload} trace */
    ran(trace) {
      inputs.load(trace);
      arrays.ran(trace);
    },

    /** There is no text. */
    empty: () => inputs.load({ nodes: [], inputs: {}, input_details: {} }),

    /** @param {Failure} failure */
    failed(failure) {
      arrays.failed(failure);
      if (failure.partial && failure.partial === state.trace) inputs.load(failure.partial);
    },
  };
}
