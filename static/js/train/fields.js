// Fields for numbers, and the learning rate: a slider of its logarithm beside one.
import { read } from "../inputs/range.js";
import { html, minus } from "../lib/dom.js";
import { LEAST, MOST, placeOf, rateAt, STEP, written } from "./scale.js";

/** @typedef {{whole?: boolean, least?: number, empty?: string}} Kind of a number */

/**
 * A number that is typed; what is no such number stays in the field, marked, and is not taken.
 * @param {HTMLInputElement} field
 * @param {Kind} kind `empty`: what no number means
 * @param {(value: number | null) => void} onChange
 */
export function numberField(field, { whole = false, least = -Infinity, empty }, onChange) {
  /** @type {number | null} */
  let value = null;
  if (empty) field.placeholder = empty;
  field.addEventListener("change", () => {
    const plain = field.value.replace(/,(?=\d{3}\b)/g, ""); // 2,000
    const none = empty !== undefined && plain.trim() === "";
    const next = none ? null : read(plain);
    const right = none || (next !== null && next >= least && (!whole || Number.isInteger(next)));
    field.setAttribute("aria-invalid", String(!right));
    if (!right || next === value) return;
    value = next;
    onChange(next);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") field.dispatchEvent(new Event("change"));
  });
  return {
    /** @param {number | null} next */
    put(next) {
      value = next;
      field.value =
        next === null ? "" : minus(whole ? next.toLocaleString("en-US") : written(next));
      field.removeAttribute("aria-invalid");
    },
    wrong: () => field.getAttribute("aria-invalid") === "true",
  };
}

/**
 * A labelled field for one of an optimizer's own numbers.
 * @param {string} name
 * @param {number} value
 * @param {(value: number) => void} onChange
 */
export function settingField(name, value, onChange) {
  const field = /** @type {HTMLInputElement} */ (
    html("input", { type: "text", inputmode: "decimal", autocomplete: "off" })
  );
  const number = numberField(field, {}, (next) => next !== null && onChange(next));
  number.put(value);
  return html("label", {}, html("span", {}, name), field);
}

/**
 * @param {HTMLInputElement} slider
 * @param {HTMLInputElement} field
 * @param {(rate: number) => void} onChange
 */
export function rateFields(slider, field, onChange) {
  Object.assign(slider, { min: String(LEAST), max: String(MOST), step: String(STEP) });
  const number = numberField(field, { least: 0 }, (next) => {
    if (next === null) return;
    put(next);
    onChange(next);
  });
  slider.addEventListener("input", () => {
    const rate = rateAt(Number(slider.value));
    put(rate);
    onChange(rate);
  });

  /** @param {number} rate */
  function put(rate) {
    number.put(rate);
    slider.value = String(placeOf(rate));
    slider.setAttribute("aria-valuetext", written(rate));
    const share = (placeOf(rate) - LEAST) / (MOST - LEAST);
    slider.style.setProperty("--from", "0%");
    slider.style.setProperty("--to", `${share * 100}%`);
  }
  return { put, wrong: number.wrong };
}
