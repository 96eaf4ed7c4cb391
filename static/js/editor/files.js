// What a file holds that is opened as a program: Python, plain text, or the cells of a notebook. Pure.

export const LARGEST = 1_000_000; // bytes
const KINDS = [".py", ".txt", ".ipynb"];

/** @param {string} name */
const isNotebook = (name) => name.toLowerCase().endsWith(".ipynb");

/**
 * Why a file is not even read; null where it is.
 * @param {{name: string, size: number}} file
 */
export function refusal({ name, size }) {
  const isKnown = KINDS.some((kind) => name.toLowerCase().endsWith(kind));
  if (!isKnown) return `${name} is not a program: drop a .py, .txt or .ipynb file.`;
  return size > LARGEST
    ? `${name} is too large: ${(size / 1e6).toFixed(1)} MB, and the limit is 1 MB.`
    : null;
}

/**
 * The program in a file.
 * @param {string} name
 * @param {string} content
 * @returns {{program: string} | {problem: string}}
 */
export function programIn(name, content) {
  if (!isNotebook(name)) {
    const program = content.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    return program.includes("\0") ? { problem: `${name} is no text.` } : { program };
  }
  let notebook;
  try {
    notebook = JSON.parse(content.replace(/^\ufeff/, ""));
  } catch {
    return { problem: `${name} is not a notebook: it is no JSON.` };
  }
  // Notebooks of before 2015 keep their cells in worksheets, and their code as "input".
  const cells = notebook?.cells ?? notebook?.worksheets?.[0]?.cells;
  if (!Array.isArray(cells)) return { problem: `${name} is not a notebook: it has no cells.` };
  const code = cells
    .filter((cell) => cell?.cell_type === "code")
    .map((cell) => sourceOf(cell.source ?? cell.input))
    .filter((text) => text.trim());
  return code.length
    ? { program: code.join("\n# %%\n") }
    : { problem: `${name} has no cell with code.` };
}

/**
 * The text of a cell, which is written as one text or as its lines.
 * @param {unknown} source
 */
function sourceOf(source) {
  const text = Array.isArray(source) ? source.join("") : source;
  return typeof text === "string" ? text.replace(/\r\n?/g, "\n").replace(/\n+$/, "") : "";
}
