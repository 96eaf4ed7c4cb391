// The page's only state, and show(step): every painter is a leaf that is told what to show.

import { createActivations, opsOf } from "./activations/index.js";
import { drawn } from "./check/ask.js";
import { createWorkbench } from "./editor/workbench.js";
import { createPanel } from "./explain/panel.js";
import { createGroups } from "./groups/index.js";
import { knownAt, listenForArrays } from "./inputs/arrays/pick.js";
import { createArrayView } from "./inputs/arrays/view.js";
import { byId } from "./lib/dom.js";
import { placeMenus } from "./lib/menus.js";
import { recall, remember } from "./lib/storage.js";
import { createTheme } from "./lib/theme.js";
import { hideNotice, showProblem, showTooLarge } from "./picture/notice.js";
import { createPicture } from "./picture/picture.js";
import { listen } from "./player/keys.js";
import { createPlayer } from "./player/player.js";
import { createPresenter } from "./player/present.js";
import { createRail } from "./player/rail.js";
import { createTable } from "./player/step-table.js";
import { gradientStep, phaseOf, pictureAt, stepOf } from "./player/steps.js";
import { shortQueryOf } from "./state/address.js";
import { homeOf, isMode } from "./state/modes.js";
import { fetchArray } from "./state/server.js";
import { requestOf } from "./state/values.js";
import { createViews, isView } from "./views/index.js";
import { createTabs } from "./views/tabs.js";

/** @typedef {import("./lib/types.js").Payload} Payload */
/**
 * @typedef {Object} State
 * @property {Payload | null} trace what the picture shows
 * @property {number} step
 * @property {string} program the text as it is typed
 * @property {Record<string, import("./lib/types.js").Value>} inputs the values given from outside the text
 * @property {string | null} output
 * @property {string} numbers
 * @property {number | null} seed of the random values that the program leaves open
 * @property {string[]} fold patterns drawn as one gate
 * @property {import("./groups/tree.js").Open} open groups
 * @property {string | null} view the open one
 * @property {Record<string, import("./lib/types.js").Options>} options of each view
 * @property {string | null} mode "check": the text holds a backward pass too; "train"
 * @property {string | null} loss of which its gradients are, where that was chosen
 * @property {import("./train/types.js").Train | null} train how it is trained
 * @property {import("./train/types.js").Run | null} run the iteration of a run that is in view
 */

const page = JSON.parse(byId("payload").textContent ?? "{}");
const embedded = document.body.hasAttribute("data-embed");
const mode = !embedded && isMode(page.state.mode) ? page.state.mode : null;

/** @type {State} */
const state = {
  trace: mode === "check" ? null : page.payload, // which is of the whole text, its backward pass too
  step: page.state.step ?? Number.POSITIVE_INFINITY,
  program: page.state.program,
  inputs: { ...page.state.inputs },
  output: page.state.output,
  numbers: page.state.numbers,
  seed: page.state.seed ?? page.payload?.seed ?? null,
  fold: page.state.fold ?? [],
  open: page.state.open === "auto" ? null : (page.state.open ?? null),
  view: !embedded && isView(page.state.view) ? page.state.view : null,
  options: isView(page.state.view) ? { [page.state.view]: page.state.options ?? {} } : {},
  mode,
  loss: page.state.loss ?? null,
  train: mode === "train" && page.state.train?.optimizer ? page.state.train : null,
  run: mode === "train" ? (page.state.run ?? null) : null,
};

const legend = /** @type {HTMLElement} */ (document.querySelector(".legend"));
const usualLegend = [...legend.children];
/** @type {string | null} the view whose payload is on the stage */
let staged = null;

/** What the player steps through: the trace, or the open view's own payload. */
const stage = () => views?.scene() ?? state;
const steps = () => stage().trace?.steps ?? [];

const picture = createPicture({
  onPick(node, slot) {
    if (views?.pick(node)) return;
    const step = stepOf(steps(), stage().step, node, slot) ?? gradientStep(steps(), node);
    player.pause();
    if (step !== null) show(step);
  },
  onHover: (node) => workbench?.hover(node, node && (views?.origin(node) ?? node)),
});
const pick = (/** @type {number} */ step) => {
  player.pause();
  show(step);
};
const ops = embedded ? {} : opsOf(page.gates ?? []);
const panel = createPanel(ops);
const rail = createRail(pick);
const table = createTable(pick);
const player = createPlayer({ steps, current: () => stage().step, show });
const views = embedded
  ? null
  : createViews(state, {
      request: () => requestOf(state, state.trace),
      ask: () => workbench?.ask(),
      goTo: pick,
      light: picture.light,
      staged: setStage,
    });
const tabs = createTabs((view) => {
  table.show(state.step);
  views?.open(view);
});
/** @type {string | undefined} the tab that comes back after presenting */
let unpresented;
const presenter = createPresenter((presenting) => {
  if (presenting) unpresented = document.body.dataset.tab;
  tabs.choose(presenting ? "explain" : (unpresented ?? "explain"));
  picture.present(presenting);
});
/** What to ask for about what the picture shows, whatever has been typed since. */
const shownRequest = () => {
  const program = state.trace?.program ?? state.program;
  const asked = requestOf({ ...state, program, view: null }, state.trace);
  return drawn(asked, state.trace?.check);
};
const wholeArray = (/** @type {string} */ node) => fetchArray(shownRequest(), node);
const arrays = createArrayView({
  fetchArray: wholeArray,
  about(id) {
    const node = state.trace?.nodes.find((each) => each.id === id);
    const known = knownAt(state.trace?.steps ?? [], state.step, id);
    return { name: node?.name ?? node?.label ?? "", data: node?.data ?? false, known };
  },
});
/** @type {typeof arrays.open} */
const openArray = async (node, part) => {
  player.pause();
  const array = views ? views.array(node, part) : { node, part };
  if (array) await arrays.open(array.node, array.part);
};
listenForArrays(openArray);
const activations = embedded
  ? null
  : createActivations({ ops, scene: () => state, fetchArray: wholeArray });
const workbench = embedded
  ? null
  : createWorkbench(state, page, {
      load,
      outline: picture.outline,
      pause: player.pause,
      openArray: arrays.open,
      fetchArray: wholeArray,
      asked: () => views?.busy(),
      typed: () => groups.cancel(),
      failed: (message) => views?.failed(message),
      openTab: (view) => tabs.choose(view),
      goTo(node) {
        const step = gradientStep(steps(), node);
        if (step !== null) pick(step);
        else groups.reveal(node);
      },
    });
const groups = createGroups(state, {
  embedded,
  picture,
  show: pick,
  request: shownRequest,
  onStage: () => stage() === state,
  ask: () => workbench?.ask(),
  highlight: (node) => workbench?.find(node),
  take(trace, step, kept) {
    settle(trace, step);
    workbench?.regrouped(trace);
    setStage({ kept });
  },
});

/**
 * Shows a step: what steps 0…k wrote, and nothing else.
 * @param {number} step
 */
function show(step) {
  const on = stage();
  const from = state.step;
  on.step = Math.max(Math.min(step, steps().length - 1), 0);
  if (views && on !== state) state.step = views.home();
  paint();
  groups.reached(from);
}

/** Every painter shows the step that the stage stands at. */
function paint() {
  const { trace, step } = stage();
  const current = steps()[step];
  document.body.dataset.phase = phaseOf(current);
  const marks = trace ? pictureAt(trace, step) : {};
  picture.show(marks, current);
  rail.show(step);
  table.show(state.step);
  panel.show(current, trace);
  player.shown();
  views?.follow();
  const node = current?.node ?? current?.to ?? null;
  const own = state.trace && trace !== state.trace ? pictureAt(state.trace, state.step) : marks;
  workbench?.show(own, node && (views?.origin(node) ?? node));
  showEmbedLink();
}

/**
 * Puts on the stage what stands there now: the trace, or the open view's own payload.
 * @param {{kept: string | null}} [turned] groups were opened or closed
 */
function setStage(turned) {
  const { trace } = stage();
  if (!trace) return;
  const owner = trace === state.trace ? null : state.view;
  picture.load(trace, turned);
  if (!owner) picture.group(trace.parts ?? []);
  document.body.toggleAttribute("data-staged", owner !== null);
  if (owner !== staged) picture.fit();
  staged = owner;
  rail.load(trace);
  legend.replaceChildren(...(views?.legend() ?? usualLegend));
  hideNotice();
  const problem = views?.problem() ?? trace.check?.undrawn;
  if (problem) showProblem(problem);
  else if (trace.too_large) showTooLarge(trace.too_large);
  paint();
}

/**
 * Takes a new trace.
 * @param {Payload} trace
 * @param {number} step
 * @param {import("./lib/types.js").Request} [asked]
 */
function load(trace, step, asked) {
  settle(trace, step);
  document.body.classList.toggle(
    "has-arrays",
    trace.nodes.some(({ shape }) => shape.length > 0),
  );
  presenter.load(trace);
  views?.load(trace, asked);
  setStage();
  if (trace.too_large && !state.view && !state.mode) tabs.choose("steps");
}

/**
 * @param {Payload} trace
 * @param {number} step
 */
function settle(trace, step) {
  state.trace = trace;
  state.step = Math.max(Math.min(step, trace.steps.length - 1), 0);
  table.load(trace);
  groups.load(trace);
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
  ...groups.actions,
  fit: picture.fit,
  zoomIn: () => picture.zoomBy(1.25),
  zoomOut: () => picture.zoomBy(0.8),
  present: presenter.toggle,
  blank: presenter.blank,
  close() {
    views?.cancel();
    presenter.leave();
  },
  theme: createTheme(() => workbench?.themed()),
  run: () => workbench?.run(),
  activations: () => activations?.(),
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
if (state.view) tabs.choose(state.view);
else if (state.mode) tabs.choose(homeOf(state.mode));
