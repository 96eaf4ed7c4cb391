// Forward mode: the derivative by one input flows forward with the values, gate by gate.

import { heading } from "../explain/words.js";
import { html, lengthOf, minus, svg, tag } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { arrayShape, arrayTag, isArray, spoken } from "../lib/matrix.js";
import { indexOf } from "../lib/nested.js";
import { createSelect, sentence, table } from "../lib/parts.js";

/** @typedef {import("./types.js").ForwardMode} ForwardMode */
/** @typedef {import("../lib/types.js").Shown} Shown */

const ROOM = { rows: 3, characters: 18 }; // of an array in the panel
const MOST = 400; // elements of an input that can be chosen one by one

/**
 * The choices of an array's element, none for a number.
 * @param {string} name
 * @param {number[]} shape
 */
export function elementsOf(name, shape) {
  const size = shape.length ? shape.reduce((product, length) => product * length, 1) : 0;
  return Array.from({ length: Math.min(size, MOST) }, (_, place) => ({
    value: String(place),
    label: `${name}[${indexOf(shape, place).join(", ")}]`,
  }));
}

/**
 * A tag that points the way its derivative goes.
 * @template {Element} Tag
 * @param {Tag} shape
 */
function ahead(shape) {
  shape.classList.add("ahead");
  return shape;
}

/**
 * A number or an array in the shape it has in the picture, with its word under it.
 * @param {Shown | undefined} shown
 * @param {"value" | "tangent"} kind
 * @param {(string | Node)[]} word
 */
function term(shown, kind, word) {
  const drawn = isArray(shown) ? arrayShape(shown, ROOM) : null;
  const look = `plain-value${drawn ? " array" : lengthOf(shown?.toString())}`;
  const shape =
    kind === "value"
      ? html("span", { class: look }, drawn ?? minus(shown?.toString()))
      : drawn
        ? ahead(arrayTag(drawn, "now"))
        : ahead(tag(String(shown ?? ""), "now", "panel"));
  return html(
    "div",
    { class: "forward-term" },
    html("div", { class: "shape-cell" }, shape, html("span", { class: "hidden" }, spoken(shown))),
    html("span", { class: "word" }, ...word),
  );
}

function arrow() {
  const look = { class: "icon arrow", viewBox: "0 0 16 10", width: 16, height: 10 };
  const path = svg("path", { d: "M1 5h13M10.5 1.5 14 5l-3.5 3.5" });
  return svg("svg", { ...look, "aria-hidden": "true" }, path);
}

/** @type {import("./types.js").MakeView} */
export function createForward({ panel, bar, body }, page) {
  const input = createSelect("Derivative by", (of) => page.choose({ of }));
  const element = createSelect("element", (place) => {
    page.choose({ of: data?.of ?? "", element: Number(place) });
  });
  const words = html("div", { class: "words" });
  const shapes = html("div", { class: "forward-shapes" });
  const about = html("div", { class: "forward-about" });
  const whole = html("div", { class: "forward-view" }, words, shapes);
  bar.append(input.element, element.element);
  panel.append(about);
  /** @type {ForwardMode | null} */
  let data = null;

  const by = () => {
    const elements = elementsOf(data?.of ?? "", data?.nodes.find(isInput)?.shape ?? []);
    return elements[data?.element ?? 0]?.label ?? data?.of ?? "";
  };
  const isInput = (/** @type {import("../lib/types.js").Node} */ node) =>
    node.kind === "input" && node.name === data?.of;

  /** How many passes each mode takes for every gradient, and that they agree. */
  function passes() {
    if (!data) return;
    const { forward, reverse } = data.passes;
    const row = (/** @type {string[]} */ ...cells) =>
      html("tr", {}, ...cells.map((cell) => html("td", {}, minus(cell))));
    about.replaceChildren(
      table(
        "passes",
        "Passes for all gradients, and this derivative by both modes",
        ["mode", "passes for all", `∂${data.output}/∂${by()}`],
        [
          row("forward", String(forward), data.agreement.forward),
          row("reverse", String(reverse), data.agreement.reverse),
          row("difference", "", data.agreement.difference),
        ],
      ),
      html("p", {}, minus(data.sentence)),
    );
  }

  return {
    /** @param {ForwardMode} next */
    show(next) {
      data = next;
      input.load(
        next.choices.map((name) => ({ value: name, label: name })),
        next.of,
      );
      const elements = elementsOf(next.of, next.nodes.find(isInput)?.shape ?? []);
      element.element.hidden = elements.length === 0;
      element.load(elements, String(next.element ?? 0));
      if (whole.parentElement !== body) body.replaceChildren(whole);
      passes();
    },

    follow(at) {
      const step = data?.steps[at];
      if (!step) {
        words.replaceChildren();
        shapes.replaceChildren();
      }
      if (!data || !step) return;
      const node = data.nodes.find(({ id }) => id === step.node);
      words.replaceChildren(
        heading(step.title, step.role_title),
        sentence(step.sentence.replace(/^[^:]*: /, "")),
      );
      shapes.replaceChildren(
        term(step.text.value, "value", [
          "value ",
          node ? formula("span", "inline-math", node.latex) : "",
        ]),
        term(step.text.tangent, "tangent", [`derivative by ${by()}`]),
      );
    },

    stage: {
      enter(/** @type {ForwardMode} */ { steps }, step, node) {
        const place = (/** @type {string | null} */ id) => Number(id?.slice(1) ?? 0);
        const at = steps.findIndex((each) => place(each.node) >= place(node));
        return at < 0 || step >= steps.length ? steps.length - 1 : at;
      },
      home: (/** @type {ForwardMode} */ { steps, nodes }, step) => {
        const gates = nodes.filter(({ kind }) => kind === "gate"); // a step of the program each
        const found = gates.findIndex(({ id }) => id === steps[step]?.node);
        return found < 0 ? null : found;
      },
      origin: (_data, node) => node,
      array: (_data, node, part) => (part === "value" ? { node, part } : null),
      legend: () => [
        html("li", {}, html("b", {}, "7"), "value", arrow()),
        html("li", {}, ahead(tag("7", "earlier", "small")), "derivative", arrow()),
        html("li", { class: "pending" }, ahead(tag("", "pending", "small")), "not yet"),
      ],
    },
  };
}
