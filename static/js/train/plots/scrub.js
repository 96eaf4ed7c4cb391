// A click or a drag on a plot over iterations goes to the one under the pointer.

/**
 * @param {HTMLElement} host stays while its plots are drawn anew
 * @param {() => number} last iteration there is
 * @param {(iteration: number) => void} onIteration
 */
export function createScrub(host, last, onIteration) {
  /** @type {((pointer: PointerEvent) => number) | null} */
  let iterationAt = null;
  let shown = -1;

  /** @param {PointerEvent} event */
  function move(event) {
    const found = iterationAt?.(event);
    if (found === undefined || found === shown) return;
    shown = found;
    onIteration(found);
  }

  host.addEventListener("pointerdown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const plot = /** @type {import("../../lib/figure.js").Figure | null | undefined} */ (
      target?.closest("[data-scrubs]")
    );
    const axis = plot?.scale("x");
    if (!plot || !axis?.invert || event.button !== 0) return;
    const { left } = plot.getBoundingClientRect();
    const { invert } = axis;
    iterationAt = ({ clientX }) =>
      Math.round(Math.min(Math.max(invert(clientX - left), 0), last()));
    shown = -1;
    host.setPointerCapture(event.pointerId);
    event.preventDefault();
    move(event);
  });
  host.addEventListener("pointermove", move);
  const end = () => {
    iterationAt = null;
  };
  host.addEventListener("pointerup", end);
  host.addEventListener("pointercancel", end);
}
