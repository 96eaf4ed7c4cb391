// What gives way where the column is full: first the inputs close, then the notices become few; then
// the editor scrolls.

import { byId } from "../lib/dom.js";

const ROW = 42; // pixels of an input
const FEW = 4; // rows that are worth their room
const HEAD = 56; // of the inputs, with what stays free below them
const PHONE = 600;

/**
 * @param {Object} parts
 * @param {{shorten: (isShort: boolean) => void}} parts.notices
 * @param {{count: () => number, full: (isFull: boolean) => void}} parts.inputs
 */
export function createFold({ notices, inputs }) {
  const side = byId("form");
  const section = byId("inputs");
  const box = /** @type {HTMLElement} */ (document.querySelector(".editor-box"));
  const scroller = /** @type {HTMLElement} */ (box.querySelector(".cm-scroller"));
  const list = byId("notices");
  let height = 0; // of the notices, as many as there may be

  /** The room that is left under all that stands above the rows of the inputs. */
  function room() {
    const fixed = [...side.querySelectorAll(".bar, .touch-keys, .training")]
      .filter((part) => !section.contains(part))
      .reduce((sum, part) => sum + /** @type {HTMLElement} */ (part).offsetHeight, 0);
    return side.clientHeight - fixed - scroller.scrollHeight - height - HEAD;
  }

  function arrange() {
    if (!side.clientHeight) return;
    notices.shorten(false);
    height = list.offsetHeight;
    const left = room();
    const flows = innerWidth < PHONE; // where the whole column scrolls
    inputs.full(!flows && left < Math.min(FEW, inputs.count()) * ROW);
    notices.shorten(!flows && left < 0);
  }

  const observer = new ResizeObserver(() => requestAnimationFrame(arrange));
  for (const part of [side, box, scroller.querySelector(".cm-content"), list])
    if (part) observer.observe(part);
  return arrange;
}
