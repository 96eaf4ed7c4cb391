// What stands in a mark of the picture: a number, the numbers of a small array, or a thumbnail.
import { minus } from "../lib/dom.js";

/** @typedef {import("../lib/types.js").Content} Content */

/**
 * A content as one text, to see whether it has changed.
 * @param {Content} content
 */
export function keyOf(content) {
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.join("\n") : content.heat;
}

/**
 * @param {Element | null | undefined} element
 * @param {string} text
 */
function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/**
 * Puts a content into a mark that the server drew for one of its kind. A chip of arrays has
 * a number beside them: for local factors that are all the same.
 * @param {Element} mark
 * @param {Content} content
 */
export function fill(mark, content) {
  if (typeof content === "string") {
    write(mark.querySelector(":scope > .number"), minus(content));
  } else if (Array.isArray(content)) {
    const numbers = mark.querySelectorAll(":scope > .number, .content > .number");
    content.forEach((text, index) => {
      write(numbers[index], minus(text));
    });
  } else {
    const cells = mark.querySelectorAll(".cell");
    [...content.heat].forEach((level, index) => {
      if (cells[index]?.getAttribute("data-level") !== level)
        cells[index]?.setAttribute("data-level", level);
    });
  }
}
