// The picture is one stop of the keyboard: inside it the arrow keys walk from mark to mark.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const MARKS = "[role=button][tabindex]";

/** @param {HTMLElement} stage holds the drawing, which comes and goes */
export function createWalk(stage) {
  const marks = () => /** @type {SVGElement[]} */ ([...stage.querySelectorAll(MARKS)]);

  /** @param {SVGElement} mark the one that Tab leads to */
  function stop(mark) {
    for (const other of marks()) other.setAttribute("tabindex", other === mark ? "0" : "-1");
  }

  /** The marks from left to right, those above each other from the top. */
  function inOrder() {
    const placed = marks().map((mark) => ({ mark, box: mark.getBoundingClientRect() }));
    placed.sort(({ box: one }, { box: other }) => one.left - other.left || one.top - other.top);
    return placed.map(({ mark }) => mark);
  }

  function begin() {
    const [first] = marks();
    if (first && !stage.contains(document.activeElement)) stop(first);
  }
  begin();
  new MutationObserver(begin).observe(stage, { childList: true });

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
}
