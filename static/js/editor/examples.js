// The gallery: one click loads an example; without JavaScript its link does.

/** @typedef {import("../lib/types.js").Example} Example */

/**
 * @param {Example[]} examples
 * @param {Object} page
 * @param {(example: Example & {mode?: string}) => void} page.open
 * @param {() => string} page.program that is shown
 */
export function createExamples(examples, { open, program }) {
  /** @param {Example | undefined} example */
  function choose(example) {
    if (example) open(example.train ? { ...example, mode: "train" } : example);
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest("[data-example]") : null;
    const example = examples.find(({ id }) => id === link?.getAttribute("data-example"));
    if (!example) return;
    event.preventDefault();
    choose(example);
  });

  return {
    /** @param {number} by how many entries after the one that is shown; from any other the first */
    step(by) {
      const text = program().trim();
      const at = examples.findIndex((example) => example.program.trim() === text);
      choose(at < 0 ? examples[0] : examples[(at + by + examples.length) % examples.length]);
    },
  };
}
