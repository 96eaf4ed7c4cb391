// The row of an array input: its value small, its gradient beside it, and what one can do with it.

import { html } from "../../lib/dom.js";
import { formula } from "../../lib/formula.js";
import { arrayShape, arrayTag, isArray, shownOf, spoken } from "../../lib/matrix.js";
import { shapeText } from "../../lib/nested.js";

/** @typedef {import("../../lib/types.js").InputDetail} InputDetail */
/** @typedef {import("../../lib/types.js").Content} Content */

/**
 * What a row's buttons do.
 * @typedef {Object} Actions
 * @property {(name: string) => void} edit
 * @property {(name: string, part: "value" | "grad") => void} open
 * @property {(name: string) => void} redraw
 */

/** How much fits in half of the side column, which is narrower on narrower windows. */
function room() {
  const narrow = matchMedia("(min-width: 1200px) and (max-width: 1399px)").matches;
  return { rows: 2, characters: narrow ? 11 : 15, named: false };
}

/**
 * A name as in the picture: one letter with its digits in math italic.
 * @param {string} name
 */
export function nameOf(name) {
  const match = /^(\p{L})(\d*)$/u.exec(name);
  if (!match) return [name];
  const typeset = formula("span", "", match[2] ? `${match[1]}_{${match[2]}}` : name, {
    text: name,
  });
  typeset.setAttribute("aria-hidden", "true");
  return [html("span", { class: "hidden" }, name), typeset];
}

/**
 * The id of an input's field or title: an id has no spaces, brackets and quotes.
 * @param {string} name
 */
export const idOf = (name) => {
  const code = (/** @type {string} */ char) => `-${char.codePointAt(0)?.toString(16)}-`;
  return `input-${name.replace(/[^\p{L}\p{N}_]/gu, code)}`;
};

/**
 * @param {string} name
 * @param {Actions} actions
 */
export function makeArrayRow(name, actions) {
  const id = idOf(name);
  const shape = html("span", { class: "shape-text" });
  const long = /^(\p{L})(\d*)$/u.test(name) ? "array-name" : "array-name long";
  const title = html("span", { class: long, title: name, id }, ...nameOf(name));
  const buttons = html("span", { class: "row-buttons" });
  const field = html("button", { type: "button", class: "array-field", "data-input": name });
  const cell = html("span", { class: "gradient-cell" });
  field.addEventListener("click", () => actions.edit(name));
  const item = html(
    "li",
    { class: "input-row array-row", "aria-labelledby": id },
    html("span", { class: "array-head" }, title, shape, buttons),
    field,
    cell,
  );
  let node = "";
  let known = "";
  /** @type {InputDetail | undefined} */
  let detail;

  /**
   * @param {string} word
   * @param {() => void} run
   */
  function button(word, run) {
    const element = html("button", { type: "button", class: "link-button" }, word);
    element.setAttribute("aria-label", `${word} ${name}`);
    element.addEventListener("click", run);
    return element;
  }

  return {
    kind: /** @type {const} */ ("array"),
    item,
    node: () => node,

    /** @param {InputDetail} next */
    load(next) {
      detail = next;
      node = next.node;
      const text = next.text;
      const words = shapeText(next.shape ?? []);
      shape.textContent = words;
      field.setAttribute("aria-label", `Edit ${name}, ${spoken(text)}`);
      field.replaceChildren(...(isArray(text) ? [arrayShape(text, room())] : []));
      const drawn = next.random ? [button("Redraw", () => actions.redraw(name))] : [];
      const kept = buttons.querySelectorAll("button").length === drawn.length + 2;
      if (!kept) {
        const edit = button("Edit", () => actions.edit(name));
        buttons.replaceChildren(
          ...drawn,
          edit,
          button("Open", () => actions.open(name, "value")),
        );
      }
      known = "";
    },

    /**
     * Follows the gradient's tag in the picture.
     * @param {string} state
     * @param {Content | null} content
     */
    show(state, content) {
      const key = JSON.stringify([state, content]);
      if (key === known || !detail) return;
      known = key;
      if (detail.data) {
        cell.replaceChildren(html("span", { class: "note" }, "data, no gradient"));
        return;
      }
      const pending = state === "pending" || content === null;
      const shown = pending ? null : shownOf(content, detail.shape ?? []);
      const empty = html("span", { class: "shape-text" }, shape.textContent);
      const body = isArray(shown) ? arrayShape(shown, room()) : empty;
      const tag = html(
        "button",
        { type: "button", class: "array-open" },
        arrayTag(body, pending ? "pending" : state),
      );
      const words = pending ? "not computed yet" : spoken(shown);
      tag.setAttribute("aria-label", `Gradient of ${name}, ${words}. Open the whole array`);
      tag.addEventListener("click", () => actions.open(name, "grad"));
      cell.replaceChildren(tag);
    },
  };
}
