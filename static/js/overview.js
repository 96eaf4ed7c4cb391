// A small map of a drawing that is larger than the view, with a frame round what is seen.
import { byId, svg } from "./shapes.js";

const WIDTH = 148;
const HEIGHT = 64;
const LEAST = 28; // a long chain is stretched to this height, or nothing could be seen

/**
 * The centre of a gate's disc, which is a pill where the symbol is long.
 * @param {Element} disc
 */
export function centreOf(disc) {
  const number = (/** @type {string} */ name) => Number(disc.getAttribute(name) ?? 0);
  return {
    x: number("cx") + number("x") + number("width") / 2,
    y: number("cy") + number("y") + number("height") / 2,
  };
}

/**
 * @param {(x: number, y: number) => void} onMove centres a point of the drawing
 */
export function createOverview(onMove) {
  const button = byId("overview");
  const frame = svg("rect", { class: "frame", rx: 6 });
  /** @type {SVGElement | null} */
  let map = null;

  button.addEventListener("click", (event) => {
    const screen = map instanceof SVGSVGElement ? map.getScreenCTM() : null;
    if (!screen) return;
    const area = button.getBoundingClientRect();
    const pointed = event.detail > 0;
    const at = new DOMPoint(
      pointed ? event.clientX : area.x + area.width / 2,
      pointed ? event.clientY : area.y + area.height / 2,
    ).matrixTransform(screen.inverse());
    onMove(at.x, at.y);
  });

  return {
    /**
     * @param {SVGSVGElement} drawing
     * @param {import("./fit.js").Box} box its viewBox
     */
    load(drawing, { x: left, y: top, width, height }) {
      const scale = Math.min(WIDTH / width, HEIGHT / height);
      const size = { width: width * scale, height: Math.max(height * scale, LEAST) };
      const edge = { x: 2 / scale, y: (2 * height) / size.height }; // room for the frame's stroke
      const wires = [...drawing.querySelectorAll(".wires .line")].map((wire) =>
        wire.getAttribute("d"),
      );
      const dots = [...drawing.querySelectorAll(".gate .disc")].map((disc) => {
        const { x, y } = centreOf(disc);
        return `M${x},${y}h.01`;
      });
      map = svg(
        "svg",
        {
          viewBox: `${left - edge.x} ${top - edge.y} ${width + 2 * edge.x} ${height + 2 * edge.y}`,
          preserveAspectRatio: "none",
          ...size,
          "aria-hidden": "true",
        },
        svg("path", { d: wires.join("") }),
        svg("path", { class: "dots", d: dots.join("") }),
        frame,
      );
      button.replaceChildren(map);
    },

    /**
     * @param {boolean} visible
     * @param {{x: number, y: number, width: number, height: number}} [area] what is seen
     */
    frame(visible, area) {
      button.hidden = !visible;
      if (!area || !map) return;
      const [left = 0, top = 0, width = 1, height = 1] = (map.getAttribute("viewBox") ?? "")
        .split(/[ ,]+/)
        .map(Number);
      const x = Math.max(area.x, left);
      const y = Math.max(area.y, top);
      frame.setAttribute("x", String(x));
      frame.setAttribute("y", String(y));
      frame.setAttribute(
        "width",
        String(Math.max(Math.min(area.x + area.width, left + width) - x, 0)),
      );
      frame.setAttribute(
        "height",
        String(Math.max(Math.min(area.y + area.height, top + height) - y, 0)),
      );
    },
  };
}
