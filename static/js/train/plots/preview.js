// A preview of data: an element that fills once what draws it is there.
import { html } from "../../lib/dom.js";

/** @param {import("./points.js").Data} data */
export function drawPoints(data) {
  const element = html("div", { class: "plot-points" });
  import("./draw.js").then(
    ({ scatterOf }) => element.replaceChildren(scatterOf(data)),
    () => element.replaceChildren(html("p", { class: "note" }, "The preview could not be loaded.")),
  );
  return element;
}
