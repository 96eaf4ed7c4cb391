// The pane of a spreadsheet's rows: typed, pasted, chosen as a file, or dropped on the dialog.
import { byId } from "../lib/dom.js";

const PAUSE = 250; // milliseconds without a key before the text is read
const MOST = 2_000_000; // bytes of a file

/**
 * @param {HTMLElement} dialog files may be dropped anywhere on it
 * @param {Object} options
 * @param {(body: {csv: string, header?: boolean} | null) => void} options.onText what to ask for
 * @param {(message: string) => void} options.onProblem
 * @param {() => void} options.onDrop
 */
export function createCsv(dialog, { onText, onProblem, onDrop }) {
  const text = /** @type {HTMLTextAreaElement} */ (byId("data-csv"));
  const file = /** @type {HTMLInputElement} */ (byId("data-file"));
  const header = /** @type {HTMLInputElement} */ (byId("data-header"));
  /** @type {boolean | undefined} nothing said: the server finds out */
  let named;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function read() {
    clearTimeout(timer);
    const csv = text.value;
    if (!csv.trim()) onText(null);
    else onText({ csv, ...(named === undefined ? {} : { header: named }) });
  }

  /** @param {File | undefined} chosen */
  async function load(chosen) {
    if (!chosen) return;
    if (chosen.size > MOST) return onProblem("This file is larger than 2 MB.");
    text.value = await chosen.text();
    read();
  }

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE);
  });
  header.addEventListener("change", () => {
    named = header.checked;
    read();
  });
  file.addEventListener("change", () => {
    load(file.files?.[0]);
    file.value = ""; // so that the same file can be chosen again
  });
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    const chosen = event.dataTransfer?.files[0];
    if (!chosen) return;
    onDrop();
    load(chosen);
  });
  return {
    read,
    load,
    /** @param {string[]} columns as they were read: whether the first row was taken for names */
    showHeader(columns) {
      if (named !== undefined) return;
      const first = text.value.trim().split("\n")[0] ?? "";
      header.checked = columns.every((name) => first.includes(name));
    },
  };
}
