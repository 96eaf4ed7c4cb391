// Wires the page: the state, the painters, and what the reader does. At the end it shows what the
// page opens with: the picture that the server drew, and the tab of its view or mode.

import { createActivations } from "./activations/index.js";
import { createPanel } from "./explain/panel.js";
import { createGroups } from "./groups/index.js";
import { createArrays } from "./inputs/arrays/open.js";
import { placeMenus } from "./lib/menus.js";
import { createTheme } from "./lib/theme.js";
import { createPicture } from "./picture/picture.js";
import { createRoom } from "./picture/room.js";
import { createActions } from "./player/actions.js";
import { createPlayer } from "./player/player.js";
import { createPresenter } from "./player/present.js";
import { createRail } from "./player/rail.js";
import { createTable } from "./player/step-table.js";
import { createLinks } from "./state/links.js";
import { firstState, readPage } from "./state/page.js";
import { fetchArray } from "./state/server.js";
import { createStore, START } from "./state/store.js";
import { shownRequest } from "./state/values.js";
import { createDrawer } from "./views/drawer.js";
import { createViews, isView } from "./views/index.js";
import { createStage } from "./views/stage.js";
import { createWorkbench } from "./workbench.js";

const page = readPage();
const embedded = document.body.hasAttribute("data-embed");
const store = createStore(firstState(page, { embedded, isView }));
const { state } = store;

const wholeArray = (/** @type {string} */ node) => fetchArray(shownRequest(state), node);
const ask = () => workbench?.ask();

const picture = createPicture({
  onPick: (node, slot) => stage.pickNode(node, slot),
  onHover: (node) => workbench?.hover(node, node && (views?.origin(node) ?? node)),
  onRoom: () => room.soon(),
});
const ops = page.curves;
const rail = createRail((step) => stage.pick(step));
const table = createTable((step) => stage.pick(step));
const player = createPlayer({
  steps: () => stage.steps(),
  current: () => stage.current(),
  show: (step) => stage.show(step),
  scene: () => state,
  lines: () => workbench?.lines ?? null,
});
const views = embedded
  ? null
  : createViews(store, {
      ask,
      goTo: (step) => stage.pick(step),
      light: picture.light,
      staged: () => stage.draw(),
    });
const drawer = embedded ? null : createDrawer((view) => stage.openView(view));
const presenter = createPresenter((isPresenting) => stage.present(isPresenting));
const arrays = createArrays(store, {
  fetchArray: wholeArray,
  pause: player.pause,
  origin: (node, part) => (views ? views.array(node, part) : { node, part }),
});
const groups = createGroups(store, {
  ...{ embedded, picture, ask },
  request: () => shownRequest(state),
  show: (step) => stage.pick(step),
  onStage: () => !views?.scene(),
  highlight: (node) => workbench?.find(node),
  regrouped(trace, kept) {
    stage.regrouped(trace, kept);
    workbench?.regrouped(trace);
  },
});
const room = createRoom(store, {
  ...{ room: picture.room, fits: picture.fits },
  redraw: () => groups.redraw(),
});
const panel = createPanel(ops);
const stage = createStage(store, {
  ...{ picture, rail, table, player, presenter, drawer, groups, views },
  panel,
  follow: (marks, node) => workbench?.show(marks, node),
});
const workbench = !drawer
  ? null
  : createWorkbench(store, page, {
      ...{ load: stage.load, say: panel.say, goTo: stage.goTo, drawer },
      ...{ outline: picture.outline, pause: player.pause },
      ...{ openArray: arrays.open, fetchArray: wholeArray },
      busy() {
        room.measure(); // another program's column may be wider
        views?.busy();
      },
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
  ...drawer?.actions,
  play: () => workbench?.plays() || player.actions.play(),
  close() {
    views?.cancel();
    presenter.leave();
  },
  theme: createTheme(() => workbench?.themed()),
  activations: () => activations?.(),
  ...workbench?.actions,
  edit() {
    presenter.leave();
    drawer?.edit();
    workbench?.edit();
  },
});
placeMenus();

store.subscribe(["checked", "mode"], player.shown);
createLinks(store);

if (!page.payload) stage.show(START);
if (workbench) workbench.start();
else if (page.payload) stage.take(page.payload);
room.settle();
if (state.view) drawer?.open(state.view);
if (location.hash === "#activations") activations?.();
document.body.dataset.ready = "";
