// The second derivatives: the Hessian of chosen inputs and what its eigenvalues say; of many, the
// product of the Hessian with a direction.
import { html, minus } from "../lib/dom.js";
import { sentence, table } from "../lib/parts.js";

/** @typedef {import("./types.js").Hessian} Hessian */

const STRONGEST = 4; // levels on each side of zero

/**
 * The heat of each cell, from the largest magnitude of the matrix.
 * @param {(number | string)[][]} matrix
 * @returns {string[][]}
 */
export function levelsOf(matrix) {
  const finite = matrix.flat().filter((cell) => typeof cell === "number");
  const largest = Math.max(...finite.map(Math.abs), 0);
  return matrix.map((row) =>
    row.map((cell) => {
      if (typeof cell !== "number") return "x";
      const share = largest ? Math.abs(cell) / largest : 0;
      return String(4 + Math.sign(cell) * Math.ceil(share * STRONGEST - 1e-9));
    }),
  );
}

/** @type {import("./types.js").MakeView} */
export function createHessian({ bar, body }, page) {
  const choices = html("fieldset", { class: "checkboxes" });
  bar.append(choices);
  let known = "";

  choices.addEventListener("change", () => {
    const inputs = /** @type {HTMLInputElement[]} */ ([...choices.querySelectorAll("input")]);
    const of = inputs.filter(({ checked }) => checked).map(({ value }) => value);
    if (of.length) page.choose({ of });
    else body.replaceChildren(html("p", {}, "Choose at least one input."));
  });

  /**
   * The boxes stay where they are as long as the inputs do, and so keep the focus.
   * @param {Hessian["choices"]} inputs
   * @param {string[]} chosen
   */
  function offer(inputs, chosen) {
    if (JSON.stringify(inputs) !== known) {
      known = JSON.stringify(inputs);
      const boxes = inputs.map(({ name, size }) =>
        html(
          "label",
          {},
          html("input", { type: "checkbox", value: name, checked: chosen.includes(name) }),
          html("span", {}, name, size > 1 ? html("small", {}, ` ${size}`) : null),
        ),
      );
      choices.replaceChildren(html("legend", {}, "Second derivatives by"), ...boxes);
    }
  }

  /** @param {Hessian} data */
  function matrixOf({ entries, text, matrix }) {
    const levels = levelsOf(matrix ?? []);
    const rows = text.map((cells, y) =>
      html(
        "tr",
        {},
        html("th", { scope: "row" }, entries[y]),
        ...cells.map((cell, x) => html("td", { "data-level": levels[y]?.[x] }, minus(cell))),
      ),
    );
    return table("hessian", "The Hessian", ["", ...entries], rows);
  }

  /** @param {NonNullable<Hessian["product"]>} product */
  function productOf({ direction, entries, text, curvature }) {
    const rows = entries.map((entry, at) =>
      html("tr", {}, html("th", { scope: "row" }, entry), html("td", {}, minus(text[at]))),
    );
    return html(
      "div",
      { class: "hessian-words" },
      html("p", {}, `Curvature along ${direction}: `, html("b", {}, minus(curvature))),
      table("product", `Hessian times ${direction}`, ["entry", "H · v"], rows),
    );
  }

  return {
    /** @param {Hessian} data */
    show(data) {
      offer(data.choices, data.of);
      const eigenvalues = html(
        "p",
        { class: "eigenvalues" },
        data.eigenvalues.length === 1 ? "eigenvalue " : "eigenvalues ",
        html("b", {}, data.eigenvalues.map(minus).join(", ")),
      );
      body.replaceChildren(
        html(
          "div",
          { class: "hessian-view" },
          data.matrix ? matrixOf(data) : null,
          data.matrix
            ? html(
                "div",
                { class: "hessian-words" },
                sentence(data.sentence),
                data.eigenvalues.length ? eigenvalues : null,
              )
            : sentence(data.sentence),
          data.product ? productOf(data.product) : null,
        ),
      );
    },
  };
}
