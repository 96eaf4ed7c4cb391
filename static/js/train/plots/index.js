// The plots of a run: a chooser, the plot it names, what was found in words, and its files. What
// draws them is loaded with the first of them; what is hidden is not drawn.
import { createChoice } from "../../lib/choice.js";
import { html, minus } from "../../lib/dom.js";
import { createSelect, pressed, save, saveButton, table } from "../../lib/parts.js";
import { elementsOf } from "../../views/forward.js";
import { createAsking } from "./ask.js";
import { createFindings } from "./findings.js";
import { columnsOf, isWhole, KINDS, numbersOf, pairOf, scaleOf } from "./kinds.js";
import { createScrub } from "./scrub.js";

/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Drawing} Drawing */
/** @typedef {import("./kinds.js").Kind} Kind */

const SCALES = /** @type {const} */ ({ Linear: "linear", Log: "log" });
const EMPTY = "Nothing is trained yet. Run it, and the plots grow here.";
const NO_LOSS =
  "The program's own loop computes no loss, so there is no curve of it: " +
  "move along the iterations, and the picture shows each.";
const LOADING = "The plot is on its way …";
const LEAST = { width: 240, height: 150 };

/**
 * @param {HTMLElement} box is filled with them
 * @param {Object} page
 * @param {(iteration: number) => void} page.onIteration another one is to be looked at
 * @param {() => Record<string, unknown>} page.request what a trace would be asked with
 * @param {() => Record<string, number[]>} [page.shapes] of the inputs
 */
export function createPlots(box, { onIteration, request, shapes = () => ({}) }) {
  /** @type {Status | null} */
  let status = null;
  let iteration = 0;
  /** @type {Drawing | null} */
  let drawing = null;
  let drawn = ""; // what the drawing was made from
  let due = false;
  /** @type {typeof import("./draw.js") | null} */
  let library = null;
  /** @type {"linear" | "log" | null} the reader's choice */
  let scale = null;
  /** @type {(string | null)[]} the axes of the surface */
  const axes = [null, null];

  const narrow = matchMedia("(max-width: 799px)");
  const titles = KINDS.map(({ title }) => title);
  const chooser = createChoice("plot", "Plot", titles, () => changed());
  const scales = createChoice("plot-scale", "Axis", Object.keys(SCALES), (name) => {
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
    const thinned = status && kind().log && status.loss.length <= status.iteration;
    if (!thinned) return save(file("csv", drawing?.csv() ?? "", "text/csv"));
    html("a", { href: `/api/train/${status?.id}/log.csv`, download: `${kind().name}.csv` }).click();
  });
  svg.setAttribute("aria-label", "Save the plot as SVG");
  csv.setAttribute("aria-label", "Save its numbers as CSV");
  // Two plots may be higher than the room: it scrolls.
  const host = html("div", {
    class: "plot-host",
    tabindex: 0,
    role: "group",
    "aria-label": "Plot",
  });
  const stead = html("div", { class: "hidden" });
  const note = html("p", { class: "plots-note", role: "status" });
  const missing = html("span", { class: "plots-lacking" });
  const findings = createFindings(onIteration);
  const bar = html(
    "div",
    { class: "plots-bar" },
    ...[chooser.element, scales.element, ...selects.map(({ element }) => element)],
    ...[missing, svg, csv],
  );
  const main = html("div", { class: "plots-main" }, host, findings.element);
  box.classList.add("plots");
  box.replaceChildren(bar, note, main, stead);
  createScrub(host, () => status?.iteration ?? 0, onIteration);
  new ResizeObserver(schedule).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);

  const kind = () => /** @type {Kind} */ (KINDS.find(({ title }) => title === chooser.value()));

  /** @param {string} ending @param {string} text @param {string} type */
  const file = (ending, text, type) => ({ name: `${kind().name}.${ending}`, text, type });

  /** Another plot: the old one is no stand-in for it. */
  function changed() {
    chooser.element
      .querySelector("input:checked + span")
      ?.scrollIntoView({ block: "nearest", inline: "center" });
    drawing = null;
    drawn = "";
    host.replaceChildren();
    schedule();
  }

  /** At most one redraw a frame. */
  function schedule() {
    if (!due) requestAnimationFrame(update);
    due = true;
  }

  function update() {
    due = false;
    const known = shapes();
    const reasons = KINDS.map((each) => (status ? each.unavailable(status, known) : null));
    for (const [at, title] of titles.entries())
      chooser.enable(title, status !== null && reasons[at] === null);
    const going = status?.state === "queued" || status?.state === "running";
    missing.textContent = missing.title = going ? "" : reasons.filter(Boolean).join(" ");
    if (status && kind().unavailable(status, known)) chooser.choose(titles[0] ?? "");
    const able = status && kind().name === "loss" ? scaleOf(status.loss) : (kind().scale ?? null);
    scales.element.hidden = !status || able === null;
    const log = able !== null && (scale ?? able) === "log";
    scales.choose(log ? "Log" : "Linear");
    const curved = status?.loss.some(([, loss]) => loss !== null);
    bar.hidden = !curved;
    findings.show(status);
    if (!status || !curved) {
      clear();
      return say(status?.loss.length ? NO_LOSS : EMPTY);
    }
    const numbers = numbersOf(status.train.parameters, known, elementsOf);
    const pair = kind().name === "surface" ? pairOf(numbers, axes) : null;
    for (const [at, select] of selects.entries()) {
      select.element.hidden = pair === null || numbers.length < 3;
      if (pair) select.load(numbers.map(named), pair[at] ?? "");
    }
    if (!host.clientWidth) return; // hidden: drawn when it is seen
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
    const { asks } = kind();
    if (!asks) return null;
    const columns = columnsOf(of.train.data, shapes());
    const train = pair ? { of: pair, run: of.id } : { ...columns, scores: null };
    const body = { ...request(), run: { id: of.id, iteration }, train };
    const still =
      pair && isWhole(numbers, of) ? { ...body, run: { id: of.id, iteration: 0 } } : body;
    asking.ask(asks, still, pair ? { until: of.iteration } : {});
    const { content, failure } = asking.answer();
    say(failure ?? (content ? "" : LOADING));
    if (!content) clear();
    return content ?? undefined;
  }

  async function load() {
    try {
      library ??= await import("./draw.js");
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
    const room = narrow.matches ? main : host; // where findings stand below it
    const height = Math.max(room.clientHeight, LEAST.height);
    const { name } = kind();
    const key = JSON.stringify([
      ...[name, of.id, of.iteration, of.state, of.loss.length, of.histograms.length],
      ...[of.findings.length, iteration, width, height, log, stamp(answer)],
    ]);
    if (key === drawn) return;
    drawn = key;
    if (!kind().asks) say("");
    const scrolled = host.querySelector(".layers")?.scrollLeft ?? 0;
    drawing = DRAWN[name]?.({ status: of, iteration, width, height, log, answer }) ?? null;
    if (!drawing) return;
    host.replaceChildren(drawing.element);
    host.querySelector(".layers")?.scrollTo({ left: scrolled });
    const { caption, heads, rows } = drawing.table;
    const cells = rows.map((row) => html("tr", {}, ...row.map((cell) => html("td", {}, cell))));
    stead.replaceChildren(table("plot-table", caption, heads, cells));
    svg.hidden = csv.hidden = false;
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
  }

  /** Colours that pixels were made of are others. */
  function theme() {
    drawn = "";
    schedule();
  }

  return {
    /**
     * @param {any} next the run, its series as far as they are known
     * @param {number} at the iteration in view
     */
    load(next, at) {
      if (next.id !== status?.id) asking.forget();
      status = { ...next, ...seriesOf(next) };
      iteration = at;
      schedule();
    },
    theme,
    /** There is no run. */
    clear() {
      status = null;
      asking.forget();
      schedule();
    },
  };
}

/**
 * What a run has not told yet is empty.
 * @param {Partial<Status>} status
 */
function seriesOf({ loss = [], parameters = {}, layers = [], histograms = [], findings = [] }) {
  return { loss, parameters, layers, histograms, findings };
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

/**
 * A preview of data: an element that fills once the library is there.
 * @param {import("./points.js").Data} data
 */
export function drawPoints(data) {
  const element = html("div", { class: "plot-points" });
  import("./draw.js").then(
    ({ scatterOf }) => element.replaceChildren(scatterOf(data)),
    () => element.replaceChildren(html("p", { class: "note" }, "The preview could not be loaded.")),
  );
  return element;
}
