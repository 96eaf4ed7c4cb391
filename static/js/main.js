// Wires the page: the state, the painters, and what the reader does. Nothing is decided here.

import { createActivations, opsOf } from "./activations/index.js";
import { drawn } from "./check/ask.js";
import { createPanel } from "./explain/panel.js";
import { createGroups } from "./groups/index.js";
import { stepAfter } from "./groups/steps.js";
import { createArrays } from "./inputs/arrays/open.js";
import { placeMenus } from "./lib/menus.js";
import { createTheme } from "./lib/theme.js";
import { createPicture } from "./picture/picture.js";
import { createActions } from "./player/actions.js";
import { createPlayer } from "./player/player.js";
import { createPresenter } from "./player/present.js";
import { createRail } from "./player/rail.js";
import { createTable } from "./player/step-table.js";
import { shownState } from "./state/history.js";
import { showLinks } from "./state/links.js";
import { homeOf } from "./state/modes.js";
import { firstState, readPage } from "./state/page.js";
import { changesOf } from "./state/requests.js";
import { fetchArray } from "./state/server.js";
import { createStore, NAMES } from "./state/store.js";
import { requestOf } from "./state/values.js";
import { createViews, isView } from "./views/index.js";
import { createStage } from "./views/stage.js";
import { createTabs } from "./views/tabs.js";
import { createWorkbench } from "./workbench.js";

const page = readPage();
const embedded = document.body.hasAttribute("data-embed");
const store = createStore(firstState(page, { embedded, isView }));
const { state } = store;

/** What to ask for about what the picture shows, whatever has been typed since. */
const shownRequest = () => {
  const program = state.trace?.program ?? state.program;
  return drawn(requestOf({ ...state, program, view: null }), state.trace?.check);
};
const wholeArray = (/** @type {string} */ node) => fetchArray(shownRequest(), node);
const ask = () => workbench?.ask();

const picture = createPicture({
  onPick: (node, slot) => stage.pickNode(node, slot),
  onHover: (node) => workbench?.hover(node, node && (views?.origin(node) ?? node)),
});
const ops = embedded ? {} : opsOf(page.gates);
const rail = createRail((step) => stage.pick(step));
const table = createTable((step) => stage.pick(step));
const player = createPlayer({
  steps: () => stage.steps(),
  current: () => stage.current(),
  show: (step) => stage.show(step),
});
const views = embedded
  ? null
  : createViews(store, {
      ask,
      request: () => requestOf(state),
      goTo: (step) => stage.pick(step),
      light: picture.light,
      staged: () => stage.draw(),
    });
const tabs = createTabs((tab) => {
  table.show(state.step);
  views?.open(tab);
});
const presenter = createPresenter((isPresenting) => {
  tabs.present(isPresenting);
  picture.present(isPresenting);
});
const arrays = createArrays(store, {
  fetchArray: wholeArray,
  pause: player.pause,
  origin: (node, part) => (views ? views.array(node, part) : { node, part }),
});
const groups = createGroups(store, {
  ...{ embedded, picture, ask },
  request: shownRequest,
  show: (step) => stage.pick(step),
  onStage: () => !views?.scene(),
  highlight: (node) => workbench?.find(node),
  regrouped(trace, kept) {
    stage.regrouped(trace, kept);
    workbench?.regrouped(trace);
  },
});
const stage = createStage(store, {
  ...{ picture, rail, table, player, presenter, tabs, groups, views },
  panel: createPanel(ops),
  follow: (marks, node) => workbench?.show(marks, node),
});
const workbench = embedded
  ? null
  : createWorkbench(store, page, {
      ...{ load: stage.load, goTo: stage.goTo, openTab: tabs.choose },
      ...{ outline: picture.outline, pause: player.pause },
      ...{ openArray: arrays.open, fetchArray: wholeArray },
      busy: () => views?.busy(),
      failed: (message) => views?.failed(message),
      typed: groups.cancel,
    });
const activations = embedded
  ? null
  : createActivations({ ops, scene: () => state, fetchArray: wholeArray });

createActions({
  ...player.actions,
  ...groups.actions,
  ...picture.actions,
  ...presenter.actions,
  close() {
    views?.cancel();
    presenter.leave();
  },
  theme: createTheme(() => workbench?.themed()),
  activations: () => activations?.(),
  ...workbench?.actions,
  edit() {
    presenter.leave();
    tabs.edit();
    workbench?.edit();
  },
});
placeMenus();

const showShownLinks = () => {
  const shown = shownState(state);
  showLinks(shown, drawn(shown, state.trace?.check));
};
store.subscribe(NAMES, showShownLinks);

const { payload } = page;
if (!payload || state.mode === "check") stage.show(0);
if (workbench) {
  workbench.start();
} else if (payload) {
  const answered = requestOf(state);
  store.update(changesOf(state, payload, answered, stepAfter));
  stage.load(payload, answered);
}
if (state.view) tabs.choose(state.view);
else if (state.mode) tabs.choose(homeOf(state.mode));
