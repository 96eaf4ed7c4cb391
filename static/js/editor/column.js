// The width of the program's column: chosen when a program arrives, dragged by its right edge, and
// remembered then. Typing never changes it.

import { byId } from "../lib/dom.js";
import { forget, recall, remember } from "../lib/storage.js";
import { hasBackwardPass } from "../state/backward-pass.js";
import { LEAST, MOST, roomIn, sizeIn, widthFor } from "./width.js";

const KEPT = "column"; // under which a width is remembered
const STEP = 16; // pixels that a key moves the edge
const TRY = 100; // pixels of the font that lines are measured in

/** @type {Record<string, number>} */
const KEYS = { ArrowLeft: -STEP, ArrowRight: STEP };

/** @param {number} width */
const within = (width) => Math.round(Math.min(Math.max(width, LEAST), MOST));

/** @param {import("./editor.js").Editor} editor */
export function createColumn(editor) {
  const grip = byId("grip");
  const root = document.documentElement;
  const brush = document.createElement("canvas").getContext("2d");
  const kept = Number(recall(KEPT));
  /** @type {number | null} */
  let chosen = kept ? within(kept) : null;
  /** @type {number[]} of the program that arrived */
  let lines = [];
  let isMarked = false;
  let width = 0;

  function show() {
    const room = roomIn(innerWidth);
    width = chosen ?? widthFor(lines, room, isMarked);
    root.style.setProperty("--column", `${width}px`);
    root.style.setProperty("--code", `${sizeIn(lines, room, width, isMarked)}px`);
    grip.setAttribute("aria-valuenow", String(width));
    editor.view.requestMeasure();
  }

  /** @param {number | null} next null: as the program asks for */
  function choose(next) {
    chosen = next === null ? null : within(next);
    show();
  }

  function keep() {
    if (chosen === null) forget(KEPT);
    else remember(KEPT, String(chosen));
  }

  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    grip.focus();
    grip.setPointerCapture(event.pointerId);
    const from = width - event.clientX;
    const move = (/** @type {PointerEvent} */ { clientX }) => choose(from + clientX);
    grip.addEventListener("pointermove", move);
    const end = () => {
      grip.removeEventListener("pointermove", move);
      keep();
    };
    for (const event of ["pointerup", "pointercancel"])
      grip.addEventListener(event, end, { once: true });
  });
  grip.addEventListener("dblclick", () => {
    choose(null);
    keep();
  });
  grip.addEventListener("keydown", (event) => {
    const by = KEYS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // these keys step elsewhere
    choose(width + by);
    keep();
  });
  addEventListener("resize", show);

  /** @param {boolean} next whether the margin has room for marks; it stays until another program comes */
  function mark(next) {
    isMarked = next;
    byId("editor").classList.toggle("has-marks", next);
  }

  return {
    mark: () => mark(true),

    /** @param {string} text a program that was pasted, opened or came with a link */
    arrived(text) {
      if (brush) brush.font = `${TRY}px ${getComputedStyle(root).getPropertyValue("--mono")}`;
      const widthOf = (/** @type {string} */ line) =>
        (brush?.measureText(line.trimEnd().replaceAll("\t", "    ")).width ?? 0) / TRY;
      lines = text.split("\n").map(widthOf);
      mark(hasBackwardPass(text));
      show();
    },
  };
}
