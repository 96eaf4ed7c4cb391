// The picture: puts the server's SVG on the stage and sets the states and contents of its marks.
import { fill, keyOf } from "./contents.js";
import { centreOf } from "./overview.js";
import { byId } from "./shapes.js";
import { createView } from "./view.js";

/** @typedef {import("./types.js").Payload} Payload */

/**
 * @param {Object} options
 * @param {(node: string, slot: number | null) => void} options.onPick
 * @param {(node: string | null) => void} options.onHover
 */
export function createPicture({ onPick, onHover }) {
  const stage = byId("stage");
  const view = createView();
  /** @type {SVGSVGElement | null} */
  let drawing = null;
  /** @type {Map<string, Element>} by mark id */
  let marks = new Map();
  /** @type {Map<Element, string>} what stands in each mark */
  let filled = new Map();

  /** @param {SVGSVGElement | null} next */
  function take(next) {
    drawing = next;
    const found = next ? [...next.querySelectorAll("[id]")] : [];
    filled = new Map();
    marks = new Map(found.map((mark) => [mark.id.slice((next?.id.length ?? 0) + 1), mark]));
    view.take(next);
  }

  /**
   * Where a node is drawn: its gate's disc, or its name.
   * @param {string | null | undefined} node
   */
  function place(node) {
    const mark = node ? marks.get(node) : null;
    const disc = mark?.querySelector(".disc");
    if (disc) return centreOf(disc);
    const text = mark?.querySelector("text");
    if (!text) return null;
    return { x: Number(text.getAttribute("x")), y: Number(text.getAttribute("y")) };
  }

  /** @param {string} look */
  function clear(look) {
    for (const mark of drawing?.querySelectorAll(`.${look}`) ?? []) mark.classList.remove(look);
  }

  /** @param {EventTarget | null} target */
  const nodeOf = (target) => (target instanceof Element ? target.closest("[data-node]") : null);
  stage.addEventListener("click", (event) => {
    const mark = nodeOf(event.target);
    const slot = mark?.getAttribute("data-slot");
    if (!mark) return;
    if (document.activeElement instanceof SVGElement) document.activeElement.blur(); // keys go on
    onPick(mark.getAttribute("data-node") ?? "", slot ? Number(slot) : null);
  });
  stage.addEventListener("keydown", (event) => {
    const mark = nodeOf(event.target);
    if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    onPick(mark.getAttribute("data-node") ?? "", null);
  });
  stage.addEventListener("pointerover", (event) => {
    onHover(nodeOf(event.target)?.getAttribute("data-node") ?? null);
  });
  stage.addEventListener("pointerleave", () => onHover(null));

  return {
    /** @param {Payload} payload the same structure keeps its drawing, so that nothing jumps */
    load(payload) {
      const there = /** @type {SVGSVGElement | null} */ (stage.querySelector("svg.circuit"));
      if (payload.too_large) {
        stage.replaceChildren();
        take(null);
      } else if (there?.id !== payload.prefix) {
        const next = parse(payload.svg);
        stage.replaceChildren(next);
        take(next);
      } else if (there !== drawing) {
        take(there);
      }
    },

    /**
     * @param {import("./types.js").Marks} picture
     * @param {import("./types.js").Step | undefined} step
     */
    show(picture, step) {
      for (const [id, [state, content]] of Object.entries(picture)) {
        const mark = marks.get(id);
        if (!mark) continue;
        if (mark.getAttribute("data-state") !== state) mark.setAttribute("data-state", state);
        if (content === null || content === undefined) continue;
        const key = keyOf(content);
        if (filled.get(mark) === key) continue;
        filled.set(mark, key);
        fill(mark, content);
      }
      view.look(place(step?.node ?? step?.to));
    },

    /** @param {string | string[] | null} nodes whose gates are outlined */
    outline(nodes) {
      clear("is-hover");
      for (const node of [nodes ?? []].flat()) marks.get(node)?.classList.add("is-hover");
    },

    /**
     * Lights a path; it stays lit while steps come and go.
     * @param {string[]} nodes
     * @param {[string, number][]} wires gates and slots
     */
    light(nodes, wires) {
      clear("on-path");
      drawing?.classList.toggle("has-path", wires.length > 0);
      const ids = [...nodes, ...wires.map(([node, slot]) => `${node}-${slot}-wire`)];
      for (const id of ids) marks.get(id)?.classList.add("on-path");
    },

    fit: view.fit,
    zoomBy: view.zoomBy,
    present: view.present,
  };
}

/**
 * The server's text as an element: parsed as SVG, so nothing in it can run.
 * @param {string} text
 * @returns {SVGSVGElement}
 */
function parse(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.importNode(root, true)));
}
