// "Train", a mode of the page: an optimizer changes the parameters of the program on the page, and
// the picture shows the values and gradients of any iteration.
import { byId } from "../lib/dom.js";
import { requestOf, withMoreValues } from "../state/values.js";
import { createBar } from "./bar.js";
import { createLooks } from "./looks.js";
import { createMessages } from "./messages.js";
import { createOffer } from "./offer.js";
import { createPlanner } from "./planner.js";
import { createRule } from "./rule.js";
import { createRun } from "./run.js";
import { createRunState, OWN } from "./run-state.js";
import { readyScene, runScene } from "./scene.js";
import { keepRun, keptRun, same } from "./session.js";
import { createSettings } from "./settings.js";
import { isGoing, isOpen } from "./words.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Train} Train */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("../state/store.js").Program} Program */

/** @param {Status | null} status whether no iteration of it is known yet */
const isBeginning = (status) => isGoing(status) && !status?.loss?.length;

const FOLLOW = 500; // milliseconds between two pictures of a run that goes on

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {() => Program} page.here what the page shows now
 * @param {(next: Program) => void} page.open
 * @param {() => void} page.ask
 * @param {(program: string) => void} page.write into the editor
 * @param {() => {trains: (able: boolean) => void, hint: (mode: string, text: string) => void}} page.modes
 * @param {(offer: import("./offer.js").Offer | null) => void} page.offer says that the text trains
 * @param {(scene: import("../explain/panel.js").Scene | null) => void} page.say in the panel
 * @param {(on: boolean) => void} page.offerViews whether the drawer has the views of a run
 */
export function createTrainMode(
  { state, update },
  { here, open, ask, write, modes, offer: tell, say, offerViews },
) {
  const on = () => state.mode === "train";
  let view = 0; // the iteration in view
  let live = true; // whether the view follows the run
  let seen = 0; // when the last picture of a run that goes on was asked for
  /** @type {string | null} a run of before this page, on its way */
  let awaited = null;

  const messages = createMessages();
  const settings = createSettings((train) => {
    update({ train });
    messages.refuse("");
    goOn();
    draw();
  });
  const rule = createRule(() => draw());
  const offer = createOffer(
    ({ program, output, sentence: _, ...train }) => {
      const others = program === state.program ? {} : { loops: {}, fold: [], open: null };
      open({ ...here(), ...others, program, output, mode: "train", train });
    },
    (found) => {
      modes().trains(found !== null);
      tell(found);
    },
  );
  const planner = createPlanner({
    onPlan(plan, names) {
      settings.load(plan, names);
      update({ train: settings.train() });
      draw();
    },
    onOffer: offer.show,
  });
  /** @type {ReturnType<typeof import("./data.js").createData> | null} */
  let dialog = null;
  /** The dialog with the data, made when it is first wanted. */
  const data = async () => {
    const { createData } = await import("./data.js");
    dialog ??= createData({
      details: () => (state.trace?.program === state.program ? state.trace.input_details : {}),
      onWrite: (lines) => write(`${lines}\n${state.program}`),
      onAccept(values) {
        update(withMoreValues(state, values));
        for (const name of Object.keys(values)) settings.choose(name, "data");
        ask();
      },
    });
    return dialog;
  };
  byId("open-data").addEventListener("click", async () => (await data()).open());
  const looks = createLooks({
    onIteration: see,
    request: () => ({ ...requestOf(state) }),
    shapes,
  });
  const run = createRun({ onStatus, onProblem });
  const runState = createRunState(state, settings.train, run.status);
  const { attached, outdated, subject, withShownLoss, blank } = runState;
  const bar = createBar({
    back: () => see(Math.max(view - 1, 0)),
    ...{ step, startOver, follow, see },
    cancel: () => run.act("cancel"),
  });

  /** A run that is not over goes on with what is set now. */
  function goOn() {
    const others = settings.wrong() ? null : runState.otherSettings(attached());
    if (others) run.change(others);
  }

  /** The shapes of the inputs. */
  function shapes() {
    const details = Object.entries(state.trace?.input_details ?? {});
    return Object.fromEntries(details.map(([name, { shape = [] }]) => [name, shape]));
  }

  /** Why there is nothing to train; a program's own update needs no loss. */
  function lacking() {
    const missing = planner.missing();
    if (missing && !(missing === "scalar" && settings.train().optimizer === OWN)) return missing;
    return settings.parameters().length ? null : "parameters";
  }

  /** The iteration in view, for all that the page asks. */
  function settle() {
    if (!on()) return;
    const status = attached();
    if (status) update({ run: { id: status.id, iteration: Math.min(view, status.iteration) } });
    else if (!awaited) update({ run: null });
  }

  function draw() {
    if (!on()) return;
    const [status, any] = [withShownLoss(attached()), withShownLoss(run.status())];
    const stale = outdated(status);
    const iterations = status && !stale ? status.iterations : (settings.train().iterations ?? 1);
    const missing = lacking();
    modes().hint("train", missing ? "Choose what to train" : "");
    byId("train-seeds").hidden = runState.chance() !== null; // which stands beside the inputs
    const shown = status ? Math.min(view, status.iteration) : 0;
    bar({ status, view: shown, iterations, stale, live, able: !missing });
    messages.show({ status: any, attached: status !== null, stale, missing });
    settings.rows(shapes()[settings.data()[0] ?? ""]?.[0] ?? 0);
    byId("train-when").textContent =
      status && !isOpen(status) ? "for the next run" : "takes effect at once";
    rule.load(settings.row());
    if (isBeginning(status)) return; // what it has to show is asked for with its first iteration
    rule.show(status && { id: status.id, iteration: shown }, same(status?.changes ?? []));
    looks.show({
      ...{ status: any ?? blank(iterations), iteration: shown },
      ...{ trace: state.trace, parameters: settings.parameters(), able: !missing || any !== null },
    });
    if (!status || stale)
      say(missing ? null : readyScene(settings.train(), runState.initial(), settings.row()));
    else say(runScene(status, shown, settings.row(), rule.at(shown, isGoing(status))));
  }

  /** Asks for the picture of the iteration in view. */
  function refresh() {
    seen = Date.now();
    settle();
    keepRun(state.run && { ...state.run, live }, subject());
    ask();
    draw();
  }

  /** @param {number} iteration */
  function turnTo(iteration) {
    view = iteration;
    refresh();
  }

  /** @param {Status} status */
  function onStatus(status) {
    if (!on()) return;
    awaited = null;
    messages.refuse("");
    if (live) view = status.iteration;
    const due = !isGoing(status) || Date.now() - seen > FOLLOW;
    const target = Math.min(view, status.iteration);
    const other = state.run?.id !== status.id || state.run.iteration !== target;
    if (attached() && due && other && !isBeginning(status)) refresh();
    else draw();
  }

  /** @param {import("./run.js").Problem} problem */
  function onProblem({ message, passing, failure }) {
    messages.refuse(message, failure);
    if (!passing && run.status() === null) lose();
    draw();
  }

  /** A run that was on its way is not there any more. */
  function lose() {
    awaited = null;
    run.leave();
    if (!state.run) return;
    update({ run: null });
    keepRun(null, "");
    ask();
  }

  /**
   * Begins a run of what stands on the page.
   * @param {boolean} [once] for one iteration
   */
  function begin(once = false) {
    if (settings.wrong())
      return messages.refuse("A field of the settings holds no number it can take.");
    if (lacking()) return draw();
    view = 0;
    live = true;
    // A run has values and gradients everywhere: whoever has not stepped yet sees all of them.
    if (state.trace && state.step <= 0) update({ opening: state.trace.steps.length - 1 });
    run.start(runState.body(), once);
  }

  function toggle() {
    const status = attached();
    if (isGoing(status)) run.act("pause");
    else if (status?.state === "paused" && !outdated(status)) {
      live = true;
      run.act("resume");
    } else begin();
  }

  /** One iteration on: one that is there already, else one more. */
  function step() {
    const status = attached();
    if (isGoing(status)) run.act("pause");
    else if (status && view < status.iteration) turnTo(view + 1);
    else if (status?.state === "paused" && !outdated(status)) {
      live = true;
      run.act("step");
    } else {
      begin(true);
    }
  }

  function startOver() {
    if (isOpen(run.status())) run.act("cancel");
    run.leave();
    live = true;
    turnTo(0);
  }

  function follow() {
    live = true;
    turnTo(run.status()?.iteration ?? view);
  }

  /** @param {number} iteration scrubbed to, or picked in a plot */
  function see(iteration) {
    const status = attached();
    if (!status) return;
    live = iteration >= status.iteration;
    turnTo(Math.min(iteration, status.iteration));
  }

  /** Another program was opened, in this mode or in another. */
  function opened() {
    const { train } = state;
    const kept = on() ? keptRun(subject()) : null;
    const known = state.run ?? kept;
    if (run.status()?.id !== known?.id) run.leave();
    if (!on()) looks.show(null);
    offerViews(on());
    messages.refuse("");
    update({ run: on() && known ? { id: known.id, iteration: known.iteration } : null });
    awaited = null;
    if (!on()) return run.leave();
    if (train) settings.set(train);
    planner.forget();
    live = !known || (kept?.id === known.id && kept.live); // what a link shows stays in view
    view = known?.iteration ?? 0;
    if (known && run.status()?.id !== known.id) {
      awaited = known.id;
      run.attach(known.id);
    }
    draw();
  }

  return {
    on,
    opened,
    /** Another text stands in the place of the one that was trained. */
    replaced() {
      settings.forget();
      if (on()) opened();
    },
    settle,
    /** The key and the button: run, pause, go on. */
    toggle() {
      if (on()) toggle();
      return on();
    },
    themed: looks.theme,
    /** A file of rows is dropped on the page: whether it is taken. */
    rows(/** @type {File} */ file) {
      if (on()) data().then((made) => made.drop(file));
      return on();
    },

    /**
     * @param {Payload} trace
     * @param {{run?: Run | null}} answered
     */
    ran(trace, answered) {
      runState.ran(trace, answered.run);
      if (on()) planner.ran(trace, state);
      else offer.look({ ...state, program: trace.program }, trace.training);
      if (on()) draw();
    },

    /**
     * @param {Failure} failure
     * @param {{run?: Run | null}} answered
     * @returns {Failure | null} null where it was the run's, which is said here
     */
    failed(failure, answered) {
      if (!on()) {
        offer.look(state);
        return failure;
      }
      if (answered.run && !failure.line && state.run) {
        messages.refuse(failure.message, failure);
        lose();
        draw();
        return null;
      }
      planner.failed(failure, state);
      draw();
      return failure;
    },
  };
}
