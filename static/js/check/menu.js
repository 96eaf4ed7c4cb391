// Backward passes to begin with, in the menu of examples.

import { html } from "../lib/dom.js";
import { EXAMPLES } from "./examples.js";

/** @param {(example: import("./types.js").Example) => void} onChoose */
export function createMenu(onChoose) {
  for (const box of document.querySelectorAll("[data-check-examples]")) {
    for (const example of EXAMPLES) {
      const item = html(
        "button",
        { type: "button" },
        html("strong", {}, example.title),
        html("span", {}, example.note),
      );
      item.addEventListener("click", () => onChoose(example));
      box.append(item);
    }
  }
}
