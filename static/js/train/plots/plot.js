// One plot of a run in its box: drawn when it is seen, with its choices and its files. What draws it
// is loaded with the first of them.
import { createChoice } from "../../lib/choice.js";
import { html, minus } from "../../lib/dom.js";
import { createSelect, pressed, save, saveButton, table } from "../../lib/parts.js";
import { elementsOf } from "../../views/forward.js";
import { createAsking } from "./ask.js";
import { columnsOf, isWhole, numbersOf, pairOf, scaleOf } from "./kinds.js";
import { createScrub } from "./scrub.js";

/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Drawing} Drawing */
/** @typedef {import("./kinds.js").Kind} Kind */
/**
 * @typedef {Object} Page
 * @property {(iteration: number) => void} onIteration another one is to be looked at
 * @property {() => Record<string, unknown>} request what a trace would be asked with
 * @property {() => Record<string, number[]>} shapes of the inputs
 */

const SCALES = /** @type {const} */ ({ Linear: "linear", Log: "log" });
const LOADING = "The plot is on its way …";
const NO_LOSS =
  "The program's own loop computes no loss, so there is no curve of it: " +
  "move along the iterations, and the picture shows each.";
const LEAST = { width: 200, height: 96 };

/** @type {typeof import("./draw.js") | null} */
let library = null;

/** Loads what draws before it is wanted. */
export const warmUp = () => import("./draw.js").then((loaded) => (library = loaded));

/**
 * @param {Kind} kind
 * @param {{body: HTMLElement, tools: HTMLElement}} places for the plot, and for what is chosen of it
 * @param {Page} page
 * @param {(drawing: Drawing | null) => void} [onDrawn]
 */
export function createPlot(kind, { body, tools }, { onIteration, request, shapes }, onDrawn) {
  /** @type {Status | null} */
  let status = null;
  let iteration = 0;
  /** @type {Drawing | null} */
  let drawing = null;
  let drawn = ""; // what the drawing was made from
  let due = false;
  /** @type {"linear" | "log" | null} the reader's choice */
  let scale = null;
  /** @type {(string | null)[]} the axes of the surface */
  const axes = [null, null];

  const scales = createChoice(`${kind.name}-scale`, "Axis", Object.keys(SCALES), (name) => {
    scale = SCALES[/** @type {keyof typeof SCALES} */ (name)];
    schedule();
  });
  const selects = ["across", "up"].map((name, at) =>
    createSelect(name, (value) => {
      axes[at] = value;
      schedule();
    }),
  );
  const asking = createAsking(schedule);
  const svg = saveButton("SVG", () => file("svg", drawing?.svg() ?? "", "image/svg+xml"));
  const csv = pressed("CSV", () => {
    const thinned = status?.id && kind.log && status.loss.length <= status.iteration;
    if (!thinned) return save(file("csv", drawing?.csv() ?? "", "text/csv"));
    html("a", { href: `/api/train/${status?.id}/log.csv`, download: `${kind.name}.csv` }).click();
  });
  svg.setAttribute("aria-label", `Save the plot as SVG: ${kind.title}`);
  csv.setAttribute("aria-label", `Save its numbers as CSV: ${kind.title}`);
  // Two plots may be higher than the room: it scrolls.
  const host = html("div", {
    class: "plot-host",
    tabindex: 0,
    role: "group",
    "aria-label": kind.title,
  });
  const stead = html("div", { class: "hidden" });
  const note = html("p", { class: "plots-note", role: "status" });
  tools.append(scales.element, ...selects.map(({ element }) => element), svg, csv);
  body.replaceChildren(note, host, stead);
  createScrub(host, () => status?.iteration ?? 0, onIteration);
  new ResizeObserver(schedule).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);

  /** @param {string} ending @param {string} text @param {string} type */
  const file = (ending, text, type) => ({ name: `${kind.name}.${ending}`, text, type });

  /** At most one redraw a frame. */
  function schedule() {
    if (!due) requestAnimationFrame(update);
    due = true;
  }

  const isLog = () => {
    const able = kind.name === "loss" && status ? scaleOf(status.loss) : (kind.scale ?? null);
    return { able: able !== null, log: able !== null && (scale ?? able) === "log" };
  };

  function update() {
    due = false;
    if (!status || !host.clientWidth) return; // hidden: drawn when it is seen
    const known = shapes();
    const reason = kind.unavailable(status, known);
    const { able, log } = isLog();
    scales.element.hidden = !able;
    scales.choose(log ? "Log" : "Linear");
    const numbers = numbersOf(status.train.parameters, known, elementsOf);
    const pair = kind.name === "surface" ? pairOf(numbers, axes) : null;
    for (const [at, select] of selects.entries()) {
      select.element.hidden = pair === null || numbers.length < 3;
      if (pair) select.load(numbers.map(named), pair[at] ?? "");
    }
    const silent =
      kind.name === "loss" && status.loss.length > 0 && status.loss.every(([, at]) => at === null);
    if (reason || silent) {
      clear();
      return say(reason ?? NO_LOSS);
    }
    if (!library) return void load();
    const answer = answerFor(status, pair, numbers);
    if (answer !== undefined) draw(library, status, log, answer);
  }

  /**
   * What the server works out for a plot; null where it needs nothing, undefined while it is not
   * there.
   * @param {Status} of
   * @param {[string, string] | null} pair
   * @param {string[]} numbers
   */
  function answerFor(of, pair, numbers) {
    if (!kind.asks) return null;
    const columns = columnsOf(of.train.data, shapes());
    const train = pair ? { of: pair, run: of.id } : { ...columns, scores: null };
    const run = of.id ? { run: { id: of.id, iteration } } : {};
    const body = { ...request(), ...run, train };
    const still =
      pair && isWhole(numbers, of) ? { ...body, run: { id: of.id, iteration: 0 } } : body;
    asking.ask(kind.asks, still, pair ? { until: of.iteration } : {});
    const { content, failure } = asking.answer();
    say(failure ?? (content ? "" : LOADING));
    if (!content) clear();
    return content ?? undefined;
  }

  async function load() {
    try {
      await warmUp();
      schedule();
    } catch {
      say("The plots could not be loaded. The numbers are in the log of the run.");
    }
  }

  /**
   * @param {typeof import("./draw.js")} drawers
   * @param {Status} of
   * @param {boolean} log
   * @param {any} answer
   */
  function draw({ DRAWN }, of, log, answer) {
    const width = Math.max(host.clientWidth, LEAST.width);
    const height = Math.max(host.clientHeight, LEAST.height);
    const key = JSON.stringify([
      ...[of.id, of.iteration, of.iterations, of.state, of.loss.length, of.histograms.length],
      ...[
        of.loss.at(-1)?.[1],
        of.findings.length,
        of.changes?.length,
        iteration,
        width,
        height,
        log,
        stamp(answer),
      ],
    ]);
    if (key === drawn) return;
    drawn = key;
    if (!kind.asks) say("");
    const scrolled = host.querySelector(".layers")?.scrollLeft ?? 0;
    drawing = DRAWN[kind.name]?.({ status: of, iteration, width, height, log, answer }) ?? null;
    if (!drawing) return;
    host.replaceChildren(drawing.element);
    host.querySelector(".layers")?.scrollTo({ left: scrolled });
    const { caption, heads, rows } = drawing.table;
    const cells = rows.map((row) => html("tr", {}, ...row.map((cell) => html("td", {}, cell))));
    stead.replaceChildren(table("plot-table", caption, heads, cells));
    svg.hidden = csv.hidden = false;
    onDrawn?.(drawing);
  }

  /** @param {string} words */
  function say(words) {
    if (note.textContent !== minus(words)) note.textContent = minus(words);
    note.hidden = !words;
  }

  function clear() {
    drawing = null;
    drawn = "";
    host.replaceChildren();
    stead.replaceChildren();
    svg.hidden = csv.hidden = true;
    onDrawn?.(null);
  }

  /** Colours that pixels were made of are others. */
  function theme() {
    drawn = "";
    schedule();
  }
  svg.hidden = csv.hidden = true;

  return {
    kind,
    isLog: () => isLog().log,
    /**
     * @param {Status} next the run, its series as far as they are known
     * @param {number} at the iteration in view
     */
    load(next, at) {
      if (next.id !== status?.id) asking.forget();
      status = next;
      iteration = at;
      schedule();
    },
    theme,
  };
}

/** @param {string} value */
const named = (value) => ({ value, label: value });

/** @type {WeakMap<object, number>} */
const stamps = new WeakMap();
let last = 0;

/**
 * A number for each answer, in place of its contents.
 * @param {any} answer
 */
function stamp(answer) {
  if (!answer) return 0;
  if (!stamps.has(answer)) stamps.set(answer, ++last);
  return stamps.get(answer);
}
