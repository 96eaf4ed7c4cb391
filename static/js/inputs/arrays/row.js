// The row of an array input: its name, its value small, its gradient. A click opens its editor.

import { html } from "../../lib/dom.js";
import { formula } from "../../lib/formula.js";
import { arrayTag, isArray, shownOf, spoken } from "../../lib/matrix.js";
import { shapeText } from "../../lib/nested.js";
import { face, shapeOf } from "./face.js";

/** @typedef {import("../../lib/types.js").InputDetail} InputDetail */
/** @typedef {import("../../lib/types.js").Content} Content */

/**
 * What a click in a row does.
 * @typedef {Object} Actions
 * @property {(name: string) => void} edit
 * @property {(name: string, part: "value" | "grad") => void} open
 */

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
  const long = /^(\p{L})(\d*)$/u.test(name) ? "array-name" : "array-name long";
  const title = html("span", { class: long, title: name, id }, ...nameOf(name));
  const field = html("button", { type: "button", class: "array-field", "data-input": name });
  const cell = html("span", { class: "gradient-cell" });
  field.addEventListener("click", () => actions.edit(name));
  const item = html(
    "li",
    { class: "input-row array-row", "aria-labelledby": id },
    title,
    field,
    cell,
  );
  let node = "";
  let known = "";
  /** @type {InputDetail | undefined} */
  let detail;

  return {
    kind: /** @type {const} */ ("array"),
    item,
    node: () => node,

    /** @param {InputDetail} next */
    load(next) {
      detail = next;
      node = next.node;
      const { text } = next;
      field.setAttribute("aria-label", `Edit ${name}, ${spoken(text)}`);
      field.replaceChildren(...(isArray(text) ? face(text, next.data) : []));
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
        cell.replaceChildren(html("span", { class: "note" }, "no gradient"));
        return;
      }
      const shape = detail.shape ?? [];
      const isPending = state === "pending" || content === null;
      const shown = isPending ? null : shownOf(content, shape);
      const body = isArray(shown) ? face(shown) : [shapeOf(shapeText(shape))];
      const tag = html(
        "button",
        { type: "button", class: "array-open" },
        arrayTag(html("span", { class: "face" }, ...body), isPending ? "pending" : state),
      );
      const words = isPending ? "not computed yet" : spoken(shown);
      tag.setAttribute("aria-label", `Gradient of ${name}, ${words}. Open the whole array`);
      tag.addEventListener("click", () => actions.open(name, "grad"));
      cell.replaceChildren(tag);
    },
  };
}
