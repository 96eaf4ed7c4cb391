// One number: a field that is typed in or dragged, a slider, and the gradient's tag. A list typed
// into the field makes it an array.

import { html, minus, tag } from "../lib/dom.js";
import { readArray } from "./arrays/read.js";
import { idOf, nameOf } from "./arrays/row.js";
import { rangeOf, read, tidy } from "./range.js";

/**
 * @typedef {Object} Row
 * @property {"number"} kind
 * @property {HTMLElement} item
 * @property {HTMLInputElement} field
 * @property {HTMLInputElement} slider
 * @property {HTMLElement} cell
 * @property {number | null} value
 * @property {string} node
 * @property {boolean} sizes whether it decides shapes or counts
 * @property {string} shown the tag as it stands
 */

/**
 * @param {string} name
 * @param {(name: string, value: import("../lib/types.js").Value) => void} onChange
 * @returns {Row}
 */
export function makeRow(name, onChange) {
  const id = idOf(name);
  const field = /** @type {HTMLInputElement} */ (
    html("input", {
      id,
      "data-input": name,
      class: "number-field",
      type: "text",
      inputmode: "decimal",
      role: "spinbutton",
      autocomplete: "off",
    })
  );
  const slider = /** @type {HTMLInputElement} */ (
    html("input", { class: "value-slider", type: "range", "aria-label": `${name}, slider` })
  );
  const cell = html("span", { class: "gradient-cell" });
  const short = /^(\p{L})(\d*)$/u.test(name);
  const label = html(
    "label",
    { for: id, title: name, class: short ? null : "long" },
    ...nameOf(name),
  );
  const item = html("li", { class: "input-row" }, label, slider, field, cell);
  const empty = { value: null, node: "", sizes: false, shown: "-" };
  /** @type {Row} */
  const row = { kind: "number", item, field, slider, cell, ...empty };

  /** @param {number} value */
  const set = (value) => {
    put(row, value, false);
    onChange(name, value);
  };
  field.addEventListener("change", () => {
    const value = read(field.value);
    const list = value === null ? readArray(field.value) : null;
    if (list && "value" in list && Array.isArray(list.value)) return onChange(name, list.value);
    field.setAttribute("aria-invalid", String(value === null));
    if (value !== null && value !== row.value) set(value);
  });
  field.addEventListener("blur", () => row.value !== null && put(row, row.value, false));
  field.addEventListener("keydown", (event) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter") field.dispatchEvent(new Event("change"));
    if (!direction) return;
    event.preventDefault();
    set(
      tidy((read(field.value) ?? 0) + direction * Number(slider.step) * (event.shiftKey ? 10 : 1)),
    );
  });
  slider.addEventListener("input", () => set(tidy(Number(slider.value))));
  scrub(field, row, set);
  return row;
}

/**
 * Shows a value; the slider's reach grows with it, and is chosen anew only from outside.
 * @param {Row} row
 * @param {number} value
 * @param {boolean} fresh
 * @param {boolean} [whole]
 */
export function put(row, value, fresh, whole = row.slider.step === "1" && row.slider.min === "0") {
  const { slider, field } = row;
  row.value = value;
  if (fresh || value < Number(slider.min) || value > Number(slider.max)) {
    const { min, max, step } = rangeOf(value, whole);
    Object.assign(slider, { min: String(min), max: String(max), step: String(step) });
  }
  slider.value = String(value);
  if (document.activeElement !== field || read(field.value) !== value)
    field.value = minus(String(value));
  field.classList.toggle("long", field.value.length > 7);
  field.title = field.value.length > 10 ? field.value : "";
  field.setAttribute("aria-valuenow", String(value));
  field.removeAttribute("aria-invalid");
  const span = Number(slider.max) - Number(slider.min) || 1;
  const share = (/** @type {number} */ number) => ((number - Number(slider.min)) / span) * 100;
  slider.style.setProperty("--from", `${Math.min(share(value), share(0))}%`);
  slider.style.setProperty("--to", `${Math.max(share(value), share(0))}%`);
}

/**
 * @param {Row} row
 * @param {string | null} text
 * @param {string} state
 */
export function showTag(row, text, state) {
  const key = `${state} ${text}`;
  if (row.shown === key) return;
  row.shown = key;
  const spoken = text === null ? "gradient not computed yet" : `gradient ${minus(text)}`;
  row.cell.replaceChildren(tag(text, state, "field"), html("span", { class: "hidden" }, spoken));
  row.cell.title = text && text.length > 7 ? minus(text) : "";
}

/**
 * In the tag's place, of an input that only sets sizes: it is in no wire, so no gradient comes.
 * @param {Row} row
 */
export function showSizes(row) {
  if (row.shown === "sizes") return;
  row.shown = "sizes";
  row.cell.replaceChildren(html("span", { class: "note" }, "sets sizes"));
  row.cell.title = "It decides shapes or counts and stands on no wire: it has no gradient.";
}

/**
 * Under a number that the picture does not show yet, the one that it shows.
 * @param {Row} row
 * @param {unknown} drawn null: the same
 */
export function showDrawn({ item, value }, drawn) {
  const there = item.querySelector(".drawn");
  if (typeof drawn !== "number" || drawn === value) return there?.remove();
  const said = `the picture shows ${minus(String(drawn))}`;
  if (there) there.textContent = said;
  else item.append(html("span", { class: "drawn" }, said));
}

/**
 * Dragging sideways on a field changes its number; a click without a drag edits it.
 * @param {HTMLInputElement} field
 * @param {Row} row
 * @param {(value: number) => void} set
 */
function scrub(field, row, set) {
  /** @type {{x: number, value: number, moved: boolean} | null} */
  let drag = null;
  field.addEventListener("mousedown", (event) => {
    if (document.activeElement !== field) event.preventDefault();
  });
  field.addEventListener("pointerdown", (event) => {
    if (document.activeElement === field || event.button !== 0) return;
    drag = { x: event.clientX, value: row.value ?? 0, moved: false };
    field.setPointerCapture(event.pointerId);
  });
  field.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const distance = event.clientX - drag.x;
    if (!drag.moved && Math.abs(distance) < 4) return;
    drag.moved = true;
    row.item.classList.add("in-use");
    const next = tidy(drag.value + Math.round(distance / 2) * Number(row.slider.step));
    if (next !== row.value) set(next);
  });
  const end = () => {
    const clicked = drag && !drag.moved;
    drag = null;
    row.item.classList.remove("in-use");
    if (!clicked) return;
    field.focus();
    field.select();
  };
  field.addEventListener("pointerup", end);
  field.addEventListener("pointercancel", () => {
    drag = null;
    row.item.classList.remove("in-use");
  });
}
