// The picture: puts the server's SVG on the stage and sets the states and contents of its marks.

import { addButtons } from "../groups/buttons.js";
import { moveFrom, placesOf } from "../groups/motion.js";
import { byId } from "../lib/dom.js";
import { isSame } from "../state/store.js";
import { fill, keyOf } from "./contents.js";
import { bodyOf, extentOf, firstIn, seenMiddle } from "./extents.js";
import { markResult } from "./result.js";
import { createView } from "./view.js";
import { createWalk } from "./walk.js";

/** @typedef {import("../lib/types.js").Payload} Payload */

/**
 * @param {Object} options
 * @param {(node: string, slot: number | null) => void} options.onPick
 * @param {(node: string | null) => void} options.onHover
 * @param {() => void} options.onRoom there is another room for it
 */
export function createPicture({ onPick, onHover, onRoom }) {
  const stage = byId("stage");
  const view = createView(onRoom);
  const name = createWalk(stage);
  /** @type {SVGSVGElement | null} */
  let drawing = null;
  /** @type {Map<string, Element>} by mark id */
  let marks = new Map();
  /** @type {Map<Element, string>} what stands in each mark */
  let filled = new Map();
  /** @type {Map<Element, import("../lib/types.js").Marks[string]>} what each mark was told last */
  let entries = new Map();
  /** @type {(() => void) | null} what is to be done when a new drawing shows its step */
  let arriving = null;
  /** @type {Payload | null} what is drawn */
  let shown = null;

  /**
   * @param {SVGSVGElement | null} next
   * @param {{id: string, at: {x: number, y: number}} | null} [kept] a group that was opened or
   *   closed, and where it stood
   * @param {{values?: boolean, regrouped?: boolean}} [change]
   */
  function take(next, kept = null, change = {}) {
    drawing = next;
    const found = next ? [...next.querySelectorAll("[id]")] : [];
    filled = new Map();
    entries = new Map();
    marks = new Map(found.map((mark) => [mark.id.slice((next?.id.length ?? 0) + 1), mark]));
    const part = kept ? extentOf(marks.get(kept.id)) : null;
    const group = kept && part ? { part, first: firstIn(next, part), at: kept.at } : null;
    view.take(next, { ...change, group });
  }

  /** @param {string} look */
  function clear(look) {
    for (const mark of drawing?.querySelectorAll(`.${look}`) ?? []) mark.classList.remove(look);
  }

  /** @param {EventTarget | null} target */
  const nodeOf = (target) => (target instanceof Element ? target.closest("[data-node]") : null);
  /** @param {Element} mark */
  function pick(mark) {
    const slot = mark.getAttribute("data-slot");
    onPick(mark.getAttribute("data-node") ?? "", slot ? Number(slot) : null);
  }
  stage.addEventListener("click", (event) => {
    const mark = nodeOf(event.target);
    if (!mark || (event.detail > 1 && mark.matches(".group-gate"))) return; // it opens then
    if (document.activeElement instanceof SVGElement) document.activeElement.blur(); // keys go on
    pick(mark);
  });
  stage.addEventListener("keydown", (event) => {
    const mark = nodeOf(event.target);
    if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    pick(mark);
  });
  stage.addEventListener("pointerover", (event) => {
    onHover(nodeOf(event.target)?.getAttribute("data-node") ?? null);
  });
  stage.addEventListener("pointerleave", () => onHover(null));

  /**
   * The marks of a node or group: a value that several pieces read has a place in each.
   * @param {string} id
   */
  function allOf(id) {
    const own = marks.get(id);
    const copy = new RegExp(`^${id}@\\w+(-\\d+)?$`);
    return own ? [own] : [...marks].filter(([name]) => copy.test(name)).map(([, mark]) => mark);
  }

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
        const at = turned?.kept ? seenMiddle(stage, marks.get(turned.kept)) : null;
        const values = !turned && shown !== null && isSameCircuit(shown, payload);
        stage.replaceChildren(next);
        const kept = at && turned?.kept ? { id: turned.kept, at } : null;
        take(next, kept, { values, regrouped: turned !== null });
        arriving = turned && (() => moveFrom(before, marks, next));
      } else if (there !== drawing) {
        take(there);
      }
      shown = payload;
    },

    /** @param {import("../lib/types.js").Part[]} parts groups that get a button to open or close them */
    group: (parts) => addButtons(drawing, parts),

    /**
     * @param {import("../lib/types.js").Marks} picture
     * @param {import("../lib/types.js").Step | undefined} step
     */
    show(picture, step) {
      for (const [id, entry] of Object.entries(picture)) {
        const mark = marks.get(id);
        if (!mark || entries.get(mark) === entry) continue;
        entries.set(mark, entry);
        const [state, content] = entry;
        if (mark.getAttribute("data-state") !== state) {
          mark.setAttribute("data-state", state);
          mark.toggleAttribute("data-upstream", state === "upstream");
        }
        if (content === null || content === undefined) continue;
        const key = keyOf(content);
        if (filled.get(mark) === key) continue;
        filled.set(mark, key);
        fill(mark, content);
      }
      if (shown) name(shown, picture);
      clear("is-found");
      view.look(markResult(drawing, marks, picture, step));
      arriving?.();
      arriving = null;
    },

    /** @param {string} id a node or a group that was looked for: it is centred, and marked */
    find(id) {
      clear("is-found");
      const places = allOf(id);
      for (const place of places) place.classList.add("is-found");
      const part = bodyOf(places.find((place) => place.getClientRects().length > 0));
      if (part) view.centre(part);
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

    room: view.room,
    fits: view.fits,
    drags: view.drags,
    actions: {
      fit: view.fit,
      zoomIn: () => view.zoomBy(1.25),
      zoomOut: () => view.zoomBy(0.8),
    },
    present: view.present,
  };
}

/**
 * Whether two drawings show the same circuit, be it with other numbers.
 * @param {Payload} one
 * @param {Payload} other
 */
function isSameCircuit(one, other) {
  const [before, after] = [one, other].map(({ nodes }) =>
    nodes.map(({ op, args, shape }) => [op, args, shape]),
  );
  return isSame(before, after);
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
