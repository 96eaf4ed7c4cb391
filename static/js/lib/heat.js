// Levels of heat: one character a cell, 0 to 8 with 4 for zero, "x" for what is not finite. Pure.

/** The size of a thumbnail at most, as the picture has it. */
const ROWS = 6;
const COLUMNS = 10;

/** @param {string} level */
const strength = (level) => (level === "x" ? 5 : Math.abs(Number(level) - 4));

/**
 * The level of the strongest cell of a part.
 * @param {string} part
 */
const strongest = (part) =>
  [...part].reduce((best, level) => (strength(level) > strength(best) ? level : best), "4");

/**
 * Rows of levels as the picture's thumbnail has them: at most 6 × 10, each cell the strongest of
 * those it stands for.
 * @param {string[]} rows
 * @param {number} [mostRows]
 * @param {number} [mostColumns]
 * @returns {string[]}
 */
export function thumbnail(rows, mostRows = ROWS, mostColumns = COLUMNS) {
  const height = Math.min(rows.length, mostRows);
  const width = Math.min(rows[0]?.length ?? 0, mostColumns);
  const from = (/** @type {number} */ at, /** @type {number} */ count, /** @type {number} */ all) =>
    Math.floor((at * all) / count);
  return Array.from({ length: height }, (_, y) => {
    const lines = rows.slice(from(y, height, rows.length), from(y + 1, height, rows.length));
    return Array.from({ length: width }, (_, x) => {
      const length = lines[0]?.length ?? 0;
      const [start, end] = [from(x, width, length), from(x + 1, width, length)];
      return strongest(lines.map((line) => line.slice(start, end)).join(""));
    }).join("");
  });
}

/**
 * The rows and columns of the thumbnail of a shape: leading axes become rows, a vector is one row.
 * @param {number[]} shape
 * @returns {[number, number]}
 */
export function thumbnailSize(shape) {
  const rows = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  return [Math.min(rows, ROWS), Math.min(shape.at(-1) ?? 1, COLUMNS)];
}

/**
 * The number at the upper end of the scale that cells are coloured by: their largest magnitude.
 * @param {string[][]} cells as they are written
 * @returns {string | null} null: nothing has a colour
 */
export function endOfScale(cells) {
  let [most, end] = [0, /** @type {string | null} */ (null)];
  for (const text of cells.flat()) {
    const size = Math.abs(Number(text));
    if (Number.isFinite(size) && size > most) [most, end] = [size, text.replace(/^-/, "")];
  }
  return end;
}
