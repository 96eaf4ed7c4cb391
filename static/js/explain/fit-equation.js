// Long formulas beside the words: smaller type first, then without them, then scrolling. The words
// keep their room.

const SHARE = 0.62; // of the panel
const SLACK = 4; // pixels that KaTeX may stick out
const WAYS = ["", "tight"];
const LAST_WAYS = [...WAYS, "tighter", "tighter bare", "tighter bare scrolls"];

/** Keeps the equation that is shown within its share, also once its fonts are there. */
export function createFitEquation() {
  let ways = WAYS;
  const observer = new ResizeObserver(([entry]) => {
    if (entry) fitEquation(/** @type {HTMLElement} */ (entry.target), ways);
  });
  return {
    /**
     * @param {HTMLElement} equation
     * @param {boolean} isLast whether it has to do, with whatever it takes
     * @returns {boolean} whether there is room for it
     */
    watch(equation, isLast) {
      ways = isLast ? LAST_WAYS : WAYS;
      observer.disconnect();
      observer.observe(equation);
      return fitEquation(equation, ways);
    },
  };
}

/**
 * @param {HTMLElement} equation
 * @param {string[]} ways the classes to try, one after the other
 */
function fitEquation(equation, ways) {
  const panel = equation.parentElement;
  if (!panel?.clientWidth) return true;
  const { paddingLeft, paddingRight } = getComputedStyle(panel);
  const room = panel.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  const isPhone = matchMedia("(max-width: 599px)").matches;
  const most = Math.floor((isPhone ? room : room * SHARE) + SLACK);
  equation.style.setProperty("--room", `${most}px`);
  return ways.some((way) => {
    equation.classList.remove("tight", "tighter", "bare", "scrolls");
    if (way) equation.classList.add(...way.split(" "));
    const scrolls = way.endsWith("scrolls");
    if (scrolls) equation.tabIndex = 0;
    else equation.removeAttribute("tabindex");
    return scrolls || widthOf(equation) <= most;
  });
}

/**
 * The width an equation would like to have.
 * @param {HTMLElement} equation
 */
function widthOf(equation) {
  const parts = equation.querySelectorAll(".shape-cell > *, .word, .math > *, .operator");
  const boxes = [...parts].map((part) => part.getBoundingClientRect());
  return Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
}
