// Small parts that several views are made of.

import { byId, html, minus, svg } from "./dom.js";
import { createShare } from "./share.js";

/**
 * A choice from a list, with its name before it.
 * @param {string} name
 * @param {(value: string) => void} onChoose
 */
export function createSelect(name, onChoose) {
  const select = /** @type {HTMLSelectElement} */ (html("select"));
  const look = { class: "icon chevron", viewBox: "0 0 12 12", width: 12, height: 12 };
  const chevron = svg("svg", { ...look, "aria-hidden": "true" }, svg("path", { d: CHEVRON }));
  const box = html("span", { class: "select" }, select, chevron);
  const element = html("label", { class: "view-select" }, html("span", {}, name), box);
  select.addEventListener("change", () => onChoose(select.value));
  let known = "";

  return {
    element,
    /**
     * @param {{value: string, label: string}[]} choices
     * @param {string} chosen
     */
    load(choices, chosen) {
      const key = JSON.stringify(choices);
      if (key !== known) {
        known = key;
        const made = choices.map(({ value, label }) => html("option", { value }, minus(label)));
        select.replaceChildren(...made);
      }
      select.value = chosen;
    },
  };
}

const CHEVRON = "M3 4.5 6 7.5 9 4.5";

/**
 * A button that copies a text and says so.
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(label, text) {
  const button = pressed(label, () => share(text()));
  const share = createShare(button, byId("toast"), "The browser forbids it");
  return button;
}

/**
 * A button that saves a text as a file.
 * @param {string} label
 * @param {() => {name: string, text: string, type: string}} file
 */
export const saveButton = (label, file) => pressed(label, () => save(file()));

/** @param {{name: string, text: string, type: string}} file */
export function save({ name, text, type }) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/**
 * @param {string} label
 * @param {() => void} run
 */
export function pressed(label, run) {
  const words = html("span", { class: "label" }, label);
  const button = html("button", { type: "button", class: "button outlined" }, words);
  button.addEventListener("click", run);
  return button;
}

/**
 * A table with a head.
 * @param {string} kind its class
 * @param {string} caption
 * @param {(string | Node)[]} heads
 * @param {HTMLElement[]} rows
 */
export function table(kind, caption, heads, rows) {
  return html(
    "table",
    { class: `view-table ${kind}` },
    html("caption", { class: "hidden" }, caption),
    html("thead", {}, html("tr", {}, ...heads.map(headOf))),
    html("tbody", {}, ...rows),
  );
}

/** @param {string | Node} head none above the names of the rows */
const headOf = (head) => (head ? html("th", { scope: "col" }, head) : html("td"));

/** @param {string | null | undefined} text */
export function sentence(text) {
  return html("p", { class: "sentence" }, minus(text));
}
