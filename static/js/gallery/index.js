// The examples: a link opens one in place, keys go from one to the next. The gallery itself, its
// search and its list come when they are first used.

import { isForAnotherTab } from "../lib/dom.js";

/** @typedef {import("../state/store.js").Program} Program */

/**
 * @param {Object} page
 * @param {(next: Program) => void} page.open
 * @param {() => string} page.program that is shown
 */
export function createGallery({ open, program }) {
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-example]") : null;
    if (!link || event.defaultPrevented || isForAnotherTab(event)) return;
    if (link.hasAttribute("data-action")) return; // which does what it does
    event.preventDefault();
    const { programOf } = await import("./entries.js");
    const next = programOf(link);
    if (next) open(next);
  });

  /** @param {number} by how many entries after the one that is shown; from any other the first */
  async function step(by) {
    const { entriesIn, list } = await import("./entries.js");
    const programs = entriesIn(await list()).flatMap((entry) => entry.open ?? []);
    const text = program().trim();
    const at = programs.findIndex((one) => one.program.trim() === text);
    const next = programs[at < 0 ? 0 : (at + by + programs.length) % programs.length];
    if (next) open(next);
  }

  return {
    openExamples: async () => (await import("./dialog.js")).toggle(),
    nextExample: () => step(1),
    previousExample: () => step(-1),
  };
}
