// The bar of a run: run, step, start over; how far it is, and the scrubber over its iterations.
import { byId, html, svg } from "../lib/dom.js";
import { formatNumber } from "../lib/format-number.js";
import { lossAt, sparkline } from "./spark.js";
import { announcement, count, isGoing, isOpen, pace, place } from "./words.js";

/** @typedef {import("./types.js").Status} Status */

/**
 * @typedef {Object} Scene
 * @property {Status | null} status of the run whose iterations are there
 * @property {number} view the iteration in view
 * @property {number} iterations of the run, or of the one to come
 * @property {boolean} stale whether Run begins anew
 * @property {boolean} live whether the view follows the run
 * @property {boolean} able whether there is something to train
 */

/**
 * @param {Object} actions
 * @param {() => void} actions.back
 * @param {() => void} actions.step
 * @param {() => void} actions.startOver
 * @param {() => void} actions.cancel
 * @param {() => void} actions.follow
 * @param {(iteration: number) => void} actions.see
 */
export function createBar({ back, step, startOver, cancel, follow, see }) {
  const run = byId("train-run");
  const label = /** @type {HTMLElement} */ (run.querySelector(".label"));
  const at = byId("train-at");
  const hint = byId("train-hint");
  const words = byId("train-pace");
  const progress = /** @type {HTMLProgressElement} */ (byId("train-progress"));
  const scrub = /** @type {HTMLInputElement} */ (byId("train-scrub"));
  const line = svg("path", { "vector-effect": "non-scaling-stroke" });
  const aloud = byId("train-said");
  byId("train-spark").append(line);
  const buttons = {
    back: byId("train-back"),
    step: byId("train-step"),
    over: byId("train-over"),
    live: byId("train-live"),
    cancel: byId("train-cancel"),
  };
  buttons.back.addEventListener("click", () => !off(buttons.back) && back());
  buttons.step.addEventListener("click", () => !off(buttons.step) && step());
  buttons.over.addEventListener("click", startOver);
  buttons.live.addEventListener("click", follow);
  buttons.cancel.addEventListener("click", cancel);
  scrub.addEventListener("input", () => {
    const done = Number(scrub.dataset.done ?? 0);
    const wanted = Math.min(Number(scrub.value), done); // no further than the run is
    scrub.value = String(wanted);
    see(wanted);
  });

  const off = (/** @type {HTMLElement} */ button) =>
    button.getAttribute("aria-disabled") === "true";
  let drawn = "";

  /** @param {Scene} scene */
  return function show({ status, view, iterations, stale, live, able }) {
    const going = isGoing(status);
    const done = status?.iteration ?? 0;
    run.classList.toggle("is-going", going);
    run.setAttribute("aria-disabled", String(!able && !going));
    const again = status && !going && (stale || !isOpen(status));
    label.textContent = going ? "Pause" : again ? "Run anew" : status ? "Go on" : "Run";
    buttons.step.setAttribute(
      "aria-disabled",
      String(!able || (!isOpen(status) && view >= done && done > 0)),
    );
    buttons.back.setAttribute("aria-disabled", String(view <= 0));
    buttons.over.hidden = !status;
    buttons.live.hidden = live || !going;
    buttons.cancel.hidden = !isOpen(status);
    words.textContent = pace(status);
    hint.hidden = done < 1;

    at.replaceChildren(html("b", {}, count(view)), ` of ${count(iterations)}`);
    const losses = status?.loss ?? [];
    const latest = live && going ? (losses.at(-1)?.[1] ?? null) : null; // its own is on its way
    const known = lossAt(losses, view) ?? latest;
    progress.max = scrub.max = /** @type {any} */ (Math.max(iterations, 1));
    progress.value = done;
    scrub.dataset.done = String(done);
    scrub.value = String(view);
    scrub.disabled = !status;
    scrub.setAttribute(
      "aria-valuetext",
      `${place(view, iterations)}${known === null ? "" : `, loss ${formatNumber(known)}`}`,
    );
    scrub.style.setProperty("--part", String(view / Math.max(iterations, 1)));

    const shape = sparkline(losses, iterations);
    if (shape !== drawn) line.setAttribute("d", shape);
    drawn = shape;
    const spoken = announcement(status);
    if (aloud.textContent !== spoken) aloud.textContent = spoken;
  };
}
