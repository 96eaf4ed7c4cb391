// Every path between two nodes with the product of its local factors; their sum is the gradient.
import { html, minus } from "../lib/dom.js";
import { createSelect, pressed, sentence, table } from "../lib/parts.js";

/** @typedef {import("./types.js").Paths} Paths */
/** @typedef {import("./types.js").Path} Path */

const MOST = 4; // factors that are written out

/**
 * A number as a factor: a negative one in brackets.
 * @param {string} text
 */
export const factor = (text) => (/^[-−]/.test(text) ? `(${minus(text)})` : minus(text));

/**
 * The products of some paths as one sum: "3 + (−4) + … = 5".
 * @param {Paths} found
 */
export function sumOf({ paths, exact, total }) {
  const products = paths.map(({ product }, index) => (index ? factor(product) : minus(product)));
  const rest = String(paths.length) === exact ? [] : ["…"];
  return `${[...products, ...rest].join(" + ")} = ${minus(total)}`;
}

/**
 * The choices of a list; a name that stands for several values is counted: "a, 2 of 3".
 * @param {Paths["choices"]} choices
 */
export function numbered(choices) {
  return choices.map(({ id, label }, place) => {
    const same = choices.filter((other) => other.label === label);
    const before = choices.slice(0, place).filter((other) => other.label === label);
    const which = same.length > 1 ? `, ${before.length + 1} of ${same.length}` : "";
    return { value: id, label: `${label}${which}` };
  });
}

/**
 * The product that a few factors make: "1 × (−4) =".
 * @param {string[]} factors
 */
function workingOf(factors) {
  if (factors.length < 2 || factors.length > MOST) return "";
  return `${factors.map((text, at) => (at ? factor(text) : minus(text))).join(" × ")} =`;
}

/** @type {import("./types.js").MakeView} */
export function createPaths({ bar, body }, page) {
  const from = createSelect("From", (id) => page.choose({ from: id, to: data?.to ?? undefined }));
  const to = createSelect("to", (id) => page.choose({ from: data?.from ?? undefined, to: id }));
  const picker = pressed("Pick in the picture", () => wait(waiting === null ? "from" : null));
  bar.append(from.element, to.element, picker);
  /** @type {Paths | null} */
  let data = null;
  /** @type {"from" | "to" | null} which end a click in the picture gives */
  let waiting = null;
  let picked = "";
  /** @type {number | null} the path that stays lit */
  let chosen = null;

  /** @param {typeof waiting} end */
  function wait(end) {
    waiting = end;
    const words = { from: "Click where they begin", to: "Click where they end" };
    picker.setAttribute("aria-pressed", String(end !== null));
    const label = picker.querySelector(".label");
    if (label) label.textContent = end ? words[end] : "Pick in the picture";
  }

  /** @param {number | null} index a path to look at; none: the chosen one */
  function light(index) {
    const path = data?.paths[index ?? chosen ?? -1];
    page.light(path?.nodes ?? [], path?.wires ?? []);
  }

  /** @param {number} index */
  function choose(index) {
    chosen = chosen === index ? null : index;
    for (const [place, button] of [...body.querySelectorAll(".path")].entries())
      button.setAttribute("aria-pressed", String(place === chosen));
    light(null);
  }

  /**
   * @param {Path} path
   * @param {number} index
   */
  function pathRow({ labels, factors, product }, index) {
    const stops = labels.flatMap((label, place) => [
      ...(place ? [html("span", { class: "factor" }, minus(factors[place - 1]))] : []),
      html("span", { class: "stop" }, minus(label)),
    ]);
    const button = html(
      "button",
      { type: "button", class: "path", "aria-pressed": "false" },
      html("span", { class: "stops" }, ...stops),
      html("span", { class: "working" }, workingOf(factors)),
      html("span", { class: "product" }, minus(product)),
    );
    button.addEventListener("click", () => choose(index));
    button.addEventListener("pointerenter", () => light(index));
    button.addEventListener("focus", () => light(index));
    button.addEventListener("pointerleave", () => light(null));
    button.addEventListener("blur", () => light(null));
    return html("li", {}, button);
  }

  /** @param {Paths} found */
  function counts({ operations: { factored, unfactored, sentence: words } }) {
    const row = (/** @type {string} */ name, /** @type {import("./types.js").Count} */ count) =>
      html(
        "tr",
        {},
        html("th", { scope: "row" }, name),
        html("td", {}, minus(count.multiply)),
        html("td", {}, minus(count.add)),
      );
    const heads = ["", "multiplications", "additions"];
    return html(
      "div",
      { class: "path-counts" },
      table("counts", "Operations for the sum over these paths", heads, [
        row("factored", factored),
        row("path by path", unfactored),
      ]),
      html("p", {}, minus(words)),
    );
  }

  return {
    /** @param {Paths} found */
    show(found) {
      const same = data?.from === found.from && data.to === found.to;
      data = found;
      if (!same || (chosen ?? 0) >= found.paths.length) chosen = null;
      const choices = numbered(found.choices);
      from.load(choices, found.from);
      to.load(choices, found.to);
      const kept = chosen;
      chosen = null;
      body.replaceChildren(
        html(
          "div",
          { class: "paths-view" },
          html(
            "div",
            { class: "path-list" },
            sentence(found.sentence),
            html("ol", { "aria-label": "Paths" }, ...found.paths.map(pathRow)),
            found.paths.length > 1 ? html("p", { class: "path-sum" }, sumOf(found)) : null,
          ),
          counts(found),
        ),
      );
      if (kept !== null) choose(kept);
      else light(null);
    },
    byNode: true,
    pick(node) {
      if (!waiting) return false;
      const first = waiting === "from";
      if (first) picked = node;
      else page.choose({ from: picked, to: node });
      wait(first ? "to" : null);
      return true;
    },
    cancel: () => wait(null),
    leave() {
      wait(null);
      page.light([], []);
    },
  };
}
