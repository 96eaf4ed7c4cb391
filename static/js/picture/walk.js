// The picture is one stop of the keyboard: inside it the arrow keys walk from mark to mark.

import { whenIdle } from "../lib/idle.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const MARKS = "[role=button][tabindex]";

/** @param {HTMLElement} stage holds the drawing, which comes and goes */
export function createWalk(stage) {
  /** @type {Parameters<ReturnType<typeof import("./names.js").createNames>> | null} not told yet */
  let shown = null;
  /** @type {ReturnType<typeof import("./names.js").createNames> | null} */
  let tell = null;

  /** Those that can be seen: a section that is closed has no box. */
  const marks = () =>
    /** @type {SVGElement[]} */ ([...stage.querySelectorAll(MARKS)]).filter(
      (mark) => mark.getClientRects().length > 0,
    );

  /** @param {SVGElement} mark the one that Tab leads to */
  function stop(mark) {
    for (const other of stage.querySelectorAll(`${MARKS}[tabindex="0"]`))
      other.setAttribute("tabindex", "-1");
    mark.setAttribute("tabindex", "0");
  }

  /** The marks from left to right, those above each other from the top. */
  function inOrder() {
    const placed = marks().map((mark) => ({ mark, box: mark.getBoundingClientRect() }));
    placed.sort(({ box: one }, { box: other }) => one.left - other.left || one.top - other.top);
    return placed.map(({ mark }) => mark);
  }

  /** Has Tab lead to a mark that is seen. */
  function begin() {
    const all = marks();
    const first = all.find((mark) => mark.matches(".gate")) ?? all[0];
    const isThere = all.some((mark) => mark.getAttribute("tabindex") === "0");
    if (first && !isThere && !stage.contains(document.activeElement)) stop(first);
  }
  begin();
  new MutationObserver(begin).observe(stage, { childList: true });
  document.addEventListener("keydown", ({ key }) => key === "Tab" && begin(), true);

  async function name() {
    const { createNames } = await import("./names.js");
    tell = createNames(stage);
    speak();
  }
  function speak() {
    if (!shown || !tell) return;
    tell(...shown);
    shown = null;
  }
  whenIdle(name);

  stage.addEventListener("focusin", ({ target }) => {
    const mark = target instanceof Element ? target.closest(MARKS) : null;
    if (mark instanceof SVGElement) stop(mark);
  });
  stage.addEventListener("keydown", (event) => {
    const by = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
    const mark = event.target instanceof Element ? event.target.closest(MARKS) : null;
    if (!by || !(mark instanceof SVGElement)) return;
    event.preventDefault();
    const all = inOrder();
    all[all.indexOf(mark) + by]?.focus();
  });

  /**
   * Names the marks as they stand at a step.
   * @param {import("../lib/types.js").Payload} trace
   * @param {import("../lib/types.js").Marks} marks
   */
  return (trace, marks) => {
    const waits = shown !== null;
    shown = [trace, marks];
    if (stage.contains(document.activeElement)) speak();
    else if (!waits) whenIdle(speak);
  };
}
