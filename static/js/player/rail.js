// The rail under the picture: circles forward, diamonds backward, and one real slider.

import { byId } from "../lib/dom.js";
import { bead, beadAhead, drawBeads, fitted, labelOf, nearest, placesOf, tell } from "./beads.js";
import { aheadIn, densityOf, showsName } from "./density.js";
import { heardOf } from "./heard.js";
import { phaseOf } from "./steps.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("./beads.js").Label} Label */

/** @param {number} pitch from bead to bead; what labels leave free between them */
const apart = (pitch) => Math.min(10, pitch / 8);
const SAID = 300; // pixels that "backward, once line 7 runs" and "stops at line 7" take, about
const PHONE = "(max-width: 599px)";
const SMALL_FRAME = `${PHONE}, (max-height: 519px)`; // an embed's, as in static/css/embed.css
const NAMELESS = { text: "", latex: null, named: false };

/**
 * @param {(step: number) => void} onPick
 */
export function createRail(onPick) {
  const rail = byId("rail");
  const slider = /** @type {HTMLInputElement} */ (byId("step"));
  const lists = /** @type {HTMLElement[]} */ ([...rail.querySelectorAll(".half ol")]);
  const thumb = /** @type {HTMLElement} */ (rail.querySelector(".slider"));
  const beadBox = /** @type {HTMLElement} */ (rail.querySelector(".beads"));
  const counts = rail.querySelectorAll(".count");
  const presented = document.querySelector(".presenter-hint .count");
  const phase = /** @type {HTMLElement} */ (rail.querySelector(".phase"));
  /** @type {Step[]} */
  let steps = [];
  /** @type {Label[]} */
  let labels = [];
  /** @type {number[]} of the beads under the slider */
  let places = [];
  /** @type {HTMLElement[]} */
  let beads = [];
  let current = -1;
  let forward = 0;
  let drawn = "";
  /** @type {number | null} the line of the error that the steps end before */
  let stops = null;
  /** @type {Label[]} what would get a gradient once that line runs */
  let awaited = [];
  /** @type {Payload["nodes"]} */
  let named = [];

  slider.addEventListener("input", () => onPick(Number(slider.value) - 1));
  rail.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-at]") : null;
    if (button) onPick(Number(button.getAttribute("data-at")));
  });
  // A finger on the beads takes the nearest one; the slider under them is the keyboard's.
  const touched = (/** @type {PointerEvent} */ { clientX }) => {
    const { left, width } = beadBox.getBoundingClientRect();
    onPick(nearest(places, (clientX - left) / width));
  };
  thumb.addEventListener("pointerdown", (event) => {
    thumb.setPointerCapture(event.pointerId);
    touched(event);
  });
  thumb.addEventListener("pointermove", (event) => {
    if (thumb.hasPointerCapture(event.pointerId)) touched(event);
  });
  new ResizeObserver(() => build()).observe(rail);

  function density() {
    const style = getComputedStyle(rail);
    const gap = Number.parseFloat(style.columnGap) || 0;
    const width =
      rail.clientWidth -
      Number.parseFloat(style.paddingLeft) -
      Number.parseFloat(style.paddingRight);
    const narrow = document.body.hasAttribute("data-embed") ? SMALL_FRAME : PHONE;
    const isNarrow = matchMedia(narrow).matches;
    const stopped = { width, forward, gap, least: SAID };
    const ahead = isNarrow ? [] : aheadIn(stopped, awaited);
    const found = ahead.length
      ? densityOf({ ...stopped, backward: ahead.length })
      : densityOf({ width, forward, backward: steps.length - forward, gap });
    return {
      ...found,
      width,
      ahead,
      mode: isNarrow ? /** @type {const} */ ("slider") : found.mode,
    };
  }

  /** Lays the beads out anew where the steps or the room for them have changed. */
  function build() {
    rail.classList.toggle("is-empty", steps.length === 0);
    const { pitch, mode, width, ahead } = density();
    rail.classList.toggle("is-one-way", forward === steps.length && !ahead.length);
    const state = JSON.stringify([labels, ahead, mode, Math.round(pitch), Math.round(width)]);
    if (state === drawn) return;
    drawn = state;
    const backward = ahead.length || steps.length - forward;
    rail.dataset.mode = mode;
    rail.style.setProperty("--forward", `${Math.max(forward - 1, 1)}fr`);
    rail.style.setProperty("--backward", `${Math.max(backward - 1, 1)}fr`);
    rail.style.setProperty("--least", ahead.length ? `${SAID}px` : "0px");
    rail.style.setProperty("--pitch", `${Math.min(pitch, 48)}px`);
    rail.style.setProperty("--label", `${Math.max(pitch - apart(pitch), 34)}px`);
    places = placesOf(forward, steps.length);
    rail.style.setProperty("--forward-end", String(places[forward - 1] ?? 0));
    rail.style.setProperty("--backward-start", String(places[forward] ?? 1));
    const halves = mode === "slider" ? [[], []] : [steps.slice(0, forward), steps.slice(forward)];
    for (const [half, list] of lists.entries()) {
      const shown = halves[half] ?? [];
      const first = half === 0 ? 0 : forward;
      list.replaceChildren(
        ...shown.map((step, at) => {
          const label = fitted(labels[first + at] ?? NAMELESS, pitch - apart(pitch));
          return bead(step, label, first + at, at / Math.max(shown.length - 1, 1));
        }),
      );
    }
    beads = /** @type {HTMLElement[]} */ ([...rail.querySelectorAll(".half li")]);
    if (lists[1]) drawAhead(lists[1], ahead, pitch, mode);
    show(current);
  }

  /**
   * Behind the steps, what is none yet; the half's title says it to those who hear the page.
   * @param {HTMLElement} list
   * @param {Label[]} ahead
   * @param {number} pitch
   * @param {"all" | "few" | "slider"} mode
   */
  function drawAhead(list, ahead, pitch, mode) {
    if (ahead.length) list.setAttribute("aria-hidden", "true");
    else list.removeAttribute("aria-hidden");
    const last = ahead.length - 1;
    list.append(
      ...ahead.map((label, at) => {
        const is = { current: false, first: at === 0, last: at === last, named: label.named };
        const shown = fitted(label, pitch - apart(pitch));
        return beadAhead(shown, at / Math.max(last, 1), !showsName(mode, is));
      }),
    );
  }

  /** @param {number} step */
  function show(step) {
    current = step;
    const backward = steps.length - forward;
    const share = (/** @type {number} */ done, /** @type {number} */ count) =>
      String(Math.min(Math.max(done / Math.max(count - 1, 1), 0), 1));
    lists[0]?.style.setProperty("--progress", share(step, forward));
    lists[1]?.style.setProperty("--progress", share(step - forward, backward));
    const [first, second] = /** @type {HTMLElement[]} */ ([...beadBox.querySelectorAll("span")]);
    first?.style.setProperty("--progress", share(step, forward));
    second?.style.setProperty("--progress", share(step - forward, backward));
    const mode = /** @type {"all" | "few" | "slider"} */ (rail.dataset.mode ?? "all");
    for (const [index, item] of beads.entries()) {
      item.className = index === step ? "current" : index < step ? "done" : "";
      const visible = showsName(mode, {
        current: index === step,
        first: index === 0 || index === forward,
        last: index === forward - 1 || index === steps.length - 1,
        named: labels[index]?.named ?? false,
      });
      item.querySelector(".label")?.classList.toggle("quiet-label", !visible);
      const button = item.querySelector("button");
      if (index === step) button?.setAttribute("aria-current", "step");
      else button?.removeAttribute("aria-current");
    }
    if (mode === "slider") drawBeads(beadBox, steps, places, step);
    const ends = stops !== null && step >= steps.length - 1;
    const place = ends ? `stops at line ${stops}` : `step ${step + 1} of ${steps.length}`;
    for (const count of counts) count.textContent = steps.length ? place : "";
    if (presented) presented.textContent = steps.length ? place.replace("step ", "") : "";
    rail.dataset.step = String(step + 1);
    rail.dataset.steps = String(steps.length);
    slider.max = String(steps.length);
    slider.value = String(step + 1);
    const shown = steps[step];
    const told = shown ? `${phaseOf(shown)}: ${heardOf(shown, named)}` : "nothing is computed yet";
    slider.setAttribute("aria-valuetext", `Step ${step + 1} of ${steps.length}, ${told}`);
  }

  return {
    /** @param {Payload} payload */
    load(payload) {
      const nodes = new Map(
        [...payload.nodes, ...(payload.not_run ?? [])].map((node) => [node.id, node]),
      );
      steps = payload.steps;
      named = payload.nodes;
      forward = steps.filter((step) => phaseOf(step) === "forward").length;
      labels = steps.map((step) =>
        labelOf(nodes.get((step.phase === "forward" ? step.node : step.to) ?? "")),
      );
      current = Math.min(current, steps.length - 1);
      stops = payload.partial ? (payload.stops ?? null) : null;
      awaited = (payload.awaited ?? []).map((id) => labelOf(nodes.get(id)));
      const what = stops === null ? "the program" : `line ${stops}`;
      phase.textContent = payload.partial ? `backward, once ${what} runs` : "backward";
      build();
      for (const [index, item] of beads.entries()) {
        tell(item.querySelector("button"), steps[index], index);
      }
    },
    show,
  };
}
