// Back, play and next, how fast, and whether a step is a wire or a whole gate; what the wide button
// says where it leads somewhere else.

import { recall, remember } from "../lib/storage.js";
import { neighbour, stopsOf } from "./steps.js";

const BEAT = 1200; // milliseconds a step stands at speed 1
const FORK = 2000; // the same where a gradient joins others
const START = -1; // before the first step

/** @typedef {{walk: (direction: 1 | -1) => boolean, walks: () => boolean}} Lines judged ones, of which the player shows one after the other */

/**
 * @param {Object} options
 * @param {() => import("../lib/types.js").Step[]} options.steps
 * @param {() => number} options.current
 * @param {(step: number) => void} options.show
 * @param {() => {trace: import("../lib/types.js").Payload | null}} options.scene
 * @param {() => Lines | null} options.lines
 */
export function createPlayer({ steps, current, show, scene, lines }) {
  /** @type {import("../lib/types.js").Stride} */
  let stride = recall("stride") === "gate" ? "gate" : "wire";
  let speed = Number(recall("speed")) || 1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const button = (/** @type {string} */ action) =>
    document.querySelector(`.transport [data-action=${action}]`);

  const stops = () => [START, ...stopsOf(steps(), stride)];
  const last = () => steps().length - 1;
  /** The line of the error that the picture ends before. */
  const stopped = () => (scene().trace?.partial ? (scene().trace?.stops ?? null) : null);

  function pause() {
    clearTimeout(timer);
    timer = undefined;
    button("play")?.classList.remove("is-playing");
    button("play")?.setAttribute("aria-label", "Play");
  }

  function wait() {
    const { text } = steps()[current()] ?? {};
    const joins = text?.total && JSON.stringify(text.total) !== JSON.stringify(text.contribution);
    timer = setTimeout(beat, (joins && text.contribution ? FORK : BEAT) / speed);
  }

  function beat() {
    if (current() >= last()) return pause();
    show(neighbour(stops(), current(), 1));
    wait();
  }

  function play() {
    if (timer !== undefined) return pause();
    if (last() < 0) return;
    if (current() >= last()) show(START);
    button("play")?.classList.add("is-playing");
    button("play")?.setAttribute("aria-label", "Pause");
    wait();
  }

  /** @param {number} step */
  function jump(step) {
    pause();
    show(step);
  }

  /** @param {1 | -1} direction a line on in Check, else a step */
  function go(direction) {
    if (!lines()?.walks()) return jump(neighbour(stops(), current(), direction));
    pause();
    lines()?.walk(direction);
  }

  function showChoices() {
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

  /** What the wide button says, with the key that does the same. */
  function next() {
    if (lines()?.walks()) return { label: "Next line", key: "→" };
    if (current() < last() || last() < 0) return { label: "Next", key: "→" };
    const line = stopped();
    if (line !== null) return { label: `Stops at line ${line}`, key: "" };
    return scene().trace?.partial
      ? { label: "Stops here", key: "" }
      : { label: "Again", key: "Home" };
  }

  return {
    pause,
    actions: {
      first: () => jump(START),
      back: () => go(-1),
      next: () => go(1),
      last: () => jump(last()),
      play,
      /** The wide button, which at the end begins again; the key → stays. */
      pressNext: () => (next().key === "Home" ? jump(START) : go(1)),
    },
    /** Dims what leads nowhere, and names what the wide button does. */
    shown() {
      const { label, key } = next();
      const at = {
        back: current() > START || Boolean(lines()?.walks()),
        next: key !== "" && last() >= 0,
        play: last() >= 0,
      };
      for (const [action, possible] of Object.entries(at))
        button(action)?.setAttribute("aria-disabled", String(!possible));
      const wide = button("next");
      if (!wide) return;
      wide.setAttribute("data-key", key);
      const words = wide.querySelector(".next-label");
      if (words && words.textContent !== label) words.textContent = label;
    },
  };
}
