// A click on an array in the picture opens the whole of it.

import { knownAt, listenForArrays } from "./pick.js";
import { createArrayView } from "./view.js";

/**
 * @param {import("../../state/store.js").Store} store
 * @param {Object} page
 * @param {(node: string) => Promise<import("../../lib/types.js").WholeArray>} page.fetchArray
 * @param {() => void} page.pause
 * @param {(node: string, part: "value" | "grad") => {node: string, part: "value" | "grad"} | null} page.origin the array of the trace that a mark of the picture shows
 */
export function createArrays({ state }, { fetchArray, pause, origin }) {
  const view = createArrayView({
    fetchArray,
    about(id) {
      const node = state.trace?.nodes.find((each) => each.id === id);
      const known = knownAt(state.trace?.steps ?? [], state.step, id);
      const awaited = state.trace?.awaited?.includes(id) ?? false;
      return { name: node?.name ?? node?.label ?? "", data: node?.data ?? false, awaited, known };
    },
  });
  listenForArrays(async (node, part) => {
    pause();
    const array = origin(node, part);
    if (array) await view.open(array.node, array.part);
  });
  return view;
}
