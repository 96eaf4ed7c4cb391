// The panel: one box of one height that speaks for every state of the page. What does not fit is
// said shorter; what else there is to know of a step stands in its details.

import { byId } from "../lib/dom.js";
import { whenIdle } from "../lib/idle.js";
import { isArray } from "../lib/matrix.js";
import { whenTypeset } from "../lib/typeset.js";
import { heardOf } from "../player/heard.js";
import { createDetails, links } from "./details.js";
import { emptyEquation, equation } from "./equation.js";
import { narrowings, shapesFit, shortenings, wordsFit } from "./fit.js";
import { linesOf, startWords, wordsOf } from "./words.js";

/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("../lib/types.js").Payload} Payload */
/**
 * What the panel shows: words and shapes, each in ways from the longest to the shortest.
 * @typedef {Object} Scene
 * @property {(() => HTMLElement)[]} words
 * @property {(() => HTMLElement)[]} shapes
 * @property {string} [heard] in place of the words' sentence
 * @property {boolean} [passing] whether another step takes its place
 * @property {boolean} [atEnd] whether it is said at the last step only
 */

const HEADING = 32; // characters that a phone's heading has room for

/** @param {import("../activations/operating.js").Ops} [ops] gates that have a curve in the gallery */
export function createPanel(ops = {}) {
  const panel = byId("explain");
  const said = document.getElementById("panel-said"); // heard once a step, however it is shortened
  const details = createDetails();
  /** @type {Scene | null} */
  let current = null;
  /** @type {Scene | null} what is said instead of the step: an error, a verdict, a run */
  let message = null;
  let isLast = true;
  /** What the server drew stays until formulas can be typeset, or another step comes. */
  let served = panel.childElementCount > 0;
  /** @type {{step: Step | undefined, trace: Payload | null}} */
  let shown = { step: undefined, trace: null };
  let size = "";
  let place = ""; // which step of how many; a phone's heading says it

  /**
   * @param {Scene} scene
   * @param {HTMLElement | undefined} words
   */
  function placed(scene, words) {
    const heading = words?.querySelector("h2");
    if (scene !== current || !place || !heading || heading.querySelector("button")) return;
    const length = (heading.firstChild?.textContent ?? "").length + place.length;
    if (length <= HEADING) heading.setAttribute("data-place", place);
  }

  /** @param {string} text heard once; while the rail has the focus, as its value */
  function hear(text) {
    if (!said || said.textContent === text || document.activeElement?.id === "step") return;
    said.textContent = text;
  }

  /** Puts the longest of each that fits; the last is taken as it is. */
  function draw() {
    if (served) return;
    const scene = message && (isLast || !message.atEnd) ? message : current;
    if (!scene) return;
    let words = scene.words[0]?.();
    placed(scene, words);
    hear(scene.heard ?? words?.querySelector(".sentence")?.textContent ?? "");
    let shapes = scene.shapes[0]?.();
    panel.replaceChildren(...[words, shapes].filter((part) => part !== undefined));
    for (const way of scene.shapes.slice(1)) {
      if (!shapes || shapesFit(panel, shapes)) break;
      const next = way();
      shapes.replaceWith(next);
      shapes = next;
    }
    for (const way of scene.words.slice(1)) {
      if (!words || wordsFit(panel, words)) break;
      const next = way();
      placed(scene, next);
      words.replaceWith(next);
      words = next;
    }
  }

  /**
   * Has the formulas of the next step set, while nothing else is to do.
   * @param {Step | undefined} step
   * @param {Payload | null} trace
   */
  function prepare(step, trace) {
    const next = trace?.steps[step ? trace.steps.indexOf(step) + 1 : 0];
    if (!next) return;
    whenIdle(() => {
      if (shown.step !== step || shown.trace !== trace) return;
      const scene = sceneOf(next, trace, ops);
      scene.words[0]?.();
      scene.shapes[0]?.();
    });
  }

  new ResizeObserver(() => {
    const now = `${panel.clientWidth} ${panel.clientHeight}`;
    if (now !== size) draw();
    size = now;
  }).observe(panel);

  whenTypeset(() => {
    served = false;
    draw();
  });

  return {
    /**
     * @param {Step | undefined} step undefined: before the first
     * @param {Payload | null} trace
     */
    show(step, trace) {
      current = step ? sceneOf(step, trace, ops) : startOf(trace);
      const moved = step !== shown.step && trace === shown.trace;
      if (message?.passing && moved) message = null;
      if (shown.trace && (moved || trace !== shown.trace)) served = false;
      shown = { step, trace };
      place = step && trace ? placeOf(step, trace) : "";
      isLast = !trace || step === trace.steps.at(-1);
      details.show(step, trace);
      draw();
      prepare(step, trace);
    },

    /** @param {Scene | null} next what is said until it is taken back */
    say(next) {
      message = next;
      if (next) served = false;
      draw();
    },
  };
}

/**
 * @param {Step} step
 * @param {Payload} trace
 */
const placeOf = (step, { steps }) => `step ${steps.indexOf(step) + 1} of ${steps.length}`;

/**
 * @param {Step} step
 * @param {Payload | null} trace
 * @param {import("../activations/operating.js").Ops} ops
 * @returns {Scene}
 */
function sceneOf(step, trace, ops) {
  const nodes = trace?.nodes ?? [];
  const arrays = Object.values(step.text).some(isArray);
  return {
    heard: heardOf(step, nodes) + (trace ? ` It is ${placeOf(step, trace)}.` : ""),
    words: shortenings(linesOf(step).length).map(
      (way) => () => wordsOf(step, links(step, trace, ops), way),
    ),
    shapes: narrowings(arrays).map((way) => () => equation(step, nodes, way)),
  };
}

/**
 * @param {Payload | null} trace
 * @returns {Scene | null}
 */
function startOf(trace) {
  if (!trace) return null;
  return {
    words: [() => startWords(trace)],
    shapes: narrowings(false).map((way) => () => emptyEquation(trace, way)),
  };
}
