// What nobody sees need not be done before it is seen.

/**
 * @param {Element} element
 * @returns {(run: () => void) => void} does it at once where the element is seen; else the last one
 *   that was asked for, when it comes into sight
 */
export function whenSeen(element) {
  let isSeen = true;
  /** @type {(() => void) | null} */
  let later = null;
  new ResizeObserver(() => {
    isSeen = element.clientHeight > 0;
    if (isSeen) later?.();
    if (isSeen) later = null;
  }).observe(element);
  return (run) => {
    if (isSeen) run();
    else later = run;
  };
}
