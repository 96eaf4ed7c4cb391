// Clicks on arrays, in the picture and in the panel, open the whole of them.
import { byId } from "../../lib/dom.js";

/** @typedef {import("../../lib/types.js").Step} Step */

const MARKS = ".value[data-node], .tag[data-node]";

/** @param {(node: string, part: "value" | "grad") => void} open */
export function listenForArrays(open) {
  const stage = byId("stage");

  /** @param {Event} event a mark that opens does not step as well */
  function pick(event) {
    const mark = event.target instanceof Element ? event.target.closest(MARKS) : null;
    if (mark?.getAttribute("role") !== "button") return;
    event.stopPropagation();
    event.preventDefault();
    const node = mark.getAttribute("data-node") ?? "";
    open(node, mark.classList.contains("tag") ? "grad" : "value");
  }
  stage.addEventListener("click", pick, true);
  stage.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" || event.key === " ") pick(event);
    },
    true,
  );
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-array]") : null;
    const { array, part } = button instanceof HTMLElement ? button.dataset : {};
    if (array) open(array, part === "grad" ? "grad" : "value");
  });
}

/**
 * What of a node the steps up to one have computed.
 * @param {Step[]} steps
 * @param {number} current
 * @param {string} id
 */
export function knownAt(steps, current, id) {
  const forward = steps.findIndex((step) => step.phase === "forward" && step.node === id);
  const arrivals = steps.flatMap((step, index) =>
    step.phase === "backward" && step.to === id ? [index] : [],
  );
  return {
    value: forward <= current,
    grad: arrivals.some((index) => index <= current),
    whole: arrivals.every((index) => index <= current),
  };
}
