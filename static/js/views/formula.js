// The derivative by every input as a formula in the program's names.

import { html } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { copyButton } from "../lib/parts.js";

/** @typedef {import("./types.js").Formulas} Formulas */

/** @type {import("./types.js").MakeView} */
export function createFormula({ bar, body }) {
  bar.hidden = true;
  return {
    /** @param {Formulas} data */
    show({ formulas }) {
      const rows = formulas.map(({ of, text, latex, slope, where }) => {
        const helpers = where.map((part) =>
          html("li", {}, formula("span", "inline-math", part.latex, { text: part.text })),
        );
        const copies = html(
          "div",
          { class: "row-buttons", role: "group", "aria-label": `Derivative by ${of}` },
          copyButton("Copy text", () => [text, ...where.map((part) => part.text)].join("\n")),
          copyButton("Copy LaTeX", () =>
            [latex, ...where.map((part) => part.latex)].join(" \\\\\n"),
          ),
        );
        return html(
          "li",
          { class: "formula-row" },
          html(
            "div",
            {
              class: "formula-math",
              tabindex: 0,
              role: "group",
              "aria-label": `Derivative by ${of}`,
            },
            formula("div", "math", `${slope} = ${latex}`, { display: true, text }),
            helpers.length ? html("p", {}, "where") : null,
            helpers.length ? html("ul", {}, ...helpers) : null,
          ),
          copies,
        );
      });
      body.replaceChildren(html("ul", { class: "formulas" }, ...rows));
    },
  };
}
