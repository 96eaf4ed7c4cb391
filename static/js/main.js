// Wires the page: the state, the painters, and what the reader does. At the end it shows what the
// page opens with: the picture that the server drew. Then the first step can be taken, and the
// workbench (text, inputs, modes) is fetched, which puts the rest around it.

import { createActivations } from "./activations/index.js";
import { createPanel } from "./explain/panel.js";
import { createGroups } from "./groups/index.js";
import { createArrays } from "./inputs/arrays/open.js";
import { byId } from "./lib/dom.js";
import { placeMenus } from "./lib/menus.js";
import { showMissing } from "./lib/missing.js";
import { createTheme } from "./lib/theme.js";
import { beginTypesetting } from "./lib/typeset.js";
import { createPicture } from "./picture/picture.js";
import { createRoom } from "./picture/room.js";
import { createActions } from "./player/actions.js";
import { createPlayer } from "./player/player.js";
import { createPresenter } from "./player/present.js";
import { createRail } from "./player/rail.js";
import { createTable } from "./player/step-table.js";
import { firstState, readPage } from "./state/page.js";
import { fetchArray } from "./state/server.js";
import { createStore, START } from "./state/store.js";
import { shownRequest } from "./state/values.js";
import { createDrawer } from "./views/drawer.js";
import { createViews, isView } from "./views/index.js";
import { createStage } from "./views/stage.js";

// What the workbench does; whoever is faster than the network is served when it is there.
const ON_THE_WORKBENCH = [
  ...["share", "run", "edit", "explore", "check", "train"],
  ...["openExamples", "nextExample", "previousExample"],
];

const page = readPage();
const embedded = document.body.hasAttribute("data-embed");
const { controls, limit = "" } = document.body.dataset; // what the maker of an embed lets it have
const store = createStore(firstState(page, { embedded, isView }));
const { state } = store;

const wholeArray = (/** @type {string} */ node) => fetchArray(shownRequest(state), node);
const ask = () => workbench?.ask();
/** @type {ReturnType<typeof import("./workbench.js").createWorkbench> | null} */
let workbench = null;

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

/**
 * The workbench, around the stage that is there; null where it cannot be fetched.
 * @param {NonNullable<typeof drawer>} beside
 */
async function openWorkbench(beside) {
  const code = await import("./workbench.js").catch(() => null);
  if (!code) {
    showMissing(byId("notices"), "The editor");
    return null;
  }
  const { createWorkbench } = code;
  workbench = createWorkbench(store, page, {
    ...{ load: stage.load, say: panel.say, goTo: stage.goTo, drawer: beside },
    ...{ outline: picture.outline, pause: player.pause, leave: presenter.leave },
    ...{ openArray: arrays.open, fetchArray: wholeArray },
    busy() {
      room.measure(); // another program's column may be wider
      views?.busy();
    },
    failed: (message) => views?.failed(message),
    waits: (on) => views?.waits(on),
    typed: groups.cancel,
  });
  workbench.start();
  if (state.view) ask(); // what the page came with has no views
  room.settle();
  document.body.dataset.whole = "";
  return workbench;
}

const activations = embedded
  ? null
  : createActivations({ ops, scene: () => state, fetchArray: wholeArray });

const actions = {
  ...player.actions,
  ...(limit.includes("views") ? {} : groups.actions),
  ...picture.actions,
  ...presenter.actions,
  ...drawer?.actions,
  play: () => workbench?.plays() || player.actions.play(),
  close() {
    views?.cancel();
    presenter.leave();
  },
  ...(embedded ? {} : { theme: createTheme(() => workbench?.themed()) }),
  activations: () => activations?.(),
  ...Object.fromEntries(
    ON_THE_WORKBENCH.map((name) => [name, () => whole?.then((there) => there?.actions[name]?.())]),
  ),
};
if (controls !== "none") createActions(actions);
placeMenus();

store.subscribe(["checked", "mode"], player.shown);

if (page.payload) stage.take(page.payload);
else stage.show(START);
room.settle();
if (embedded) {
  import("./share/embed.js").then(({ createEmbed }) =>
    createEmbed(store, {
      ...{ controls, limit, room: picture.room, fits: picture.fits },
      request: () => shownRequest(state),
    }),
  );
}
if (navigator.maxTouchPoints && controls !== "none") {
  const { next, back } = player.actions;
  import("./touch/swipe.js").then(({ createSwipes }) =>
    createSwipes([byId("stage"), byId("explain")], {
      ...{ actions: { next, back }, drags: picture.drags },
    }),
  );
}
if (state.view) drawer?.open(state.view);
if (location.hash === "#activations") activations?.();
document.body.dataset.ready = "";
beginTypesetting();
const whole = drawer && openWorkbench(drawer);
