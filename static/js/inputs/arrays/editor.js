// The dialog that changes an array input: cell by cell, as text, or generated. What reads as an
// array is sent at once, so that the picture beside it follows.
import { createChoice } from "../../lib/choice.js";
import { byId, html } from "../../lib/dom.js";
import { listText, rowsOf, shapeOf, shapeText, sizeOf } from "../../lib/nested.js";
import { createGenerator } from "./generate.js";
import { createGrid } from "./grid.js";
import { readArray } from "./read.js";

/** @typedef {import("../../lib/nested.js").Nested} Nested */
/** @typedef {import("../../lib/types.js").Value} Value */
/** @typedef {import("../../lib/types.js").Generated} Generated */

const MOST_CELLS = 400; // of a grid that is edited cell by cell
const PAUSE = 150; // milliseconds without a key before pasted or typed text is read

/**
 * @param {Object} options
 * @param {(name: string, value: Value) => void} options.onChange
 * @param {(name: string) => void} options.onDraw as the text draws it
 * @param {(name: string) => void} options.onWhole
 */
export function createArrayEditor({ onChange, onDraw, onWhole }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("array-editor"));
  const title = byId("array-editor-title");
  const problem = byId("array-problem");
  const text = /** @type {HTMLTextAreaElement} */ (byId("array-text"));
  const panes = /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll(".editor-pane"));
  const choice = createChoice("array-view", "How to edit", ["Cells", "Text", "Generate"], see);
  byId("array-views").append(choice.element);
  let name = "";
  /** @type {Nested | null} */
  let value = null;
  /** @type {number[]} */
  let shape = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const grid = createGrid(byId("array-grid"), {
    onChange: (rows) => take(shape.length === 1 ? (rows[0] ?? []) : rows),
    onProblem: say,
  });
  const generator = createGenerator({
    onFill(made) {
      say(null);
      onChange(name, made);
    },
    onProblem: say,
  });
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(readText, PAUSE);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => clearTimeout(timer));
  const drawn = byId("array-draw");
  drawn.addEventListener("click", () => onDraw(name));
  byId("array-whole").addEventListener("click", () => {
    dialog.close();
    onWhole(name);
  });

  /**
   * @param {string | null} message
   * @param {...Node} parts
   */
  function say(message, ...parts) {
    problem.replaceChildren(...(message ? [html("span", {}, message), ...parts] : []));
    text.toggleAttribute("aria-invalid", false);
  }

  function readText() {
    const reading = readArray(text.value, { rank: shape.length });
    if (!("problem" in reading)) return take(reading.value);
    const { message, start, end } = reading.problem;
    say(null);
    say(`${placeIn(text.value, start)}${message}`, ...excerpt(text.value, start, end));
    text.setAttribute("aria-invalid", "true");
  }

  /** @param {Nested} next */
  function take(next) {
    say(null);
    value = next;
    shape = shapeOf(next);
    showTitle();
    onChange(name, next);
  }

  function showTitle() {
    title.replaceChildren(
      name,
      " ",
      html("span", {}, shape.length ? shapeText(shape) : "a number"),
    );
    choice.enable("Cells", isGrid());
  }

  const isGrid = () =>
    (shape.length === 1 || shape.length === 2) && sizeOf(shape) <= MOST_CELLS && sizeOf(shape) > 0;

  /** Shows one of the three ways to edit, with what there is now. */
  function see() {
    for (const pane of panes) pane.hidden = pane.dataset.pane !== choice.value();
    say(null);
    if (value === null) return;
    if (choice.value() === "Cells") grid.load(name, rowsOf(value), shape.length === 1);
    if (choice.value() === "Text") text.value = listText(value);
  }

  return {
    /**
     * @param {string} input
     * @param {{value: Nested | null, shape: number[], made: Generated | null, random: boolean}} now
     */
    open(input, now) {
      drawn.hidden = !now.random;
      [name, value, shape] = [input, now.value, now.shape];
      showTitle();
      generator.load(now.shape, now.made);
      choice.choose(value === null ? "Generate" : isGrid() ? "Cells" : "Text");
      see();
      if (!dialog.open) dialog.showModal();
      if (choice.value() === "Cells") grid.focus();
      else if (choice.value() === "Text") text.focus();
    },

    /**
     * A new value has come from elsewhere: generated, or filled in by the server.
     * @param {Nested} next
     */
    refresh(next) {
      value = next;
      shape = shapeOf(next);
      showTitle();
      if (choice.value() === "Generate") say(null);
      else if (choice.value() === "Cells" && isGrid()) {
        if (!dialog.querySelector("[aria-invalid=true]"))
          grid.load(name, rowsOf(next), shape.length === 1);
      }
    },

    /** The input that is being edited. */
    editing: () => (dialog.open ? name : null),
    say,
  };
}

/**
 * "Line 2: ", where there is more than one.
 * @param {string} text
 * @param {number} start
 */
function placeIn(text, start) {
  if (!text.trim().includes("\n")) return "";
  return `Line ${text.slice(0, start).split("\n").length}: `;
}

/**
 * The piece that is wrong, with a little of what stands round it.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function excerpt(text, start, end) {
  if (end <= start || !text.trim()) return [];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  const from = Math.max(lineStart, start - 20);
  const to = Math.min(lineEnd < 0 ? text.length : lineEnd, end + 20);
  const wrong = text.slice(start, Math.min(end, to));
  return [
    html(
      "code",
      {},
      text.slice(from, start),
      html("mark", {}, wrong),
      text.slice(start + wrong.length, to),
    ),
  ];
}
