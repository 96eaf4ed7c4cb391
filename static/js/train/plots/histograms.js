// What flows through each layer: how its gradient shrinks or grows from layer to
// layer, and the histograms of its values and gradients over the iterations.
import { raster, rect, ruleX, ruleY, text } from "@observablehq/plot";
import { html } from "../../lib/dom.js";
import { figure, together } from "../../lib/figure.js";
import { count } from "../words.js";
import { heatOf, pickedOf, wideOf } from "./heat.js";
import { csvOf, momentAt } from "./series.js";
import { drawSpreads } from "./spreads.js";
import { formatOrDash, tickOf, wholeTick } from "./ticks.js";

/** @typedef {import("./types.js").Histogram} Histogram */
/** @typedef {import("./types.js").Moment} Moment */
/** @typedef {import("./types.js").Layer} Layer */

const KINDS = /** @type {const} */ ({
  activations: { word: "values", token: "--value" },
  gradients: { word: "gradients", token: "--gradient" },
});
const BESIDE = 0.42; // width of the plain histogram, in widths of the heat
const STACKED = 520; // a box that is narrower has the layers below
const MARGIN = 46; // of a cell, to its left
const FONT = 13; // pixels of a text
const HEAD = 24; // pixels of a layer's name, as in plots.css
const MUCH = 0.5; // of the elements: worth a word

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawHistograms({ status, iteration, width, height }) {
  const { histograms } = status;
  const layers = pickedOf(status.layers);
  const now = momentAt(histograms, iteration);
  const stacked = width < STACKED;
  const several = layers.length > 1; // one layer has none to be compared with
  const side = !several ? 0 : stacked ? width : Math.min(Math.max(width * 0.28, 286), 420);
  const room = stacked || !several ? width : width - side - 24;
  const wide = wideOf(room, layers.length);
  const tall = Math.max(Math.floor(((stacked ? 260 : height - 12) - HEAD) / 2), 84);
  const size = { width: Math.min(wide, 360), height: tall };
  const cells = layers.map((layer) =>
    html(
      "div",
      { class: "layer" },
      html(
        "p",
        { class: "layer-name", "data-named": true },
        layer.name,
        layer.line ? html("span", {}, ` line ${layer.line}`) : null,
      ),
      ...["activations", "gradients"].map((kind) =>
        drawCell(/** @type {keyof typeof KINDS} */ (kind), layer, histograms, now, size),
      ),
    ),
  );
  const spreads = several
    ? drawSpreads(status, now, { width: side, height: stacked ? 200 : height - 8 })
    : null;
  const scroller = html(
    "div",
    { class: "layers", tabindex: 0, role: "group", "aria-label": "Layers" },
    ...cells,
  );
  const fade = () => {
    const { scrollLeft, clientWidth, scrollWidth } = scroller;
    scroller.classList.toggle("more", scrollLeft + clientWidth < scrollWidth - 1);
  };
  scroller.addEventListener("scroll", fade);
  requestAnimationFrame(fade);
  const element = html("div", { class: "histograms" }, spreads, scroller);
  return {
    element,
    svg: () => together(element),
    csv: () => csvOf(rowsOf(histograms, status.layers)),
    table: {
      caption: `Layers at iteration ${count(now?.iteration ?? 0)}`,
      heads: ["layer", "values: mean", "std", "zeros", "saturated", "gradients: std"],
      rows: layers.map((layer) => {
        const [values, gradients] = [now?.activations[layer.id], now?.gradients[layer.id]];
        return [
          ...[layer.name, formatOrDash(values?.mean), formatOrDash(values?.std)],
          ...[percent(values?.zeros), percent(values?.saturated), formatOrDash(gradients?.std)],
        ];
      }),
    },
  };
}

/**
 * One layer's values or gradients: over the iterations as heat, beside it the plain histogram at
 * the iteration in view, on the same axis.
 * @param {keyof typeof KINDS} kind
 * @param {Layer} layer
 * @param {Moment[]} moments
 * @param {Moment | undefined} now
 * @param {{width: number, height: number}} size
 */
function drawCell(kind, layer, moments, now, size) {
  const { word, token } = KINDS[kind];
  const colour = `var(${token})`;
  const end = Math.max(moments.at(-1)?.iteration ?? 1, 1);
  const { cells, columns, rows, low, high } = heatOf(moments, kind, layer.id);
  const histogram = now?.[kind][layer.id];
  const ticks = size.height < 110 ? 2 : 3;
  const words = histogram ? wordsOf(word, histogram) : `${word}: none`;
  return figure(
    `${layer.name}, ${words}, at iteration ${count(now?.iteration ?? 0)}. A table follows.`,
    {
      ...size,
      ...{ marginTop: 28, marginLeft: MARGIN, marginBottom: kind === "gradients" ? 22 : 8 },
      marginRight: 4,
      x: {
        ...{ domain: [0, end * (1.06 + BESIDE)], label: null, ticks: [0, end] },
        ...(kind === "gradients" ? { tickFormat: wholeTick } : { axis: null }),
      },
      y: { ...{ domain: [low, high], label: null, tickFormat: tickOf() }, ticks, tickSize: 3 },
      marks: [
        text([words], {
          ...{
            frameAnchor: "top-left",
            text: (said) => said,
            dx: 4 - MARGIN,
            dy: -17,
            textAnchor: "start",
            lineWidth: (size.width - 8) / FONT,
            textOverflow: "ellipsis-end",
          },
          ...{ fill: colour, fontWeight: 500 },
        }),
        raster(cells, {
          ...{ width: columns, height: rows, x1: 0, x2: end, y1: high, y2: low },
          ...{
            fill: colourOf(token),
            fillOpacity: (/** @type {number} */ share) => share,
            imageRendering: "pixelated",
          },
        }),
        low < 0 && high > 0 ? ruleY([0], { stroke: "var(--wire)", x1: 0, x2: end }) : null,
        ruleX([Math.min(now?.iteration ?? 0, end)], { stroke: "var(--ink)", strokeWidth: 1.5 }),
        histogram
          ? rect(barsOf(histogram, end * 1.06, end * BESIDE, low, high), {
              ...{ x1: "from", x2: "to", y1: "low", y2: "high", fill: colour, insetTop: 0.5 },
            })
          : null,
        ruleX([end * 1.06], { stroke: "var(--wire)" }),
      ],
    },
  );
}

/**
 * The bars of a plain histogram that lies on its side.
 * @param {Histogram} histogram
 * @param {number} from
 * @param {number} width
 * @param {number} low of the axis
 * @param {number} high
 */
function barsOf(histogram, from, width, low, high) {
  const { counts } = histogram;
  const most = Math.max(...counts, 1);
  const step = (histogram.high - histogram.low) / counts.length;
  const thin = (high - low) / 40; // of equal elements
  return counts.flatMap((count, at) => {
    const foot = histogram.low + at * step;
    const bar = { from, to: from + (count / most) * width };
    if (!count || foot > high || foot + step < low) return [];
    return [
      {
        ...bar,
        low: Math.max(foot, low),
        high: Math.min(step > 0 ? foot + step : foot + thin, high),
      },
    ];
  });
}

/**
 * @param {string} word
 * @param {Histogram} histogram
 */
function wordsOf(word, { std, zeros, saturated }) {
  const more = [
    zeros > MUCH ? `${percent(zeros)} zero` : null,
    saturated !== null && saturated > MUCH ? `${percent(saturated)} saturated` : null,
  ];
  return `${word}: ${[...more, `std ${formatOrDash(std)}`].filter(Boolean).join(", ")}`;
}

/** @param {number | null | undefined} share */
const percent = (share) =>
  share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`;

/**
 * A colour of the theme in numbers, which pixels need.
 * @param {string} token
 */
function colourOf(token) {
  const probe = html("span");
  probe.style.setProperty("color", `var(${token})`);
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * A row for each iteration, layer and kind.
 * @param {Moment[]} moments
 * @param {Layer[]} layers
 */
export function rowsOf(moments, layers) {
  const bins = moments[0] ? Object.values(moments[0].activations)[0]?.counts.length : 0;
  const names = ["low", "high", "mean", "std", "zeros", "saturated"];
  const rows = moments.flatMap((moment) =>
    layers.flatMap(({ id, name }) =>
      /** @type {const} */ (["activations", "gradients"]).flatMap((kind) => {
        const found = moment[kind][id];
        if (!found) return [];
        const { low, high, mean, std, zeros, saturated, counts } = found;
        const head = [moment.iteration, name, KINDS[kind].word];
        return [[...head, low, high, mean, std, zeros, saturated, ...counts]];
      }),
    ),
  );
  const counted = Array.from({ length: bins ?? 0 }, (_, at) => `bin ${at + 1}`);
  return [["iteration", "layer", "of", ...names, ...counted], ...rows];
}
