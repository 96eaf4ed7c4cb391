// A file dropped anywhere on the page takes the place of the program. It is read here and goes
// nowhere else but where the program goes.

import { byId } from "../lib/dom.js";
import { programIn, refusal } from "./files.js";

/**
 * @param {Object} page
 * @param {(program: string) => void} page.onProgram
 * @param {(problem: string) => void} page.onProblem
 * @param {(file: File) => boolean} page.onRows whether a file of rows is taken as data
 */
export function createDrop({ onProgram, onProblem, onRows }) {
  const hint = byId("drop-hint");
  const first = { capture: true }; // before the editor, which would put the text between its own

  const hasFile = (/** @type {DragEvent} */ event) =>
    [...(event.dataTransfer?.types ?? [])].includes("Files") &&
    !(event.target instanceof Element && event.target.closest("[data-takes-files]"));

  /** @param {DragEvent} event */
  function own(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  addEventListener(
    "dragover",
    (event) => {
      hint.hidden = !hasFile(event);
      if (hint.hidden) return;
      own(event);
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    },
    first,
  );
  addEventListener(
    "dragleave",
    (event) => {
      if (event.relatedTarget === null) hint.hidden = true; // it left the window
    },
    first,
  );
  addEventListener(
    "drop",
    (event) => {
      hint.hidden = true;
      if (!hasFile(event)) return;
      own(event);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) take(file);
    },
    first,
  );

  /** @param {File} file */
  async function take(file) {
    if (/\.[ct]sv$/i.test(file.name) && onRows(file)) return;
    const refused = refusal(file);
    if (refused) return onProblem(refused);
    let content;
    try {
      content = await file.text();
    } catch {
      return onProblem(`${file.name} cannot be read.`);
    }
    const found = programIn(file.name, content);
    if ("problem" in found) onProblem(found.problem);
    else onProgram(found.program);
  }
}
