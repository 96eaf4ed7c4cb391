// The gallery: one click loads an example; without JavaScript its link does.

/**
 * @param {import("../lib/types.js").Example[]} examples
 * @param {(example: import("../lib/types.js").Example & {mode?: string}) => void} onChoose
 */
export function createExamples(examples, onChoose) {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest("[data-example]") : null;
    const example = examples.find(({ id }) => id === link?.getAttribute("data-example"));
    if (!example) return;
    event.preventDefault();
    onChoose(example.train ? { ...example, mode: "train" } : example);
  });
}
