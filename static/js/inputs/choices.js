// Which output, how numbers are written, and the way back to the first values.
import { byId, html } from "../lib/dom.js";
import { isVersion } from "../state/likeness.js";
import { loopsIn } from "../state/loops.js";
import { isSame } from "../state/store.js";
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
    update({ output: output.value, upstream: null }); // which has the shape of the former one
    ask();
  });
  numbers.addEventListener("change", () => {
    update({ numbers: numbers.value });
    ask();
  });
  const reset = byId("reset");
  reset.addEventListener("click", () => {
    update(withValues(state.program, firstValues(), loopsIn(state)));
    ask();
  });

  /** The values of the example, else of the link that was opened, else the text's own. */
  function firstValues() {
    const isHere = (/** @type {{program: string}} */ known) =>
      known.program.trim() === state.program.trim();
    const isFirst = isHere(first) || isVersion(first.program, state.program);
    return (examples.find(isHere) ?? (isFirst ? first : null))?.inputs ?? {};
  }

  subscribe(["trace"], () => {
    if (!state.trace) return;
    const { nodes, output: own } = state.trace;
    const chosen = nodes.find(({ id }) => id === own)?.name ?? own;
    const names = [...new Set([...Object.keys(state.trace.names), chosen])];
    output.replaceChildren(
      ...names.map((name) => html("option", { selected: name === chosen }, name)),
    );
    numbers.value = state.numbers;
  });
  subscribe(["inputs", "program", "loops"], () => {
    const isOther = !isSame(inputsIn(state), firstValues());
    reset.hidden = !isOther && Object.keys(loopsIn(state)).length === 0;
  });
  subscribe(["numbers"], () => {
    numbers.value = state.numbers;
  });
}
