// Elements, and the shapes that stand both in the picture and beside it.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, unknown>} attributes null and false are left out, true is empty
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function html(name, attributes = {}, ...children) {
  return /** @type {HTMLElement} */ (fill(document.createElement(name), attributes, children));
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string | null | undefined)} children
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  return /** @type {SVGElement} */ (
    fill(document.createElementNS(SVG, name), attributes, children)
  );
}

/**
 * @param {Element} element
 * @param {Record<string, unknown>} attributes
 * @param {(Node | string | null | undefined)[]} children
 */
function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * The element with an id that the template is known to hold.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** @param {MouseEvent} event whether a click opens its link beside this page */
export const isForAnotherTab = (event) =>
  event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;

/**
 * Plain text with the true minus sign; hyphens within words stay.
 * @param {string | null | undefined} text
 */
export function minus(text) {
  return (text ?? "").replace(/(?<![\p{L}])-|-(?![\p{L}])/gu, "−");
}

/**
 * A message as a sentence that another may follow.
 * @param {string} text
 */
export function ended(text) {
  return /[\p{L}\p{N})\]”]$/u.test(text) ? `${text}.` : text;
}

/**
 * The class of a number that needs smaller digits in the panel.
 * @param {string | undefined} text
 */
export function lengthOf(text) {
  const length = (text ?? "").length;
  return length > 12 ? " long longest" : length > 8 ? " long" : "";
}

/** Width, height, length of the nose and class of the tag's three sizes. */
const SIZES = /** @type {const} */ ({
  small: [38, 20, 8],
  field: [64, 26, 10],
  panel: [92, 36, 14],
});

/**
 * A gradient's tag, the same shape as in the picture.
 * @param {string | null} text
 * @param {string} state pending, upstream, now or earlier
 * @param {keyof typeof SIZES} size
 * @returns {SVGElement}
 */
export function tag(text, state, size) {
  const [least, height, nose] = SIZES[size];
  const length = (text ?? "").length;
  const long = size === "panel" ? lengthOf(text ?? "") : length > 6 ? " long" : "";
  const digit = length > 12 ? 8 : length > 8 ? 10 : 13;
  const shown = size === "field" && length > 7 ? `${text?.slice(0, 5)}…` : text;
  const width = size === "panel" ? Math.max(least, 34 + digit * length) : least;
  const outline =
    `M0,${height / 2} L${nose},0 H${width - 5} Q${width},0 ${width},5 V${height - 5} ` +
    `Q${width},${height} ${width - 5},${height} H${nose} Z`;
  return svg(
    "svg",
    {
      class: `tag shape-${size}${long}`,
      "data-state": state,
      width: width + 4,
      height: height + 4,
      viewBox: `-2 -2 ${width + 4} ${height + 4}`,
      "aria-hidden": "true",
    },
    svg("path", { class: "shape", d: outline }),
    shown
      ? svg(
          "text",
          { class: "number", x: (width + nose / 2) / 2 + 1, y: height / 2, dy: ".36em" },
          minus(shown),
        )
      : null,
  );
}
