// The page's only state, and show(step): every painter is a leaf that is told what to show.

import { shortQueryOf } from "./address.js";
import { knownAt, listenForArrays } from "./arrays/pick.js";
import { createArrayView } from "./arrays/view.js";
import { listen } from "./keys.js";
import { placeMenus } from "./menus.js";
import { hideNotice, showTooLarge } from "./notice.js";
import { createPanel } from "./panel.js";
import { createPicture } from "./picture.js";
import { createPlayer } from "./player.js";
import { createPresenter } from "./present.js";
import { createRail } from "./rail.js";
import { fetchArray } from "./server.js";
import { byId } from "./shapes.js";
import { gradientStep, pictureAt, stepOf } from "./steps.js";
import { recall, remember } from "./storage.js";
import { createTable } from "./table.js";
import { createTabs } from "./tabs.js";
import { createTheme } from "./theme.js";
import { requestOf } from "./values.js";
import { createWorkbench } from "./workbench.js";

/** @typedef {import("./types.js").Payload} Payload */
/**
 * @typedef {Object} State
 * @property {Payload | null} trace what the picture shows
 * @property {number} step
 * @property {string} program the text as it is typed
 * @property {Record<string, import("./types.js").Value>} inputs the values given from outside the text
 * @property {string | null} output
 * @property {string} numbers
 * @property {number | null} seed of the random values that the program leaves open
 */

const page = JSON.parse(byId("payload").textContent ?? "{}");
const embedded = document.body.hasAttribute("data-embed");

/** @type {State} */
const state = {
  trace: page.payload,
  step: page.state.step ?? Number.POSITIVE_INFINITY,
  program: page.state.program,
  inputs: { ...page.state.inputs },
  output: page.state.output,
  numbers: page.state.numbers,
  seed: page.state.seed ?? page.payload?.seed ?? null,
};
const steps = () => state.trace?.steps ?? [];

const picture = createPicture({
  onPick(node, slot) {
    const step = stepOf(steps(), state.step, node, slot) ?? gradientStep(steps(), node);
    player.pause();
    if (step !== null) show(step);
  },
  onHover: (node) => workbench?.hover(node),
});
const pick = (/** @type {number} */ step) => {
  player.pause();
  show(step);
};
const panel = createPanel();
const rail = createRail(pick);
const table = createTable(pick);
const player = createPlayer({ steps, current: () => state.step, show });
const tabs = createTabs(() => table.show(state.step));
const presenter = createPresenter((presenting) => {
  if (presenting) tabs.choose("explain");
  picture.present(presenting);
});
/** @param {string} node */
const wholeArray = (node) => {
  const program = state.trace?.program ?? state.program;
  return fetchArray(requestOf({ ...state, program }, state.trace), node);
};
const arrays = createArrayView({
  fetchArray: wholeArray,
  about(id) {
    const node = state.trace?.nodes.find((each) => each.id === id);
    const known = knownAt(steps(), state.step, id);
    return { name: node?.name ?? node?.label ?? "", data: node?.data ?? false, known };
  },
});
/** @type {typeof arrays.open} */
const openArray = async (node, part) => {
  player.pause();
  await arrays.open(node, part);
};
listenForArrays(openArray);
const workbench = embedded
  ? null
  : createWorkbench(state, page, {
      load,
      outline: picture.outline,
      pause: player.pause,
      openArray,
      fetchArray: wholeArray,
    });

/**
 * Shows a step: what steps 0…k wrote, and nothing else.
 * @param {number} step
 */
function show(step) {
  const last = steps().length - 1;
  state.step = Math.max(Math.min(step, last), 0);
  const current = steps()[state.step];
  document.body.dataset.phase = current?.phase ?? "";
  const marks = state.trace ? pictureAt(state.trace, state.step) : {};
  picture.show(marks, current);
  rail.show(state.step);
  table.show(state.step);
  panel.show(current, state.trace);
  player.shown();
  workbench?.show(marks, current);
  showEmbedLink();
}

/**
 * Takes a new trace.
 * @param {Payload} trace
 * @param {number} step
 */
function load(trace, step) {
  state.trace = trace;
  document.body.classList.toggle(
    "has-arrays",
    trace.nodes.some(({ shape }) => shape.length > 0),
  );
  picture.load(trace);
  rail.load(trace);
  table.load(trace);
  presenter.load(trace);
  hideNotice();
  if (trace.too_large) {
    showTooLarge(trace.too_large);
    tabs.choose("steps");
  }
  show(step);
}

/** The embed's way to the whole page, at the same step. */
async function showEmbedLink() {
  const link = document.getElementById("open-full");
  if (link instanceof HTMLAnchorElement) link.href = `/${await shortQueryOf(state)}`;
}

const help = /** @type {HTMLDialogElement | null} */ (document.getElementById("help"));
const singleKeys = /** @type {HTMLInputElement | null} */ (document.getElementById("single-keys"));
if (singleKeys) {
  singleKeys.checked = recall("single-keys") !== "off";
  singleKeys.addEventListener("change", () =>
    remember("single-keys", singleKeys.checked ? "on" : "off"),
  );
}

/** @type {Record<string, () => void>} What buttons (data-action) and keys do. */
const actions = {
  ...player.actions,
  fit: picture.fit,
  zoomIn: () => picture.zoomBy(1.25),
  zoomOut: () => picture.zoomBy(0.8),
  present: presenter.toggle,
  blank: presenter.blank,
  close: presenter.leave,
  theme: createTheme(),
  help: () => help?.showModal(),
  share: () => workbench?.share(),
  edit() {
    if (document.body.hasAttribute("data-present")) presenter.leave();
    if (matchMedia("(max-width: 1199px)").matches) tabs.choose("program");
    workbench?.edit();
  },
};
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
  if (button?.getAttribute("aria-disabled") === "true") return;
  actions[button?.getAttribute("data-action") ?? ""]?.();
});
help?.addEventListener("click", (event) => {
  if (event.target === help) help.close();
});
listen(actions, { single: () => singleKeys?.checked ?? true });
placeMenus();

if (state.trace) load(state.trace, state.step);
else show(0);
workbench?.start();
