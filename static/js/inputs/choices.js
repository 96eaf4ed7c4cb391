// Which output, how numbers are written, and the way back to the first values.
import { byId, html } from "../lib/dom.js";
import { inputsIn, withValues } from "../state/values.js";

/**
 * @param {import("../state/store.js").Store} store
 * @param {import("../lib/types.js").Example[]} examples
 * @param {() => void} ask
 */
export function createChoices({ state, update, subscribe }, examples, ask) {
  const output = /** @type {HTMLSelectElement} */ (byId("output"));
  const numbers = /** @type {HTMLSelectElement} */ (byId("numbers"));
  const first = { program: state.program, inputs: state.inputs };

  output.addEventListener("change", () => {
    update({ output: output.value });
    ask();
  });
  numbers.addEventListener("change", () => {
    update({ numbers: numbers.value });
    ask();
  });
  byId("reset").addEventListener("click", () => {
    update(withValues(state.program, firstValues()));
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
    const set = inputsIn(state);
    for (const [name, detail] of Object.entries(state.trace?.input_details ?? {})) {
      if (detail.default !== null || detail.random) continue;
      values[name] ??= (detail.shape?.length ? set[name] : null) ?? 1;
    }
    return values;
  }

  subscribe(["trace"], () => {
    if (!state.trace) return;
    const names = [...new Set([...Object.keys(state.trace.names), state.trace.output])];
    const chosen = state.trace.output;
    output.replaceChildren(
      ...names.map((name) => html("option", { selected: name === chosen }, name)),
    );
    numbers.value = state.numbers;
  });
  subscribe(["numbers"], () => {
    numbers.value = state.numbers;
  });
}
