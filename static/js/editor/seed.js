// "seed 123 · Redraw": what the random values that the program leaves open were drawn with.
import { newSeed } from "../inputs/arrays/generate.js";
import { byId } from "../lib/dom.js";

/**
 * @param {import("../main.js").State} state written here when values are drawn anew
 * @param {() => void} ask
 */
export function createSeed(state, ask) {
  const box = byId("seed");
  box.querySelector("button")?.addEventListener("click", () => {
    state.seed = newSeed();
    ask();
  });
  return {
    /** @param {import("../lib/types.js").Payload} payload a seed, once chosen, stays: editing the text does not redraw */
    load({ seed = null }) {
      state.seed = seed ?? state.seed;
      box.hidden = seed === null;
      const word = box.querySelector("span");
      if (word) word.textContent = `seed ${seed}`;
    },
  };
}
