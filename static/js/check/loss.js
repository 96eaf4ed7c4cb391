// Which value the gradients are gradients of: set by the text, or chosen by the reader.
import { byId, html } from "../lib/dom.js";
import { candidates } from "./words.js";

/**
 * @param {import("../state/store.js").Store} store
 * @param {() => void} judge the text anew
 */
export function createLoss({ update }, judge) {
  const select = /** @type {HTMLSelectElement} */ (byId("loss"));

  /** @param {string} name */
  function choose(name) {
    update({ loss: name || null });
    judge();
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

    /** @param {import("./types.js").CheckResult} found */
    load: ({ losses, loss }) => fill([...new Set([...losses, loss])], loss),

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
