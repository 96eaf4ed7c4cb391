// The gradient check: every gradient against a central difference, and the error against h.
import { html, minus, svg } from "../lib/dom.js";
import { saveButton, table } from "../lib/parts.js";

/** @typedef {import("./types.js").Checks} Checks */
/** @typedef {import("./types.js").Check} Check */

const SIGNS = {
  right: "M2.5 7.5 6 11l6-8",
  suspicious: "M7 2.5v6M7 11.5v.01",
  wrong: "M3 3l8 8M11 3l-8 8",
  kink: "M2 11 7 3l5 8",
};
const HEADS = ["name", "analytic", "numeric", "relative error", "verdict"];

/** @param {Check} check */
function row({ name, element, analytic, numeric, error_text: error, verdict, message }) {
  const look = { class: "icon", viewBox: "0 0 14 14", width: 14, height: 14 };
  const sign = svg("svg", { ...look, "aria-hidden": "true" }, svg("path", { d: SIGNS[verdict] }));
  return html(
    "tr",
    { "data-verdict": verdict },
    html(
      "th",
      { scope: "row" },
      html("span", { class: "symbol" }),
      name,
      element ? html("small", {}, ` ${element}`) : null,
    ),
    html("td", {}, minus(analytic)),
    html("td", {}, minus(numeric)),
    html("td", {}, minus(error)),
    html("td", { class: "verdict", title: message || null }, sign, verdict),
  );
}

/** @type {import("./types.js").MakeView} */
export function createCheck({ bar, body }) {
  const figure = html("figure", { class: "check-plot" });
  /** @type {Checks | null} */
  let data = null;
  let turn = 0;
  const saveSvg = saveButton("Plot as SVG", () => ({
    name: "gradient-check.svg",
    text: drawing?.standalone() ?? "",
    type: "image/svg+xml",
  }));
  const saveCsv = saveButton("Data as CSV", () => ({
    name: "gradient-check.csv",
    text: data?.csv ?? "",
    type: "text/csv",
  }));
  bar.hidden = true;
  /** @type {import("./plot.js").Drawing | null} */
  let drawing = null;

  /** Draws the plot, once the library for it is there. */
  async function draw() {
    const mine = ++turn;
    try {
      const { drawErrors } = await import("./plot.js");
      if (mine !== turn || !data) return;
      drawing = drawErrors(data.plot, data.h);
      figure.replaceChildren(drawing.element);
      for (const [at, place] of [...body.querySelectorAll(".symbol")].entries())
        place.replaceChildren(...[drawing.symbols[at] ?? []].flat());
    } catch {
      figure.replaceChildren(html("p", {}, "The plot could not be loaded; the table has its end."));
    }
    saveSvg.hidden = drawing === null;
  }

  return {
    /** @param {Checks} next */
    show(next) {
      data = next;
      const notes = next.checks.filter(({ verdict }) => verdict !== "right");
      const messages = [...new Set(notes.map(({ message }) => message))];
      const kinks = next.kinks.length > 0;
      const words = html(
        "div",
        { class: "check-words" },
        ...messages.map((text) => html("p", { class: kinks ? "kink" : "sentence" }, minus(text))),
        ...next.sentences.map((text) => html("p", {}, minus(text))),
      );
      const numbers = html(
        "div",
        {},
        table("checks", "Each gradient and its central difference", HEADS, next.checks.map(row)),
        html("div", { class: "check-saves" }, saveSvg, saveCsv),
      );
      body.replaceChildren(html("div", { class: "check-view" }, numbers, figure, words));
      draw();
    },
  };
}
