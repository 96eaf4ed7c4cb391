// What people will see: the drawing at a step, or the embed itself, made small.

import { html } from "../lib/dom.js";
import { fill } from "../picture/contents.js";
import { pictureAt } from "../player/steps.js";

/** @typedef {import("../lib/types.js").Payload} Payload */

const HIGH = 260; // pixels that an embed may take

/**
 * The drawing as it stands at a step, its ids its own.
 * @param {Payload} trace
 * @param {number} step
 */
export function pictureOf(trace, step) {
  const prefix = `${trace.prefix}-shared`;
  const text = trace.svg.replaceAll(trace.prefix, prefix);
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  drawing.setAttribute("role", "img"); // nothing in it can be pressed
  for (const mark of drawing.querySelectorAll("[role=button]"))
    for (const name of ["role", "tabindex", "aria-label"]) mark.removeAttribute(name);
  const found = [...drawing.querySelectorAll("[id]")];
  const marks = new Map(found.map((mark) => [mark.id.slice(prefix.length + 1), mark]));
  for (const [id, [look, content]] of Object.entries(pictureAt(trace, step))) {
    const mark = marks.get(id);
    mark?.setAttribute("data-state", look);
    mark?.toggleAttribute("data-upstream", look === "upstream");
    if (mark && content !== null && content !== undefined) fill(mark, content);
  }
  return document.importNode(drawing, true);
}

/**
 * The embed in a box of a width, shrunk as a whole.
 * @param {string} address
 * @param {{width: number, height: number}} size
 * @param {number} room
 */
export function frameOf(address, { width, height }, room) {
  const scale = Math.min(room / width, HIGH / height, 1);
  const frame = html("iframe", { src: address, width, height, title: "The embed", tabindex: -1 });
  const box = html("div", { class: "share-frame" }, frame);
  frame.style.scale = String(scale);
  box.style.width = `${width * scale}px`;
  box.style.height = `${height * scale}px`;
  return box;
}
