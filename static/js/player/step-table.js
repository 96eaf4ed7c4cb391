// Every step with its numbers: the second view, what is printed, and what stands in for a
// drawing that is too large.

import { byId, html, minus } from "../lib/dom.js";
import { arrayShape, isArray } from "../lib/matrix.js";

const ROOM = { rows: 4, characters: 24 }; // of a matrix in a cell
const HEADS = ["Step", "Gate", "What happens", "Value", "Upstream × local", "Gradient"];

/**
 * Numbers as text, arrays as matrices or heat maps.
 * @param {(import("../lib/types.js").Shown | null | undefined)[]} parts
 */
function written(parts) {
  return parts.map((part) =>
    isArray(part) ? html("span", { class: "in-table" }, arrayShape(part, ROOM)) : minus(part),
  );
}

/**
 * @param {import("../lib/types.js").Shown} one
 * @param {import("../lib/types.js").Shown} other
 */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {(step: number) => void} onPick
 */
export function createTable(onPick) {
  const view = byId("steps");
  /** @type {HTMLElement[]} */
  let rows = [];
  /** @type {HTMLElement | undefined} */
  let current;
  // To ask where it stands would have the whole page laid out at every step.
  const isOpen = () => document.body.dataset.drawer === view.id || !view.closest(".drawer");

  view.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("button[data-at]") : null;
    if (row) onPick(Number(row.getAttribute("data-at")));
  });

  return {
    /** @param {import("../lib/types.js").Payload} payload */
    load({ steps }) {
      current = undefined;
      rows = steps.map((step, index) => {
        const { value, upstream, local, contribution, total } = step.text;
        const factor = local ?? step.rule?.text;
        const product = upstream && factor && step.node ? [upstream, " × ", factor] : [];
        if (product.length && !local) product[1] = ", by ";
        const grown = total && contribution && !same(total, contribution);
        const sum = grown ? [" (sum ", total, ")"] : [];
        const gradient = step.phase === "backward" ? [contribution ?? total, ...sum] : [];
        return html(
          "tr",
          {},
          html(
            "td",
            {},
            html(
              "button",
              { type: "button", "data-at": index, "aria-label": `Step ${index + 1}` },
              String(index + 1),
            ),
          ),
          html("td", {}, step.title),
          html("td", {}, minus(step.sentence)),
          html("td", { class: "value-cell" }, ...written([value])),
          html("td", {}, ...written(product)),
          html("td", { class: "gradient-cell" }, ...written(gradient)),
        );
      });
      view.replaceChildren(
        html(
          "table",
          { class: "steps-table" },
          html("caption", { class: "hidden" }, "Every step with its numbers"),
          html(
            "thead",
            {},
            html("tr", {}, ...HEADS.map((head) => html("th", { scope: "col" }, head))),
          ),
          html("tbody", {}, ...rows),
        ),
      );
    },

    /** @param {number} step */
    show(step) {
      current?.removeAttribute("aria-current");
      current = rows[step];
      current?.setAttribute("aria-current", "step");
      if (isOpen()) current?.scrollIntoView({ block: "nearest" });
    },
  };
}
