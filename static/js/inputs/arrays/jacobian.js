// The Jacobian of a step: the matrix itself, with the upstream gradient at its left and what it
// gives below. upstream · J = gradient: every row times its upstream number, added up by column.

import { html, minus } from "../../lib/dom.js";
import { sentenceWithFormula } from "../../lib/formula.js";
import { indexOf } from "../../lib/nested.js";

/** @typedef {import("../../lib/types.js").Step} Step */
/** @typedef {import("../../lib/types.js").Jacobian} Jacobian */

/**
 * Anything but a name in brackets.
 * @param {string} label
 */
const bracketed = (label) => (/^[\p{L}\p{N}_]+$/u.test(label) ? label : `(${label})`);

/**
 * @param {Step} step
 * @param {Jacobian} jacobian
 * @param {import("../../lib/types.js").Payload | null} trace
 */
export function jacobianView(step, jacobian, trace) {
  const shapeOf = (/** @type {string | null | undefined} */ id) =>
    trace?.nodes.find((node) => node.id === id)?.shape ?? [];
  const [rows = 0, columns = 0] = jacobian.shape;
  const size = `${rows} × ${columns}, ${jacobian.structure}`;
  const { cells } = jacobian;
  const [output, variable] = [bracketed(jacobian.output), bracketed(jacobian.variable)];
  const words = html(
    "div",
    { class: "jacobian-words" },
    html("p", { class: "sentence" }, html("b", {}, `J = ∂${output}/∂${variable}`), ` is ${size}.`),
    sentenceWithFormula("", { sentence: jacobian.words }),
    cells
      ? html(
          "p",
          { class: "product" },
          `upstream (1 × ${rows}) · J (${rows} × ${columns}) = gradient (1 × ${columns})`,
        )
      : null,
  );
  if (!cells) return html("div", { class: "jacobian" }, words);
  return html(
    "div",
    { class: "jacobian", "aria-live": "off" },
    words,
    table(jacobian, cells, shapeOf(step.node), shapeOf(step.to)),
  );
}

/**
 * @param {Jacobian} jacobian
 * @param {string[][]} cells
 * @param {number[]} output its shape
 * @param {number[]} variable its shape
 */
function table(
  { heat, upstream, product, output: above, variable: below },
  cells,
  output,
  variable,
) {
  const head = (/** @type {number} */ place, /** @type {number[]} */ shape) =>
    shape.length ? `[${indexOf(shape, place).join(", ")}]` : "";
  const columns = cells[0] ?? [];
  return html(
    "div",
    { class: "jacobian-scroll", tabindex: 0, role: "region", "aria-label": "Jacobian" },
    html(
      "table",
      { class: "jacobian-table" },
      html(
        "caption",
        { class: "hidden" },
        `The Jacobian of ${above} with respect to ${below}, between the upstream gradient and the gradient`,
      ),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("th", { scope: "col", class: "upstream" }, "upstream"),
          html("th", { scope: "col", class: "corner" }, above),
          ...columns.map((_, place) =>
            html("th", { scope: "col" }, `${bracketed(below)}${head(place, variable)}`),
          ),
        ),
      ),
      html(
        "tbody",
        {},
        ...cells.map((row, y) =>
          html(
            "tr",
            {},
            html("td", { class: "upstream" }, minus(upstream?.[y])),
            html("th", { scope: "row" }, head(y, output) || above),
            ...row.map((cell, x) => html("td", { "data-level": heat?.[y]?.[x] }, minus(cell))),
          ),
        ),
      ),
      product
        ? html(
            "tfoot",
            {},
            html(
              "tr",
              {},
              html("th", { scope: "row", colspan: 2 }, "gradient"),
              ...product.map((number) => html("td", {}, minus(number))),
            ),
          )
        : null,
    ),
  );
}
