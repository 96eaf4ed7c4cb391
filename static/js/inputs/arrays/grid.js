// The cells of a matrix as fields: arrows, Tab and Enter move, a pasted block fills them.
import { html } from "../../lib/dom.js";
import { elementText, withBlock } from "../../lib/nested.js";
import { readBlock, readCell } from "./read.js";

/** @typedef {import("../../lib/nested.js").Element} Element */

/** @param {Element} value */
const written = (value) => elementText(value).replace(/^-/, "−");

/**
 * What a cell has room for; the one in use shows the number in full.
 * @param {Element} value
 */
const short = (value) => written(typeof value === "number" ? Number(value.toPrecision(5)) : value);

/**
 * @param {HTMLElement} box
 * @param {Object} options
 * @param {(rows: Element[][]) => void} options.onChange
 * @param {(problem: string | null) => void} options.onProblem
 */
export function createGrid(box, { onChange, onProblem }) {
  /** @type {Element[][]} */
  let rows = [];
  let name = "";
  let flat = false;

  const fields = () => /** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input"));
  const columns = () => rows[0]?.length ?? 0;
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row < 0 || column < 0 || column >= columns() ? undefined : fields()[row * columns() + column];
  const label = (/** @type {number} */ row, /** @type {number} */ column) =>
    `${name}[${flat ? column : `${row}, ${column}`}]`;

  /** @param {HTMLInputElement} field */
  function elementAt(field) {
    const { row, column } = placeOf(field);
    return rows[row]?.[column];
  }

  /** @param {EventTarget | null} target */
  function placeOf(target) {
    const place = [...fields()].indexOf(/** @type {HTMLInputElement} */ (target));
    return { row: Math.floor(place / columns()), column: place % columns() };
  }

  box.addEventListener("focusin", ({ target: field }) => {
    if (!(field instanceof HTMLInputElement)) return;
    const value = elementAt(field);
    if (readCell(field.value) !== null && value !== undefined) field.value = written(value);
    field.select();
  });
  box.addEventListener("focusout", ({ target: field }) => {
    if (!(field instanceof HTMLInputElement)) return;
    const value = elementAt(field);
    if (readCell(field.value) === value && value !== undefined) field.value = short(value);
  });
  box.addEventListener("input", ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    const { row, column } = placeOf(field);
    const value = readCell(field.value);
    field.setAttribute("aria-invalid", String(value === null));
    if (value === null) {
      const typed = field.value.trim();
      const why = typed ? `“${typed}” is not a number` : "a number is missing";
      onProblem(`${label(row, column)}: ${why}. The picture keeps the last value.`);
      return;
    }
    const line = rows[row];
    if (line) line[column] = value;
    changed();
  });
  box.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const { row, column } = placeOf(field);
    const next = target(event, field, row, column);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = readBlock(text);
    if ("problem" in block) {
      if (readCell(text) === null && /[\s,;[]/.test(text.trim())) {
        event.preventDefault();
        onProblem(`What was pasted does not read as numbers: ${block.problem.message}`);
      }
      return;
    }
    event.preventDefault();
    const { row, column } = placeOf(event.target);
    const filled = withBlock(rows, block.rows, row, column);
    rows = filled.rows;
    write();
    changed();
    const [height, width] = [block.rows.length, block.rows[0]?.length ?? 0];
    const size = `${height} × ${width}`;
    if (filled.cut) {
      onProblem(
        `The pasted ${size} reach past the edge; what fits was filled. Paste it as text to change the shape.`,
      );
    }
  });

  /**
   * Where a key leads: up and down always, left and right from the end of the text.
   * @param {KeyboardEvent} event
   * @param {HTMLInputElement} field
   * @param {number} row
   * @param {number} column
   */
  function target({ key, shiftKey }, field, row, column) {
    const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (key === "ArrowUp" || (key === "Enter" && shiftKey)) return at(row - 1, column);
    if (key === "ArrowDown") return at(row + 1, column);
    if (key === "Enter") return at(row + 1, column) ?? at(0, column + 1);
    if (key === "ArrowLeft" && (whole || field.selectionEnd === 0)) return at(row, column - 1);
    const end = field.selectionStart === field.value.length;
    if (key === "ArrowRight" && (whole || end)) return at(row, column + 1);
    return undefined;
  }

  function changed() {
    if (box.querySelector("[aria-invalid=true]")) return;
    onProblem(null);
    onChange(rows.map((row) => [...row]));
  }

  /** Writes the values into the fields that are there; the one in use keeps what is typed. */
  function write() {
    for (const [place, field] of [...fields()].entries()) {
      const value = rows[Math.floor(place / columns())]?.[place % columns()] ?? 0;
      const typed = document.activeElement === field && readCell(field.value) === value;
      if (!typed) field.value = document.activeElement === field ? written(value) : short(value);
      field.removeAttribute("aria-invalid");
    }
  }

  return {
    /**
     * @param {string} title
     * @param {Element[][]} next
     * @param {boolean} vector whether it is of rank 1, with one index a cell
     */
    load(title, next, vector) {
      const same =
        name === title &&
        flat === vector &&
        rows.length === next.length &&
        columns() === next[0]?.length;
      rows = next.map((row) => [...row]);
      [name, flat] = [title, vector];
      if (!same) build();
      write();
    },
    focus: () => fields()[0]?.focus(),
  };

  function build() {
    const head = html(
      "tr",
      {},
      html("td", {}),
      ...(rows[0] ?? []).map((_, column) => html("th", { scope: "col" }, String(column))),
    );
    const body = rows.map((row, y) =>
      html(
        "tr",
        {},
        html("th", { scope: "row" }, flat ? "" : String(y)),
        ...row.map((_, x) =>
          html(
            "td",
            {},
            html("input", {
              type: "text",
              inputmode: "decimal",
              autocomplete: "off",
              "aria-label": label(y, x),
              "aria-describedby": "array-problem",
            }),
          ),
        ),
      ),
    );
    box.replaceChildren(
      html("table", { class: "grid-table" }, html("thead", {}, head), html("tbody", {}, ...body)),
    );
  }
}
