// The picture: puts the server's SVG on the stage and sets the states and contents of its marks.

import { addButtons } from "../groups/buttons.js";
import { moveFrom, placesOf } from "../groups/motion.js";
import { byId } from "../lib/dom.js";
import { fill, keyOf } from "./contents.js";
import { centreOf } from "./overview.js";
import { createView, within } from "./view.js";
import { createWalk } from "./walk.js";

/** @typedef {import("../lib/types.js").Payload} Payload */

/**
 * @param {Object} options
 * @param {(node: string, slot: number | null) => void} options.onPick
 * @param {(node: string | null) => void} options.onHover
 */
export function createPicture({ onPick, onHover }) {
  const stage = byId("stage");
  const view = createView();
  createWalk(stage);
  /** @type {SVGSVGElement | null} */
  let drawing = null;
  /** @type {Map<string, Element>} by mark id */
  let marks = new Map();
  /** @type {Map<Element, string>} what stands in each mark */
  let filled = new Map();
  /** @type {(() => void) | null} what is to be done when a new drawing shows its step */
  let arriving = null;

  /**
   * @param {SVGSVGElement | null} next
   * @param {{id: string, at: {x: number, y: number}} | null} [kept] a group that was opened or
   *   closed, and where it stood
   */
  function take(next, kept = null) {
    drawing = next;
    const found = next ? [...next.querySelectorAll("[id]")] : [];
    filled = new Map();
    marks = new Map(found.map((mark) => [mark.id.slice((next?.id.length ?? 0) + 1), mark]));
    const part = kept ? extentOf(marks.get(kept.id)) : null;
    view.take(next, kept && part ? { part, first: firstIn(part), at: kept.at } : null);
  }

  /** @param {Element | undefined} mark of a group: its frame, or its gate with its cards */
  const extentOf = (mark) => (mark instanceof SVGGraphicsElement ? mark.getBBox() : null);

  /**
   * The first gate that stands in a part of the drawing.
   * @param {import("./fit.js").Box} box
   */
  function firstIn(box) {
    const gates = [...(drawing?.querySelectorAll(".gate .disc") ?? [])].map(centreOf);
    return gates.find((at) => within(at, box)) ?? box;
  }

  /**
   * The middle of what is seen of a mark, from the stage's corner.
   * @param {Element | undefined} mark
   */
  function middleOf(mark) {
    if (!mark) return null;
    const [outer, inner] = [stage.getBoundingClientRect(), mark.getBoundingClientRect()];
    const between = (
      /** @type {number} */ from,
      /** @type {number} */ to,
      /** @type {number} */ end,
    ) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    return {
      x: between(inner.left - outer.left, inner.right - outer.left, outer.width),
      y: between(inner.top - outer.top, inner.bottom - outer.top, outer.height),
    };
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
    if (!mark || (event.detail > 1 && mark.matches(".group-gate"))) return; // it opens then
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
    /**
     * @param {Payload} payload the same structure keeps its drawing, so that nothing jumps
     * @param {{kept: string | null} | null} [turned] groups were opened or closed; one that is to
     *   stay in sight
     */
    load(payload, turned = null) {
      const there = /** @type {SVGSVGElement | null} */ (stage.querySelector("svg.circuit"));
      if (payload.too_large) {
        stage.replaceChildren();
        take(null);
      } else if (there?.id !== payload.prefix) {
        const next = parse(payload.svg);
        const before = turned && placesOf(marks);
        const at = turned?.kept ? middleOf(marks.get(turned.kept)) : null;
        stage.replaceChildren(next);
        take(next, at && turned?.kept ? { id: turned.kept, at } : null);
        arriving = turned && (() => moveFrom(before, marks, next));
      } else if (there !== drawing) {
        take(there);
      }
    },

    /** @param {import("../lib/types.js").Part[]} parts groups that get a button to open or close them */
    group: (parts) => addButtons(drawing, parts),

    /**
     * @param {import("../lib/types.js").Marks} picture
     * @param {import("../lib/types.js").Step | undefined} step
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
      clear("is-found");
      view.look(place(step?.node ?? step?.to));
      arriving?.();
      arriving = null;
    },

    /** @param {string} id a node or a group that was looked for: it is centred, and marked */
    find(id) {
      clear("is-found");
      const mark = marks.get(id);
      const extent = extentOf(mark);
      mark?.classList.add("is-found");
      const middle = extent && { x: extent.x + extent.width / 2, y: extent.y + extent.height / 2 };
      const at = place(id) ?? middle;
      if (at) view.centre(at);
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
    actions: {
      fit: view.fit,
      zoomIn: () => view.zoomBy(1.25),
      zoomOut: () => view.zoomBy(0.8),
    },
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
