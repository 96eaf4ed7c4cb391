// The pictures of a run: one large, the others beside it, each of which trades places with it.
import { createChoice } from "../lib/choice.js";
import { byId, html, minus } from "../lib/dom.js";
import { createInset } from "./inset.js";
import { keepOrder, keptOrder, placed, swapped } from "./places.js";
import { KINDS } from "./plots/kinds.js";
import { createPlot, warmUp } from "./plots/plot.js";
import { signOf } from "./plots/symbols.js";

/** @typedef {import("./plots/types.js").Status} Status */

const TITLES = { boundary: "Decision boundary", loss: "Loss", circuit: "Circuit" };
/** @typedef {keyof typeof TITLES} Name */

/** @param {import("./plots/plot.js").Page} page */
export function createPictures(page) {
  const names = /** @type {Name[]} */ (Object.keys(TITLES));
  const sections = Object.fromEntries(names.map((name) => [name, byId(`picture-${name}`)]));
  const part = (/** @type {string} */ name, /** @type {string} */ kind) =>
    /** @type {HTMLElement} */ (sections[name]?.querySelector(kind));
  const title = byId("train-title");
  const key = byId("class-key");
  const plots = names.flatMap((name) => {
    const kind = KINDS.find((each) => each.name === name);
    const places = { body: part(name, ".picture-body"), tools: part(name, ".plot-tools") };
    return kind ? [createPlot(kind, places, page, (drawing) => drew(name, drawing))] : [];
  });
  const inset = createInset(part("circuit", ".picture-body"));
  const choice = createChoice("picture", "Large picture", Object.values(TITLES), (chosen) => {
    const name = names.find((each) => TITLES[each] === chosen);
    if (name) swap(name);
  });
  byId("train-choice").append(choice.element);
  let order = keptOrder();
  let isOn = false;
  /** @type {Status | null} */
  let status = null;
  /** @type {Set<string>} what cannot be shown of this run */
  let lacking = new Set();
  /** @type {number[]} */
  let labels = [];

  for (const name of names)
    part(name, ".swap").addEventListener("click", () => {
      const before = placed(order, isThere).large;
      swap(name);
      part(before, ".swap").focus(); // which stands where this one stood
    });
  part("circuit", ".picture-body").addEventListener("click", () => swap("circuit"));

  /** @param {string} name */
  function swap(name) {
    order = swapped(order, placed(order, isThere).large, name);
    keepOrder(order);
    place();
  }

  const isThere = (/** @type {string} */ name) => !lacking.has(name);

  /** Puts each picture where it belongs, and says which is the large one. */
  function place() {
    const places = placed(order, isThere);
    for (const name of names) {
      const section = sections[name];
      const at = Object.entries(places).find(([, each]) => each === name)?.[0];
      if (!section) continue;
      section.hidden = !isOn || at === undefined || (name === "circuit" && at === "large");
      if (at) section.dataset.place = at;
      choice.enable(TITLES[name], at !== undefined);
    }
    if (isOn) document.body.dataset.large = places.large;
    else delete document.body.dataset.large;
    if (isOn) document.body.dataset.one = places.one ?? "";
    else delete document.body.dataset.one;
    document.body.classList.toggle("has-one-inset", isOn && places.two === null);
    choice.choose(TITLES[/** @type {Name} */ (places.large)]);
    say(places.large);
  }

  /** @param {string} large */
  function say(large) {
    title.hidden = !isOn || large === "circuit";
    key.hidden = title.hidden || large !== "boundary" || !labels.length;
    for (const plot of plots) {
      const { name } = plot.kind;
      const words = titleOf(name, plot.isLog());
      const head = part(name, "h3");
      if (head.textContent !== words) head.textContent = words;
      if (name === large && title.textContent !== words) title.textContent = words;
    }
  }

  /**
   * @param {string} name
   * @param {boolean} log
   */
  function titleOf(name, log) {
    if (name === "loss") return log ? "Loss, log scale" : "Loss";
    const curve = labels.length === 0 && status?.train.data.length;
    return curve ? "Fitted by the program" : TITLES.boundary;
  }

  /**
   * @param {string} name
   * @param {import("./plots/types.js").Drawing | null} drawing
   */
  function drew(name, drawing) {
    const next = name === "boundary" && drawing ? (drawing.labels ?? []) : labels;
    if (String(next) !== String(labels)) {
      labels = next;
      const items = labels.map((label, rank) =>
        html("li", {}, signOf(rank), minus(`class ${label}`)),
      );
      key.replaceChildren(...items);
    }
    say(placed(order, isThere).large);
  }

  return {
    /** @param {boolean} on whether the page is in training */
    show(on) {
      if (on && !isOn) warmUp().catch(() => {}); // it is asked for again with the first plot
      isOn = on;
      place();
    },

    /**
     * @param {Status} next
     * @param {number} iteration
     * @param {boolean} able whether there is something to train
     */
    load(next, iteration, able) {
      status = next;
      const shapes = page.shapes();
      const without = plots.filter(({ kind }) => !able || kind.unavailable(next, shapes) !== null);
      const missing = new Set(without.map(({ kind }) => kind.name));
      const changed = [...missing].join() !== [...lacking].join();
      lacking = missing;
      if (changed) place();
      for (const plot of plots) plot.load(next, iteration);
    },
    circuit: inset.load,
    theme() {
      for (const plot of plots) plot.theme();
    },
  };
}
