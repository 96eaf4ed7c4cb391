// The dialog with the whole of one array: value and gradient side by side, as tables with heat.

import { createChoice } from "../../lib/choice.js";
import { byId, html, minus } from "../../lib/dom.js";
import { endOfScale } from "../../lib/heat.js";
import { shapeText } from "../../lib/nested.js";
import { copyText } from "../../lib/share.js";

/** @typedef {import("../../lib/types.js").WholeArray} WholeArray */
/** @typedef {"value" | "grad"} Part */
/** @typedef {{value: boolean, grad: boolean, whole: boolean}} Known what the step on the screen has computed */

const PARTS = /** @type {Part[]} */ (["value", "grad"]);
const COPY = "Copy as NumPy";

/**
 * @param {Object} options
 * @param {(node: string) => Promise<WholeArray>} options.fetchArray
 * @param {(node: string) => {name: string, data: boolean, awaited: boolean, known: Known}} options.about
 */
export function createArrayView({ fetchArray, about }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("array"));
  const title = byId("array-title");
  const note = byId("array-note");
  const panes = byId("array-panes");
  const choice = createChoice("array-part", "Show", ["Value", "Gradient"], () => choose());
  byId("array-parts").append(choice.element);
  /** @type {WholeArray | null} */
  let shown = null;
  let turn = 0;

  const pane = (/** @type {Part} */ part) =>
    /** @type {HTMLElement} */ (panes.querySelector(`[data-part=${part}]`));
  const scroller = (/** @type {Part} */ part) =>
    /** @type {HTMLElement} */ (pane(part).querySelector(".array-scroll"));

  /** On narrow windows one of the two is seen. */
  function choose() {
    panes.dataset.shown = choice.value() === "Value" ? "value" : "grad";
  }

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (button instanceof HTMLElement && shown) copy(button, shown);
  });
  for (const part of PARTS) {
    const other = PARTS.find((name) => name !== part) ?? part;
    scroller(part).addEventListener("scroll", () => {
      scroller(other).scrollTop = scroller(part).scrollTop;
      scroller(other).scrollLeft = scroller(part).scrollLeft;
    });
  }

  /**
   * @param {HTMLElement} button
   * @param {WholeArray} array
   */
  async function copy(button, { numpy }) {
    const text = numpy[/** @type {Part} */ (button.dataset.copy)];
    const done = text !== null && (await copyText(text));
    button.textContent = done ? "Copied" : "The browser forbids it";
    setTimeout(() => {
      button.textContent = COPY;
    }, 2000);
  }

  /**
   * @param {WholeArray} array
   * @param {{data: boolean, awaited: boolean, known: Known}} about `awaited`: before an error
   */
  function fill(array, { data, awaited, known }) {
    shown = array;
    const shape = shapeText(array.shape);
    const reasons = {
      value: known.value ? null : `Not computed yet at this step: an array of shape ${shape}.`,
      grad: array.text.grad
        ? known.grad
          ? null
          : `Not computed yet at this step. It will have the shape of the value, ${shape}.`
        : data
          ? "Data: it carries no gradient."
          : awaited
            ? `Not computed before the program runs. It will have the shape of the value, ${shape}.`
            : "No gradient reaches it.",
    };
    for (const part of PARTS) {
      const [cells, heat, reason] = [array.text[part], array.heat[part], reasons[part]];
      const missing = reason ?? (cells ? null : "");
      const copyButton = /** @type {HTMLElement} */ (pane(part).querySelector("[data-copy]"));
      copyButton.hidden = missing !== null;
      scroller(part).classList.toggle("is-missing", missing !== null);
      scroller(part).replaceChildren(
        missing === null && cells ? table(array, cells, heat ?? []) : html("p", {}, missing),
      );
      scroller(part).scrollTo(0, 0);
      showKey(part, (missing === null && cells) || [], heat ?? []);
    }
    const partly = known.grad && !known.whole && array.text.grad;
    const gathering =
      "The gradient after all steps; the step on the screen has gathered a part of it.";
    note.textContent = [array.cut, partly ? gathering : null].filter(Boolean).join(" ");
  }

  /**
   * The scale of a table's colours, from its largest magnitude below zero to the same above.
   * @param {Part} part
   * @param {string[][]} cells
   * @param {string[]} heat
   */
  function showKey(part, cells, heat) {
    const key = /** @type {HTMLElement} */ (pane(part).querySelector(".heat-key"));
    const find = (/** @type {string} */ selector) =>
      /** @type {HTMLElement} */ (key.querySelector(selector));
    const end = endOfScale(cells);
    key.hidden = end === null;
    find("[data-least]").textContent = `−${end}`;
    find("[data-most]").textContent = end;
    find(".not-finite").hidden = !heat.some((row) => row.includes("x"));
  }

  return {
    /**
     * @param {string} node
     * @param {Part} part what was clicked
     */
    async open(node, part) {
      const mine = ++turn;
      const { name, ...rest } = about(node);
      shown = null;
      title.textContent = name;
      note.textContent = "Loading …";
      for (const each of PARTS) scroller(each).replaceChildren();
      choice.choose(part === "value" ? "Value" : "Gradient");
      choose();
      if (!dialog.open) dialog.showModal();
      try {
        const array = await fetchArray(node);
        if (mine !== turn) return;
        title.replaceChildren(name, " ", html("span", {}, shapeText(array.shape)));
        fill(array, rest);
      } catch (error) {
        if (mine === turn) note.textContent = error instanceof Error ? error.message : "";
      }
    },
  };
}

/**
 * @param {WholeArray} array
 * @param {string[][]} cells
 * @param {string[]} heat
 */
function table({ rows, columns }, cells, heat) {
  return html(
    "table",
    { class: "array-table" },
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        html("td", {}),
        ...columns.map((column) => html("th", { scope: "col" }, column)),
      ),
    ),
    html(
      "tbody",
      {},
      ...cells.map((row, y) =>
        html(
          "tr",
          {},
          html("th", { scope: "row" }, rows[y]),
          ...row.map((cell, x) => html("td", { "data-level": heat[y]?.[x] }, minus(cell))),
        ),
      ),
    ),
  );
}
