// A small map of a drawing that is larger than the view, with a frame round what is seen.
import { byId, svg } from "../lib/dom.js";

const WIDTH = 148;
const HEIGHT = 64;
const LEAST = 28; // a long chain is stretched to this height, or nothing could be seen
const LOW = 360; // pixels of a view over which a map that covers something covers too much
const MARGIN = 40; // pixels from the edge of the view within which it stands
const GRAIN = 24; // how far apart a wire's points are that it should not cover
const STILL = 250; // milliseconds after the last move of the picture
const CORNERS = ["bottom left", "bottom right", "top left", "top right"];

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
 * Points along a path of straight lines and curves, close enough to tell what it crosses.
 * @param {string} path
 * @returns {[number, number][]}
 */
export function pointsAlong(path) {
  /** @type {[number, number][]} */
  const points = [];
  let [x, y] = [0, 0];
  for (const [, command = "", rest = ""] of path.matchAll(/([MLHVCQ])([^A-Z]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    const [across = 0, down = 0] = numbers.slice(-2);
    const toX = command === "V" ? x : across;
    const toY = command === "H" ? y : command === "V" ? across : down;
    const parts = command === "M" ? 1 : Math.ceil(Math.hypot(toX - x, toY - y) / GRAIN) || 1;
    for (let part = 1; part <= parts; part += 1) {
      points.push([x + ((toX - x) * part) / parts, y + ((toY - y) * part) / parts]);
    }
    [x, y] = [toX, toY];
  }
  return points;
}

/**
 * @param {(x: number, y: number) => void} onMove centres a point of the drawing
 */
export function createOverview(onMove) {
  const button = byId("overview");
  const frame = svg("rect", { class: "frame", rx: 6 });
  /** @type {SVGElement | null} */
  let map = null;
  /** @type {[number, number][]} what should not be covered */
  let points = [];
  let size = { width: WIDTH, height: HEIGHT };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /**
   * Stands in the corner where it covers least, and stays there while it covers nothing. A low
   * view has it only where it covers nothing.
   * @param {{x: number, y: number, width: number, height: number}} area what is seen
   * @param {number} scale
   */
  function settle(area, scale) {
    const [across, down] = [(size.width + MARGIN) / scale, (size.height + MARGIN / 2) / scale];
    const covered = (/** @type {string} */ corner) => {
      const left = corner.includes("left") ? area.x : area.x + area.width - across;
      const top = corner.includes("top") ? area.y : area.y + area.height - down;
      const inside = (/** @type {[number, number]} */ [x, y]) =>
        x >= left && x <= left + across && y >= top && y <= top + down;
      return points.filter(inside).length;
    };
    const low = area.height * scale < LOW;
    const here = covered(button.dataset.corner ?? "");
    const counts = CORNERS.map(covered);
    const least = Math.min(...counts);
    button.hidden = low && least > 0;
    if (least < here / (low ? 1 : 2)) button.dataset.corner = CORNERS[counts.indexOf(least)];
  }

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
      size = { width: width * scale, height: Math.max(height * scale, LEAST) };
      const edge = { x: 2 / scale, y: (2 * height) / size.height }; // room for the frame's stroke
      const wires = [...drawing.querySelectorAll(".wires .line")].map(
        (wire) => wire.getAttribute("d") ?? "",
      );
      const tags = [...drawing.querySelectorAll(".tag .shape")].map((shape) => {
        // from the tip along the upper edge; the lower one lies as far from the tip
        const numbers =
          shape
            .getAttribute("d")
            ?.split("q")[0]
            ?.match(/-?[\d.]+/g) ?? [];
        const [x = 0, y = 0, from = 0, high = 0, to = 0] = numbers.map(Number);
        return `M${x},${y}L${from},${high}H${to}V${2 * y - high}H${from}`;
      });
      const values = [...drawing.querySelectorAll(".value .ring")].map((ring) => {
        const { x, y } = centreOf(ring);
        const across = Number(ring.getAttribute("width")) / 2;
        return `M${x - across},${y}H${x + across}`;
      });
      const titles = [...drawing.querySelectorAll(".group > text")].map((title) => {
        const [x, y] = [Number(title.getAttribute("x")), title.getAttribute("y")];
        return `M${x},${y}H${x + 4 * GRAIN}`; // and the button before it
      });
      points = [...wires, ...tags, ...values, ...titles].flatMap(pointsAlong);
      button.dataset.corner = CORNERS[0];
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
     * @param {number} [scale]
     */
    frame(visible, area, scale = 1) {
      clearTimeout(timer);
      if (!visible) button.hidden = true;
      if (!visible || !area || !map) return;
      timer = setTimeout(() => settle(area, scale), STILL);
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
