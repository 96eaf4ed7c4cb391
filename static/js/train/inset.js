// The circuit's inset: the row of its gates, drawn without numbers, as large as its place allows.
import { html, minus, svg } from "../lib/dom.js";
import { renderMath } from "../lib/typeset.js";
import { shortened, spineOf } from "./spine.js";

/** @typedef {import("../lib/types.js").Payload} Payload */

const LEAST = 42; // pixels between two gates
const WIDEST = 76;
const START = 44; // of the row, right of its first name
const RADIUS = 17;
const LETTER = 8; // pixels of a symbol's letter
const ASIDE = 62; // a name stands beside its wire where gates are that far apart, else below it
const ROW = 28; // the height of the gates' middle
const LOW = 82; // of the names below
const HEIGHT = 104;

/** @param {HTMLElement} box */
export function createInset(box) {
  /** @type {Payload | null} */
  let trace = null;
  /** @type {string[]} */
  let learned = [];
  let drawn = "";

  function draw() {
    const width = box.clientWidth;
    if (!trace || !width) return;
    const output = trace.names[trace.output] ?? trace.output;
    const key = JSON.stringify([width, trace.program, output, trace.nodes.length]);
    if (key === drawn) return;
    drawn = key;
    const { first, beads } = spineOf(trace.nodes, output, learned);
    const room = width - START - RADIUS - 8;
    const row = shortened(beads, Math.floor(room / LEAST));
    const gap = Math.min(room / Math.max(row.length, 1), WIDEST);
    const end = START + gap * row.length;
    const marks = [svg("path", { class: "wire", d: `M${START - 12},${ROW}H${end + 4}` })];
    /** @type {HTMLElement[]} */
    const names = first ? [name(first, 0, ROW)] : [];
    for (const [at, bead] of row.entries()) {
      const x = START + gap * (at + 0.5);
      if (bead) marks.push(...gate(bead.symbol, x, gap));
      else marks.push(svg("text", { class: "dots", x, y: ROW + 5 }, "…"));
      for (const each of bead?.reads.slice(0, 1) ?? []) {
        const left = x - gap / 2;
        const aside = gap >= ASIDE;
        const bend = `M${left - 2},${LOW}H${x - 14}C${x},${LOW} ${x},${LOW - 16} ${x},${ROW + RADIUS}`;
        marks.unshift(
          svg("path", { class: "wire", d: aside ? bend : `M${x},${LOW - 10}V${ROW + RADIUS}` }),
        );
        names.push(aside ? name(each, left - 30, LOW) : name(each, x, LOW, "is-below"));
      }
    }
    const picture = svg(
      "svg",
      { class: "spine", viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img" },
      ...marks,
    );
    picture.setAttribute(
      "aria-label",
      `The circuit: ${beads.length} gates in a row, ${beads.map(({ symbol }) => symbol).join(", ")}`,
    );
    box.replaceChildren(html("div", { class: "spine-box" }, picture, ...names));
  }

  new ResizeObserver(draw).observe(box);
  return {
    /** @param {Payload | null} next @param {string[]} parameters which enter from below */
    load(next, parameters) {
      trace = next;
      learned = parameters;
      draw();
    },
  };
}

/**
 * @param {string} latex
 * @param {number} left
 * @param {number} middle
 * @param {string} [look]
 */
function name(latex, left, middle, look = "") {
  const element = html("span", { class: `spine-name ${look}`, "aria-hidden": "true" });
  element.style.left = `${left}px`;
  element.style.top = `${middle}px`;
  renderMath(element, latex);
  return element;
}

/**
 * A circle with its symbol; a word that is too long for one gets a pill.
 * @param {string} symbol
 * @param {number} x
 * @param {number} gap
 */
function gate(symbol, x, gap) {
  const half = Math.max(Math.min(symbol.length * 4 + 5, gap / 2 - 2), RADIUS);
  const most = Math.floor((2 * half - 4) / LETTER);
  const words = symbol.length > most ? `${symbol.slice(0, most - 1)}…` : symbol;
  const box = { x: x - half, y: ROW - RADIUS, width: 2 * half, height: 2 * RADIUS, rx: RADIUS };
  const sign = {
    class: words.length === 1 ? "sign" : null,
    x,
    y: ROW + (words.length === 1 ? 7 : 5),
  };
  return [svg("rect", { class: "disc", ...box }), svg("text", sign, minus(words))];
}
