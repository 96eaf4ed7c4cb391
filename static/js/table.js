// Every step with its numbers: the second view, what is printed, and what stands in for a
// drawing that is too large.
import { byId, html, minus, told } from "./shapes.js";

const HEADS = ["Step", "Gate", "What happens", "Value", "Upstream × local", "Gradient"];

/**
 * @param {(step: number) => void} onPick
 */
export function createTable(onPick) {
  const view = byId("steps");
  /** @type {HTMLElement[]} */
  let rows = [];

  view.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("button[data-step]") : null;
    if (row) onPick(Number(row.getAttribute("data-step")));
  });

  return {
    /** @param {import("./types.js").Payload} payload */
    load({ steps }) {
      rows = steps.map((step, index) => {
        const { value, upstream, local, contribution, total } = step.text;
        const product = upstream && local && step.node ? `${upstream} × ${local}` : "";
        const sum = total && contribution && total !== contribution ? ` (sum ${total})` : "";
        const gradient = step.phase === "backward" ? `${contribution ?? total ?? ""}${sum}` : "";
        return html(
          "tr",
          {},
          html(
            "td",
            {},
            html(
              "button",
              { type: "button", "data-step": index, "aria-label": `Step ${index + 1}` },
              String(index + 1),
            ),
          ),
          html("td", {}, step.title),
          html("td", {}, told(step.sentence)),
          html("td", { class: "value-cell" }, minus(value)),
          html("td", {}, minus(product)),
          html("td", { class: "gradient-cell" }, minus(gradient)),
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
      for (const [index, row] of rows.entries()) {
        if (index === step) row.setAttribute("aria-current", "step");
        else row.removeAttribute("aria-current");
      }
      if (view.offsetParent) rows[step]?.scrollIntoView({ block: "nearest" });
    },
  };
}
