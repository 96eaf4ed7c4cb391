// The gallery of activation functions: f and its slope, one at a time, with the point at which the
// gate in view stands.

import { createChoice } from "../lib/choice.js";
import { byId, html, minus } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { saveButton } from "../lib/parts.js";
import { activationOf, gateOf, numberOf, numbersIn } from "./operating.js";
import { tellLive } from "./words.js";

/** @typedef {import("./types.js").Activation} Activation */
/** @typedef {import("./types.js").Live} Live */
/** @typedef {import("../lib/types.js").Payload} Payload */

const AWAY = "The server does not answer; the curves cannot be shown.";
const HEIGHT = { most: 380, least: 220, share: 0.42 }; // of the window

/**
 * @param {Object} page
 * @param {import("./operating.js").Ops} page.ops
 * @param {() => {trace: Payload | null, step: number}} page.scene
 * @param {(node: string) => Promise<import("../lib/types.js").WholeArray>} page.fetchArray
 */
export function createActivations({ ops, scene, fetchArray }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("activations"));
  const body = byId("activations-body");
  const host = html("div", { class: "activation-figure" });
  const words = html("div", { class: "activation-words", "aria-live": "polite" });
  /** @type {Activation[] | null} */
  let all = null;
  /** @type {ReturnType<typeof createChoice> | null} */
  let choice = null;
  /** @type {import("./operating.js").GateActivation | null} */
  let inView = null;
  /** @type {Live | null} */
  let live = null;
  /** @type {typeof import("./curve.js") | null} */
  let library = null;
  let turn = 0;

  const chosen = () => all?.find(({ title }) => title === choice?.value());
  const save = saveButton("SVG", () => ({
    name: `${chosen()?.name ?? "activation"}.svg`,
    text: drawn && library ? library.standalone(drawn) : "",
    type: "image/svg+xml",
  }));
  save.setAttribute("aria-label", "Save the curve as SVG");
  /** @type {Element | null} */
  let drawn = null;

  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || (target instanceof Element && target.closest("[data-example]")))
      dialog.close();
  });
  new ResizeObserver(() => draw()).observe(host);

  /** The curves, asked for once. */
  async function load() {
    const [response, curve] = await Promise.all([
      fetch("/api/activations"),
      library ?? import("./curve.js"),
    ]);
    if (!response.ok) throw new Error(AWAY);
    library = curve;
    all = /** @type {Activation[]} */ ((await response.json()).activations);
    const titles = all.map(({ title }) => title);
    choice = createChoice("activation", "Function", titles, () => show());
    choice.element.classList.add("activation-list");
    body.replaceChildren(choice.element, host, words);
  }

  /** What the gate in view is given: a number, or all elements of an array. */
  async function meet() {
    const mine = ++turn;
    live = null;
    if (!inView) return;
    const { argument } = inView;
    const number = numberOf(argument.text);
    const label = argument.name ?? argument.label;
    try {
      const values = number === null ? numbersIn((await fetchArray(argument.id)).value) : [number];
      if (mine === turn && values.length) live = { label, values };
    } catch {
      // without its elements the curve stands alone
    }
  }

  function show() {
    const activation = chosen();
    if (!activation) return;
    const here = activation.name === inView?.name ? live : null;
    words.replaceChildren(
      formula("p", "activation-formula", `f(x) = ${activation.latex}`, { text: activation.text }),
      here ? html("p", { class: "sentence" }, minus(tellLive(activation, here))) : "",
      html(
        "ul",
        {},
        ...activation.remarks.map(({ text, source }) =>
          html("li", {}, minus(text), html("cite", {}, source)),
        ),
      ),
      save,
    );
    draw();
  }

  function draw() {
    const activation = chosen();
    if (!activation || !library || !host.clientWidth) return;
    const height = Math.min(Math.max(innerHeight * HEIGHT.share, HEIGHT.least), HEIGHT.most);
    const here = activation.name === inView?.name ? live : null;
    drawn = library.drawCurve(activation, here, { width: host.clientWidth, height });
    host.replaceChildren(drawn);
  }

  /** Opens at the gate in view, where that is one of them. */
  return async function open() {
    const { trace, step } = scene();
    const nodes = trace?.nodes ?? [];
    inView = activationOf(gateOf(trace?.steps[step], nodes), nodes, ops);
    if (!dialog.open) dialog.showModal();
    try {
      await Promise.all([meet(), all ?? load()]);
    } catch {
      body.replaceChildren(html("p", { class: "note" }, AWAY));
      return;
    }
    const title = all?.find(({ name }) => name === inView?.name)?.title;
    if (title) choice?.choose(title);
    body.querySelector(/** @type {"input"} */ ("input:checked"))?.focus();
    show();
  };
}
