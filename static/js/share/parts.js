// The parts of the dialog, made when it is first opened.

import { html, svg } from "../lib/dom.js";

/** Strokes on 20 × 20, as in templates/icons.html. */
const ICONS = {
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  link: "M8.5 11.5a3.2 3.2 0 0 0 4.6.2l2.6-2.6a3.25 3.25 0 0 0-4.6-4.6l-1.2 1.2M11.5 8.5a3.2 3.2 0 0 0-4.6-.2l-2.6 2.6a3.25 3.25 0 0 0 4.6 4.6l1.2-1.2",
  copy: "M7.5 7.5h9v9h-9zM12.500 4.500V3.500h-9v9h1",
  image: "M3 4h14v12H3zM3 13.500l4-4 4 4 2.500-2.500 3.500 3.500",
  file: "M5.500 3h6l3.500 3.500V17h-9.500zM11.500 3v3.500H15",
  send: "M10 12V3.500M6.500 6.500 10 3l3.500 3.500M5.500 9.500h-1v7h11v-7h-1",
};

/** @typedef {keyof typeof ICONS} Icon */

/** @param {Icon} name */
export const icon = (name) =>
  svg(
    "svg",
    { class: "icon", viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );

/**
 * @param {Icon} name
 * @param {string} label
 * @param {Record<string, unknown>} attributes
 * @param {string} [more] for those who hear it
 */
export const button = (name, label, attributes, more = "") =>
  html(
    "button",
    { type: "button", ...attributes },
    icon(name),
    html("span", {}, label),
    more ? html("span", { class: "hidden" }, more) : null,
  );

/**
 * A text to copy, with its button.
 * @param {string} id
 * @param {string} title
 * @param {string} said what is copied
 * @param {Icon} sign
 * @param {Record<string, unknown>} look of the button
 */
export function field(id, title, said, sign, look) {
  return [
    html("label", { class: "share-title", for: id }, title),
    html(
      "div",
      { class: "share-row" },
      html("input", { type: "text", id, readonly: true, spellcheck: "false" }),
      button(sign, "Copy", { "data-copies": id, ...look }, ` ${said}`),
    ),
  ];
}

/**
 * One choice among a few.
 * @param {string} name
 * @param {string} label for those who hear it
 * @param {Record<string, string>} options what is said of each value
 */
export function choice(name, label, options) {
  const chevron = svg("path", { d: "M3 4.5 6 7.5 9 4.5" });
  const look = { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" };
  return html(
    "span",
    { class: "select" },
    html(
      "select",
      { name, "aria-label": label },
      ...Object.entries(options).map(([value, said]) => html("option", { value }, said)),
    ),
    svg("svg", { class: "icon chevron", ...look }, chevron),
  );
}

/**
 * A file to save, or a picture to copy.
 * @param {Icon} sign
 * @param {string} kind
 * @param {string} label
 * @param {string} use
 */
export function file(sign, kind, label, use) {
  const words = html("span", {}, html("b", {}, label), html("small", {}, use));
  return kind === "copy"
    ? html("button", { type: "button", class: "share-file", "data-file": kind }, icon(sign), words)
    : html("a", { class: "share-file", "data-file": kind, download: "" }, icon(sign), words);
}
