// Which value the gradients are gradients of: told by the text, or chosen by the reader.
import { byId, html } from "../lib/dom.js";
import { candidates } from "./words.js";

/**
 * @param {import("../main.js").State} state its loss is written here
 * @param {() => void} ask
 */
export function createLoss(state, ask) {
  const select = /** @type {HTMLSelectElement} */ (byId("loss"));

  /** @param {string} name */
  function choose(name) {
    state.loss = name || null;
    ask();
  }
  select.addEventListener("change", () => choose(select.value));

  /**
   * @param {string[]} names
   * @param {string} chosen
   */
  function fill(names, chosen) {
    select.replaceChildren(...names.map((name) => html("option", { value: name }, name)));
    select.value = chosen;
  }

  return {
    choose,

    /** @param {import("../lib/types.js").Payload} trace */
    load({ check }) {
      if (!check) return;
      if (state.loss !== check.loss) state.loss = null;
      fill([...new Set([...check.losses, check.loss])], check.loss);
    },

    /**
     * @param {import("../lib/types.js").Failure} failure
     * @returns {string[]} what may be the loss, where that is the question
     */
    failed(failure) {
      const choices = candidates(failure);
      if (!choices.length) return [];
      fill(choices, "");
      select.prepend(html("option", { value: "" }, "choose"));
      select.value = "";
      return choices;
    },
  };
}
