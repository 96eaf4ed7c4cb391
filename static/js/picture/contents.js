// What stands in a mark of the picture: a number, the numbers of a small array, or a thumbnail.
import { minus, svg } from "../lib/dom.js";

/** @typedef {import("../lib/types.js").Content} Content */

/**
 * A content as one text, to see whether it has changed.
 * @param {Content} content
 */
export function keyOf(content) {
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.join("\n") : content.heat;
}

const ILL = /^[-−]?(nan|inf)$/;

/**
 * Whether a content is, or holds, what is not finite.
 * @param {Content} content
 */
export function isIll(content) {
  if (typeof content === "string") return ILL.test(content);
  return Array.isArray(content)
    ? content.some((text) => ILL.test(text))
    : content.heat.includes("x");
}

/**
 * Marks what is not finite, and draws a zigzag under such a number, as the server does.
 * @param {Element} mark
 * @param {Content} content
 */
function markIll(mark, content) {
  const ill = isIll(content);
  mark.toggleAttribute("data-ill", ill);
  mark.querySelector(":scope > .zigzag")?.remove();
  const number = mark.querySelector(":scope > .number");
  if (!ill || !number || typeof content !== "string") return;
  const [x, y] = ["x", "y"].map((name) => Number(number.getAttribute(name)));
  const d = `M${(x ?? 0) - 10.5},${(y ?? 0) + 4}${"l3.5,-2.5l3.5,2.5".repeat(3)}`;
  number.after(svg("path", { class: "zigzag", d }));
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
  markIll(mark, content);
}
