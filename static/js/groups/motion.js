// From one drawing to the next: marks that stay move from where they stood to where they stand now,
// new ones fade in.

const DURATION = 180; // milliseconds
const MOST = 600; // marks that are moved one by one; of more, the whole drawing fades in
const FADING = ".groups, .wires, .forks, .names, .broadcasts, .group-buttons";

/**
 * The part of a mark that has the same extent in every state.
 * @param {Element} mark
 */
const core = (mark) => mark.querySelector(".disc, .shape, .number") ?? mark;

/**
 * @param {Map<string, Element>} marks
 * @returns {[string, Element][]} those that can be moved: wires change their form
 */
const movable = (marks) =>
  [...marks].filter(([, mark]) => mark.matches(".gate, .leaf, .value, .tag, .chip, .constant"));

/** @param {Element} mark */
function centre(mark) {
  const { x, y, width, height } = core(mark).getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * Where the marks stand on the screen.
 * @param {Map<string, Element>} marks by id
 */
export function placesOf(marks) {
  const moving = movable(marks);
  if (moving.length > MOST || matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  return new Map(moving.map(([id, mark]) => [id, centre(mark)]));
}

/**
 * Moves the marks of a new drawing from where those of the old one stood.
 * @param {ReturnType<typeof placesOf>} before
 * @param {Map<string, Element>} marks
 * @param {SVGSVGElement} drawing
 */
export function moveFrom(before, marks, drawing) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const options = { duration: DURATION, easing: "ease-out" };
  const fade = (/** @type {Element} */ mark) => mark.animate({ opacity: [0, 1] }, options);
  const moving = movable(marks);
  if (!before || moving.length > MOST) {
    fade(drawing);
    return;
  }
  const view = /** @type {SVGGElement | null} */ (drawing.querySelector("g.view"));
  const scale = view?.getScreenCTM()?.a || 1;
  for (const group of drawing.querySelectorAll(FADING)) fade(group);
  const now = moving.map(([, mark]) => centre(mark)); // all measured before any is moved
  for (const [index, [id, mark]] of moving.entries()) {
    const [from, to] = [before.get(id), now[index]];
    if (!from || !to) {
      fade(mark);
      continue;
    }
    const [x, y] = [(from.x - to.x) / scale, (from.y - to.y) / scale];
    if (Math.hypot(x, y) < 1) continue;
    mark.animate({ transform: [`translate(${x}px, ${y}px)`, "none"] }, options);
  }
}
