// The plain field that stands where the editor will be, until that is fetched.

import { byId } from "../lib/dom.js";

/**
 * Takes the field away.
 * @param {string} first the text that it began with
 * @returns {{text: string | null, at: number | null}} what was typed in it, and where its cursor is
 */
export function createEarly(first) {
  const box = byId("editor");
  const field = box.querySelector("textarea");
  const text = field && field.value !== first ? field.value : null;
  const at = field && field === document.activeElement ? field.selectionStart : null;
  box.replaceChildren();
  return { text, at };
}
