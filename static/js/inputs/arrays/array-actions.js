// What the reader does to array inputs, from the inputs panel and the editor.

import { inputsIn } from "../../state/values.js";
import { createArrayEditor } from "./editor.js";
import { isGenerated, newSeed } from "./generate.js";

/** @typedef {import("../../lib/types.js").Payload} Payload */
/** @typedef {import("../../lib/types.js").Failure} Failure */
/** @typedef {import("../../lib/types.js").Value} Value */

/**
 * @param {import("../../state/store.js").State} state
 * @param {Object} options
 * @param {(name: string, value: Value) => void} options.onChange
 * @param {(node: string, part: "value" | "grad") => void} options.open
 * @param {(node: string) => Promise<import("../../lib/types.js").WholeArray>} options.fetchArray
 */
export function createArrayActions(state, { onChange, open, fetchArray }) {
  const editor = createArrayEditor({
    onChange,
    onDraw: (name) => onChange(name, { generate: "redraw", seed: newSeed() }),
    onWhole: (name) => whole(name, "value"),
  });

  /** @param {string} name @param {"value" | "grad"} part */
  const whole = (name, part) => open(detailOf(name)?.node ?? "", part);
  const detailOf = (/** @type {string} */ name) => state.trace?.input_details[name];

  /**
   * An input's value in full, even where the payload has only a summary of it.
   * @param {string} name
   */
  async function wholeValue(name) {
    const value = state.trace?.inputs[name];
    if (value === undefined || !isSummary(value)) return value ?? null;
    try {
      return (await fetchArray(detailOf(name)?.node ?? "")).value;
    } catch {
      return null;
    }
  }

  return {
    editor,

    /** @type {import("./row.js").Actions} */
    actions: {
      async edit(name) {
        const set = inputsIn(state)[name];
        const shape = detailOf(name)?.shape ?? [];
        const value = await wholeValue(name);
        const random = Boolean(detailOf(name)?.random);
        editor.open(name, { value, shape, random, made: isGenerated(set) ? set : null });
      },
      open: whole,
    },

    /** @param {Payload} trace the dialog that is open shows the values that came back */
    ran(trace) {
      const value = trace.inputs[editor.editing() ?? ""];
      if (value !== undefined && !isSummary(value)) editor.refresh(value);
    },

    /** @param {Failure} failure said in the dialog too, where it hides the program */
    failed(failure) {
      if (editor.editing()) editor.say(failure.message);
    },
  };
}

/**
 * Whether the payload has a summary where the array would be too long.
 * @param {unknown} value
 * @returns {value is {head: unknown}}
 */
function isSummary(value) {
  return typeof value === "object" && value !== null && "head" in value;
}
