// Arrays as they stand in the panel, the inputs and the table: a few numbers in brackets, else a
// heat map with the shape under it.
import { html, minus, svg } from "./dom.js";
import { thumbnail, thumbnailSize } from "./heat.js";
import { shapeText } from "./nested.js";

/** @typedef {import("./types.js").Shown} Shown */
/** @typedef {import("./types.js").ShownArray} ShownArray */
/** @typedef {import("./types.js").Content} Content */

const TALLEST = 3; // rows that stand as numbers
const WIDEST = 26; // characters of a row

/**
 * @param {Shown | null | undefined} shown
 * @returns {shown is ShownArray}
 */
export function isArray(shown) {
  return typeof shown === "object" && shown !== null;
}

/**
 * Whether an array is shown by its numbers where there is room for so many rows and characters.
 * @param {ShownArray} shown
 * @param {number} [rows]
 * @param {number} [characters]
 */
export function fits({ cells }, rows = TALLEST, characters = WIDEST) {
  if (!cells?.[0]?.length || cells.length > rows) return false;
  const longest = Math.max(...cells.flat().map((cell) => cell.length));
  return cells[0].length * (longest + 1) <= characters + 1;
}

/**
 * Numbers in square brackets.
 * @param {string[][]} cells
 */
export function matrix(cells) {
  const rows = cells.map((row) =>
    html("span", { class: "matrix-row" }, ...row.map((cell) => html("span", {}, minus(cell)))),
  );
  return html("span", { class: "matrix" }, ...rows);
}

/**
 * A heat map.
 * @param {string[]} rows of levels
 */
function heatMap(rows) {
  const columns = rows[0]?.length ?? 0;
  const cells = rows.flatMap((row, y) =>
    [...row].map((level, x) =>
      svg("rect", {
        class: "cell",
        "data-level": level,
        x: x * 8 + 0.5,
        y: y * 8 + 0.5,
        width: 7,
        height: 7,
      }),
    ),
  );
  const [width, height] = [columns * 8, rows.length * 8];
  const box = `0 0 ${width} ${height}`;
  const map = svg(
    "svg",
    { class: "heat", viewBox: box, width, height, "aria-hidden": "true" },
    ...cells,
  );
  map.style.setProperty("--columns", String(columns));
  map.style.setProperty("--rows", String(rows.length));
  return map;
}

/**
 * The numbers of an array where they fit, else its heat map and its shape.
 * @param {ShownArray} shown
 * @param {{rows?: number, characters?: number, named?: boolean}} [room]
 */
export function arrayShape(shown, { rows, characters, named = true } = {}) {
  if (shown.cells && fits(shown, rows, characters)) return matrix(shown.cells);
  const map = heatMap(thumbnail(shown.heat));
  return named
    ? html("span", { class: "heat-box" }, map, html("span", { class: "shape-text" }, shown.shape))
    : html("span", { class: "heat-box" }, map);
}

/**
 * The gradient's tag round an array: the same outline as round a number.
 * @param {Node | null} content
 * @param {string} state pending, upstream, now or earlier
 */
export function arrayTag(content, state) {
  const nose = svg(
    "svg",
    { class: "nose", viewBox: "0 0 14 100", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { d: "M14.5,0 L0.8,50 L14.5,100" }),
  );
  return html(
    "span",
    { class: "array-tag", "data-state": state },
    nose,
    html("span", { class: "tag-body" }, content),
  );
}

/**
 * What a reader hears of an array: its shape, and its numbers where they are few.
 * @param {Shown | null | undefined} shown
 */
export function spoken(shown) {
  if (!isArray(shown)) return minus(shown);
  const few = shown.cells && shown.cells.flat().length <= 6 ? shown.cells : null;
  return few
    ? `${shown.shape}: ${few.map((row) => row.map(minus).join(", ")).join("; ")}`
    : shown.shape;
}

/**
 * The content of a mark of the picture as the panel's form.
 * @param {Content} content
 * @param {number[]} shape
 * @returns {Shown}
 */
export function shownOf(content, shape) {
  if (typeof content === "string") return content;
  const [rows, columns] = thumbnailSize(shape);
  if (!Array.isArray(content)) {
    return {
      shape: shapeText(shape),
      cells: null,
      heat: cut([...content.heat], rows, columns).map((row) => row.join("")),
    };
  }
  return { shape: shapeText(shape), cells: cut(content, rows, columns), heat: [] };
}

/**
 * @param {string[]} list
 * @param {number} rows
 * @param {number} columns
 */
function cut(list, rows, columns) {
  return Array.from({ length: rows }, (_, row) => list.slice(row * columns, (row + 1) * columns));
}
