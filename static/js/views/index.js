// The views: tabs whose content the server works out. The open one is asked for with every trace,
// so that it follows every edit; stepping asks for nothing.
import { shownOf, wholeOf } from "../groups/steps.js";
import { html } from "../lib/dom.js";
import { missing } from "../lib/missing.js";
import { START } from "../state/store.js";
import { requestOf } from "../state/values.js";
import { createFrame } from "./frame.js";

/** @typedef {import("./types.js").Payload} Payload */
/** @typedef {import("./types.js").View} View */
/** @typedef {{trace: Payload, step: number}} Scene what stands on the stage */
/** @typedef {import("./types.js").Options} Options */
/** @typedef {{view: View, frame: import("./frame.js").Frame, data: any, problem: string | null, key: string, about: string, options: Options}} Opened `problem`: why it has no data; `options` that were chosen in it */

/** @type {Record<string, () => Promise<import("./types.js").MakeView>>} by the name of the tab, fetched when it is first opened */
const VIEWS = {
  code: async () => (await import("./code.js")).createCode,
  gradient_check: async () => (await import("./check.js")).createCheck,
  paths: async () => (await import("./paths.js")).createPaths,
  backward: async () => (await import("./backward.js")).createBackward,
  forward_mode: async () => (await import("./forward.js")).createForward,
  formula: async () => (await import("./formula.js")).createFormula,
  hessian: async () => (await import("./hessian.js")).createHessian,
};

/** @param {string} name */
export const isView = (name) => Object.hasOwn(VIEWS, name);

/**
 * What a view's data answers, whatever room there is for the picture.
 * @param {import("../lib/types.js").Request} request
 */
const keyOf = ({ window: _, ...request }) => JSON.stringify(request);

/**
 * The step that is about the same gate as the step of another scene.
 * @param {Payload} next
 * @param {Scene | null} before
 */
function sameStep({ steps }, before) {
  const node = before?.trace.steps[before.step]?.node;
  return steps.findIndex((step) => step.node === node);
}

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {() => void} page.ask
 * @param {(step: number) => void} page.goTo
 * @param {import("./types.js").Page["light"]} page.light
 * @param {() => void} page.staged another scene stands on the stage
 */
export function createViews({ state, update, subscribe }, { ask, goTo, light, staged }) {
  /** @type {Map<string, Opened>} */
  const opened = new Map();
  /** @type {Scene | null} */
  let scene = null;

  /** @type {string | null} the view whose panel is filled */
  let name = null;

  const current = () => (name ? opened.get(name) : undefined);
  const stageOf = () => current()?.view.stage;

  /**
   * A view, which is fetched and made when it is first opened.
   * @param {string} which
   */
  function make(which) {
    const there = opened.get(which);
    if (there) return there;
    const panel = document.getElementById(which);
    const frame = createFrame(panel ?? html("section")); // some are all on the stage
    /** @type {Opened} */
    const made = {
      ...{ view: {}, frame, data: null, problem: null },
      ...{ key: "", about: about(), options: state.options },
    };
    opened.set(which, made);
    fetchView(which, made).catch(() => {
      opened.delete(which);
      frame.fail({ message: missing("This view") });
    });
    return made;
  }

  /**
   * @param {string} which
   * @param {Opened} made
   */
  async function fetchView(which, made) {
    const create = await VIEWS[which]?.();
    const view = create?.(made.frame, {
      choose(options) {
        update({ options });
        made.about = about();
        ask();
      },
      goTo: (step) => goTo(state.trace ? shownOf(state.trace, step) : step),
      light,
    });
    made.view = view ?? {};
    if (current() !== made) return;
    fill(made);
    if (raise()) staged();
    else follow();
  }

  /** What options are chosen for. */
  const about = () => JSON.stringify([state.trace?.program ?? state.program, state.fold]);

  /**
   * Whether a view's options were chosen for another program, where their names mean nothing or
   * something else. They are dropped then.
   * @param {Opened} opened
   * @param {any} data what they gave
   */
  function outlived({ view, about: before }, data) {
    const chosen = Object.keys(state.options).length > 0;
    if (!chosen || before === about() || !(view.byNode || data.error)) return false;
    update({ options: {} });
    return true;
  }

  /** @param {Opened} view */
  function fill({ view, frame, data, problem }) {
    if (problem !== null && !data) frame.fail({ message: problem });
    else if (!data || !state.trace) frame.wait();
    else if (data.error) frame.fail(data.error);
    else view.show?.(data, state.trace);
  }

  /** Puts the open view's own payload on the stage, else the trace; whether that is a change. */
  function raise() {
    const { view, data } = current() ?? {};
    const before = scene;
    if (!view?.stage || !data || data.error || !state.trace) {
      scene = null;
    } else if (before?.trace !== data) {
      const kept = before?.trace.prefix === data.prefix ? sameStep(data, before) : -1;
      const step = state.trace.steps[state.step];
      const whole = wholeOf(state.trace, state.step);
      const entered = step ? view.stage.enter(data, whole, step.node ?? step.to ?? null) : START;
      scene = { trace: data, step: kept < 0 ? entered : kept };
    }
    return scene !== before;
  }

  /** Follows the step on the stage. */
  function follow() {
    const { view, data } = current() ?? {};
    const { trace, step } = scene ?? state;
    if (data && !data.error && trace) view?.follow?.(step, trace);
  }

  // Each view keeps the options that were last chosen in it.
  subscribe(["options"], () => {
    const view = current();
    if (view && name === state.view) view.options = state.options;
  });

  return {
    follow,
    scene: () => scene,

    /** @param {number} step of the scene */
    show(step) {
      if (scene) scene.step = step;
    },

    /**
     * Opens a tab; one request, where its answer is not there yet.
     * @param {string} tab a view's, or another
     */
    open(tab) {
      const next = isView(tab) ? tab : null;
      if (next === name) return;
      current()?.view.leave?.();
      const options = next === state.view ? state.options : (opened.get(next ?? "")?.options ?? {});
      name = next;
      update({ view: next, options });
      if (next) {
        const view = make(next);
        const known = view.key === keyOf(requestOf(state));
        if (!known) Object.assign(view, { data: null, problem: null });
        fill(view);
        if (!known) ask();
      }
      if (raise()) staged();
      else follow();
    },

    /** The server is asked: the old content stays until the answer comes. */
    busy() {
      current()?.frame.busy(true);
    },

    /** @param {boolean} on the server does not answer: the open view says that it waits */
    waits: (on) => current()?.frame.waits(on),

    /**
     * The program does not run: what was shown stays.
     * @param {string} [message]
     */
    failed(message = "The program does not run as it stands.") {
      const view = current();
      view?.frame.busy(false);
      if (!view || view.data) return;
      view.problem = message;
      fill(view);
    },

    /**
     * Takes what came with a trace.
     * @param {Payload} trace
     * @param {import("../lib/types.js").Request} answered
     */
    load(trace, answered) {
      const view = current();
      const data = trace.views?.[name ?? ""];
      if (!view || !data) return;
      if (outlived(view, data)) return ask();
      Object.assign(view, { data, problem: null });
      view.key = keyOf(answered);
      view.frame.busy(false);
      fill(view);
      raise();
    },

    /** Esc: what a view waits for is not waited for. */
    cancel() {
      current()?.view.cancel?.();
    },

    /** The error of a view that has no panel to say it in. */
    problem() {
      const { data, frame } = current() ?? {};
      return frame?.panel.isConnected ? null : (data?.error ?? null);
    },

    /** The step of the trace that the scene's step is. */
    home() {
      if (scene?.step === START) return START;
      const found = (scene && stageOf()?.home(scene.trace, scene.step)) ?? null;
      return found === null || !state.trace ? state.step : shownOf(state.trace, found);
    },

    /** @param {string} node of the scene: the node of the trace that it belongs to */
    origin: (node) => (scene ? (stageOf()?.origin(scene.trace, node) ?? node) : node),

    /**
     * The array that a mark of the stage opens.
     * @param {string} node
     * @param {"value" | "grad"} part
     */
    array: (node, part) =>
      scene ? (stageOf()?.array(scene.trace, node, part) ?? null) : { node, part },

    /** @param {string} node of the picture: whether the open view was waiting for it */
    pick: (node) => current()?.view.pick?.(node) ?? false,

    legend: () => (scene ? (stageOf()?.legend() ?? null) : null),
  };
}
