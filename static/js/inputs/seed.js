// "seed 123 · Redraw": what the random values that the program leaves open were drawn with.
import { byId } from "../lib/dom.js";
import { newSeed } from "./arrays/generate.js";

/**
 * @param {import("../state/store.js").Store} store
 * @param {() => void} ask
 */
export function createSeed({ state, update, subscribe }, ask) {
  const box = byId("seed");
  box.querySelector("button")?.addEventListener("click", () => {
    update({ seed: newSeed() });
    ask();
  });
  subscribe(["trace"], () => {
    const { seed = null } = state.trace ?? {};
    box.hidden = seed === null;
    const word = box.querySelector("span");
    if (word) word.textContent = `seed ${seed}`;
  });
}
