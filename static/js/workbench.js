// Wires what the whole page has beside the stepper: the text, the inputs, the modes, the history.

import { createCheckMode } from "./check/mode.js";
import { createDrop } from "./editor/drop.js";
import { createFold } from "./editor/fold.js";
import { createProgram } from "./editor/program.js";
import { errorScene } from "./explain/error.js";
import { createGallery } from "./gallery/index.js";
import { stepAfter } from "./groups/steps.js";
import { createChoices } from "./inputs/choices.js";
import { createPanel } from "./inputs/panel.js";
import { byId } from "./lib/dom.js";
import { missing } from "./lib/missing.js";
import { hideNotice } from "./picture/notice.js";
import { createHistory } from "./state/history.js";
import * as opening from "./state/opening.js";
import { createRequests } from "./state/requests.js";
import { createSheets } from "./touch/sheet.js";
import { createTrainMode } from "./train/mode.js";
import { createModeSwitch } from "./views/mode-switch.js";
import { createPatterns } from "./views/patterns.js";

/** @typedef {import("./lib/types.js").Payload} Payload */
/** @typedef {import("./lib/types.js").Failure} Failure */
/** @typedef {import("./lib/types.js").Request} Request */

/**
 * @param {import("./state/store.js").Store} store
 * @param {import("./state/page.js").Page} page
 * @param {Object} stepper
 * @param {(trace: Payload, answered: Request) => void} stepper.load
 * @param {(nodes: string | string[] | null) => void} stepper.outline
 * @param {() => void} stepper.pause
 * @param {() => void} stepper.leave the presenter
 * @param {(node: string, part: "value" | "grad") => void} stepper.openArray
 * @param {(node: string) => Promise<import("./lib/types.js").WholeArray>} stepper.fetchArray
 * @param {() => void} stepper.busy the server is at work
 * @param {() => void} stepper.typed
 * @param {(scene: import("./explain/panel.js").Scene | null) => void} stepper.say in the panel
 * @param {(message?: string) => void} stepper.failed
 * @param {(on: boolean) => void} stepper.waits for a server that does not answer
 * @param {ReturnType<typeof import("./views/drawer.js").createDrawer>} stepper.drawer
 * @param {(node: string) => void} stepper.goTo the step that computes its gradient
 */
export function createWorkbench(store, page, stepper) {
  const { state, update } = store;
  const { outline, drawer, pause } = stepper;
  const ask = () => requests.ask();
  const here = () => opening.shown(state);

  const check = createCheckMode(store, {
    ...{ outline, goTo: stepper.goTo, showProgram: drawer.edit, say: stepper.say },
    showVerdicts: () => drawer.open("verdicts"),
    fix: (one) => program.fix(one),
    editor: () => program.editor,
    modes: () => modes,
  });
  const train = createTrainMode(store, {
    ...{ here, open, ask },
    write: (text) => program.write(text),
    modes: () => modes,
    offer: (found) => program.notices.say("training", found ? [found] : []),
    say: stepper.say,
    offerViews: drawer.offer,
  });
  const modes = createModeSwitch(store, (mode) => {
    const redrawn = mode === "train" || state.mode === "train";
    update({ mode });
    train.opened();
    if (redrawn) ask();
  });
  const program = createProgram(store, {
    ...{ first: page.state.program, outline },
    typed(isOther) {
      stepper.typed();
      check.typed();
      if (!isOther) return;
      entries.begin();
      train.replaced();
    },
    extension: check.extension,
    ask: (options) => requests.ask(options),
  });
  const { openArray, fetchArray } = stepper;
  const panel = createPanel(store, { pause, ask, openArray, fetchArray });
  const arrange = createFold({ notices: program.notices, inputs: panel.section });
  store.subscribe(["checked", "mode"], program.judged);
  const choices = createChoices(store, ask);
  createPatterns(store, ask, outline);
  const gallery = createGallery({ open, program: () => state.program });
  createDrop({
    onProgram: program.replace,
    onRows: (file) => train.rows(file),
    onProblem(problem) {
      program.refuse(problem);
      drawer.edit();
    },
  });
  createSheets({ column: drawer.actions.done, drawer: drawer.actions.more });
  byId("form").addEventListener("submit", (event) => event.preventDefault());

  const requests = createRequests(store, {
    mapping: stepAfter,
    beforeAsking() {
      stepper.busy();
      train.settle();
    },
    empty() {
      program.empty();
      panel.empty();
      check.empty();
      stepper.failed("There is nothing to work out yet: type a formula.");
    },
    ran(trace, answered) {
      program.ran(trace);
      if (!check.on()) stepper.say(null); // else the verdict stands there
      panel.ran(trace);
      arrange();
      stepper.load(trace, answered);
      train.ran(trace, answered);
      check.judge();
    },
    failed,
    patience: program.patience,
    away(reason) {
      program.away(reason);
      panel.waits(reason ? (state.trace?.inputs ?? {}) : null);
      stepper.waits(reason !== null);
    },
  });
  const entries = createHistory(store, {
    first: page.payload?.program,
    unrun: program.unrun,
    onReturn() {
      turn();
      drawer.follow(state.view);
      ask();
    },
  });

  /**
   * @param {Failure} problem
   * @param {{run?: import("./train/types.js").Run | null}} request
   */
  function failed(problem, request) {
    const failure = train.failed(problem, request);
    if (!failure) return;
    check.judge();
    stepper.failed();
    program.failed(failure);
    stepper.say(errorScene(failure, state.program, program.waysOut(failure)));
    panel.failed(failure);
    arrange();
    const { trace, answered } = state;
    if (trace && answered && trace === failure.partial) stepper.load(trace, answered);
  }

  /**
   * Opens another program, as a new entry of the history.
   * @param {import("./state/store.js").Program} next
   */
  function open(next) {
    pause();
    program.leave();
    entries.begin();
    choices.opened(next);
    update(opening.opened(next));
    turn();
    hideNotice();
    ask();
  }

  /** The state's program and mode are others: everything that is made for one begins anew. */
  function turn() {
    program.load();
    train.opened();
    check.opened();
  }

  /** @type {{open: () => void} | null} made when it is first asked for */
  let sharing = null;
  async function share() {
    pause();
    try {
      const { createDialog } = await import("./share/dialog.js");
      sharing ??= createDialog(state);
    } catch {
      byId("toast").textContent = `${missing("Share")} The link is in the address bar.`;
    }
    sharing?.open();
  }

  /** @type {Record<string, () => void>} */
  const actions = {
    ...{ share, run: train.toggle },
    ...gallery,
    ...modes.actions,
    edit() {
      stepper.leave();
      drawer.edit();
      // A finger's keyboard would cover the inputs: it comes when the text is touched.
      if (matchMedia("(pointer: coarse)").matches) byId("form").focus();
      else program.editor.focus();
    },
  };

  return {
    ask,
    actions,
    lines: { walk: check.walk, walks: check.walks },
    plays: train.toggle,
    themed: train.themed,
    regrouped: program.status.counted,
    hover: program.hover,
    find: program.find,

    /**
     * @param {import("./lib/types.js").Marks} marks
     * @param {string | null} node what the step is about
     */
    show(marks, node) {
      panel.show(marks);
      program.show(node);
    },

    /** What the stage shows is taken over; a text that was typed before a reload is asked for. */
    start() {
      const { draft } = program;
      const { trace, answered } = state;
      if (train.on()) train.opened();
      if (page.error) requests.fail({ ...page.error, partial: trace ?? undefined });
      else if (trace && answered) requests.take(trace, answered);
      if (draft !== null && draft.program !== page.state.program) {
        update(draft);
        if (program.fromBefore()) program.restored();
        ask();
      } else if (!state.program.trim() && !new URLSearchParams(location.search).has("z")) {
        program.empty(); // a link without a program that is not a damaged one
      }
      program.arrived();
    },
  };
}
