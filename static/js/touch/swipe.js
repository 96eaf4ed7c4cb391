// A finger that goes sideways over the picture or its panel takes a step: to the left the next one,
// to the right the one before. Where part of the picture is out of sight the finger moves it instead.

const LEAST = 40; // pixels that are a swipe
const EDGE = 24; // pixels at the window's sides, from which the browser's own swipe goes back

/** @typedef {{x: number, y: number}} Point */

/**
 * The step that a finger means, from where it came down to where it is lifted: none unless it went
 * clearly sideways, and came down away from the window's sides.
 * @param {Point} from
 * @param {Point} to
 * @param {number} width of the window
 * @returns {"next" | "back" | null}
 */
export function swipeOf(from, to, width) {
  const [along, across] = [to.x - from.x, Math.abs(to.y - from.y)];
  const atEdge = from.x < EDGE || from.x > width - EDGE;
  if (atEdge || Math.abs(along) < LEAST || Math.abs(along) < 2 * across) return null;
  return along < 0 ? "next" : "back";
}

/**
 * @param {HTMLElement[]} places the picture, and what else leaves sideways fingers to the page
 * @param {Object} options
 * @param {Record<"next" | "back", () => void>} options.actions
 * @param {() => boolean} options.drags whether a finger on the picture moves it
 */
export function createSwipes(places, { actions, drags }) {
  /** @type {(Point & {id: number}) | null} the one finger that is down */
  let down = null;
  const pointOf = (/** @type {PointerEvent} */ event) => ({ x: event.clientX, y: event.clientY });

  /** @param {PointerEvent} event */
  function begin(event) {
    if (event.pointerType !== "touch") return;
    const moves = event.currentTarget === places[0] && drags();
    down = event.isPrimary && !moves ? { ...pointOf(event), id: event.pointerId } : null;
  }

  /** @param {PointerEvent} event */
  function end(event) {
    const from = down;
    if (from?.id !== event.pointerId) return;
    down = null;
    const way = swipeOf(from, pointOf(event), innerWidth);
    if (way) actions[way]();
  }

  for (const place of places) {
    place.addEventListener("pointerdown", begin);
    place.addEventListener("pointerup", end);
    place.addEventListener("pointercancel", () => {
      down = null;
    });
  }
}
