// First, back, play, forward, last; how fast; and whether a step is a wire or a whole gate.

import { recall, remember } from "../lib/storage.js";
import { neighbour, stopsOf } from "./steps.js";

const BEAT = 1400; // milliseconds a step stands at speed 1

/**
 * @param {Object} options
 * @param {() => import("../lib/types.js").Step[]} options.steps
 * @param {() => number} options.current
 * @param {(step: number) => void} options.show
 */
export function createPlayer({ steps, current, show }) {
  /** @type {import("../lib/types.js").Stride} */
  let stride = recall("stride") === "gate" ? "gate" : "wire";
  let speed = Number(recall("speed")) || 1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const button = document.querySelector("[data-action=play]");

  const stops = () => stopsOf(steps(), stride);
  const last = () => steps().length - 1;

  function pause() {
    clearTimeout(timer);
    timer = undefined;
    button?.classList.remove("is-playing");
    button?.setAttribute("aria-label", "Play");
  }

  function beat() {
    if (current() >= last()) return pause();
    show(neighbour(stops(), current(), 1));
    timer = setTimeout(beat, BEAT / speed);
  }

  function play() {
    if (timer !== undefined) return pause();
    if (last() < 0) return;
    if (current() >= last()) show(stops()[0] ?? 0);
    button?.classList.add("is-playing");
    button?.setAttribute("aria-label", "Pause");
    timer = setTimeout(beat, BEAT / speed);
  }

  /** @param {() => number} target */
  const jump = (target) => () => {
    pause();
    show(target());
  };

  function showChoices() {
    const name = document.querySelector("[data-speed-name]");
    if (name) name.textContent = `${speed}×`;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
      document.querySelectorAll("#speed input")
    )) {
      input.checked = input.value === (input.name === "speed" ? String(speed) : stride);
    }
  }

  document.getElementById("speed")?.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.name === "speed") speed = Number(input.value);
    else stride = input.value === "gate" ? "gate" : "wire";
    remember(input.name, input.value);
    showChoices();
  });
  showChoices();

  return {
    pause,
    actions: {
      first: jump(() => 0),
      back: jump(() => neighbour(stops(), current(), -1)),
      next: jump(() => neighbour(stops(), current(), 1)),
      last: jump(last),
      play,
    },
    /** Dims what leads nowhere. */
    shown() {
      const at = {
        first: current() > 0,
        back: current() > 0,
        next: current() < last(),
        last: current() < last(),
        play: last() >= 0,
      };
      for (const [action, possible] of Object.entries(at)) {
        for (const element of document.querySelectorAll(`.transport [data-action=${action}]`)) {
          element.setAttribute("aria-disabled", String(!possible));
        }
      }
    },
  };
}
