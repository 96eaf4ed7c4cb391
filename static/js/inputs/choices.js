// Which output, how numbers are written, and the way back to the first values.
import { byId, html } from "../lib/dom.js";
import { isVersion } from "../state/likeness.js";
import { loopsIn } from "../state/loops.js";
import { isSame } from "../state/store.js";
import { inputsIn, withValues } from "../state/values.js";

/**
 * @param {import("../state/store.js").Store} store
 * @param {() => void} ask
 */
export function createChoices({ state, update, subscribe }, ask) {
  const output = /** @type {HTMLSelectElement} */ (byId("output"));
  const numbers = /** @type {HTMLSelectElement} */ (byId("numbers"));
  /** @type {Pick<import("../state/store.js").Program, "program" | "inputs">[]} */
  const opened = [{ program: state.program, inputs: state.inputs }]; // the page's own is the last

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

  /** The values that the program was opened with, as an example or by a link, else its own. */
  function firstValues() {
    const first = opened.find(({ program }) => program.trim() === state.program.trim());
    const version = opened.find(({ program }) => isVersion(program, state.program));
    return (first ?? version)?.inputs ?? {};
  }

  function show() {
    if (!state.trace) return;
    const { nodes, output: own } = state.trace;
    const chosen = nodes.find(({ id }) => id === own)?.name ?? own;
    const names = [...new Set([...Object.keys(state.trace.names), chosen])];
    output.replaceChildren(
      ...names.map((name) => html("option", { selected: name === chosen }, name)),
    );
    numbers.value = state.numbers;
  }
  subscribe(["trace"], show);
  show();
  subscribe(["inputs", "program", "loops"], () => {
    const isOther = !isSame(inputsIn(state), firstValues());
    reset.hidden = !isOther && Object.keys(loopsIn(state)).length === 0;
  });
  subscribe(["numbers"], () => {
    numbers.value = state.numbers;
  });

  return {
    /** @param {import("../state/store.js").Program} next another program is opened */
    opened: ({ program, inputs }) => opened.unshift({ program, inputs }),
  };
}
