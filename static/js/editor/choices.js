// Which output, how numbers are written, and the way back to the first values.
import { byId, html } from "../lib/dom.js";

/** @typedef {import("../main.js").State} State */

/**
 * @param {State} state written here as the reader chooses
 * @param {import("../lib/types.js").Example[]} examples
 * @param {() => void} ask
 */
export function createChoices(state, examples, ask) {
  const output = /** @type {HTMLSelectElement} */ (byId("output"));
  const numbers = /** @type {HTMLSelectElement} */ (byId("numbers"));
  const first = { program: state.program, inputs: { ...state.inputs } };

  output.addEventListener("change", () => {
    state.output = output.value;
    ask();
  });
  numbers.addEventListener("change", () => {
    state.numbers = numbers.value;
    ask();
  });
  byId("reset").addEventListener("click", () => {
    state.inputs = firstValues();
    ask();
  });

  /**
   * The values of the example, else of the link that was opened, else the text's own; elsewhere a
   * number is 1 again and an array stays as it is.
   */
  function firstValues() {
    const here = (/** @type {{program: string}} */ known) =>
      known.program.trim() === state.program.trim();
    const known = examples.find(here) ?? (here(first) ? first : { inputs: {} });
    const values = { ...known.inputs };
    for (const [name, detail] of Object.entries(state.trace?.input_details ?? {})) {
      if (detail.default !== null || detail.random) continue;
      values[name] ??= (detail.shape?.length ? state.inputs[name] : null) ?? 1;
    }
    return values;
  }

  return {
    /** @param {import("../lib/types.js").Payload} trace */
    load(trace) {
      const names = [...new Set([...Object.keys(trace.names), trace.output])];
      if (state.output && !names.includes(state.output)) state.output = null;
      output.replaceChildren(
        ...names.map((name) => html("option", { selected: name === trace.output }, name)),
      );
      numbers.value = state.numbers;
    },
  };
}
