// What the picture shows: the trace, or the open view's own payload; and a step of it, which every
// painter is told.

import { stepAfter } from "../groups/steps.js";
import { hideNotice, showBare, showProblem, showTooLarge } from "../picture/notice.js";
import { gradientStep, phaseOf, pictureAt, stepOf } from "../player/steps.js";
import { changesOf } from "../state/requests.js";
import { START } from "../state/store.js";
import { requestOf } from "../state/values.js";

/** @typedef {import("../lib/types.js").Payload} Payload */

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} painters
 * @param {ReturnType<typeof import("../picture/picture.js").createPicture>} painters.picture
 * @param {ReturnType<typeof import("../player/rail.js").createRail>} painters.rail
 * @param {ReturnType<typeof import("../player/step-table.js").createTable>} painters.table
 * @param {ReturnType<typeof import("../player/player.js").createPlayer>} painters.player
 * @param {ReturnType<typeof import("../explain/panel.js").createPanel>} painters.panel
 * @param {ReturnType<typeof import("../player/present.js").createPresenter>} painters.presenter
 * @param {ReturnType<typeof import("./drawer.js").createDrawer> | null} painters.drawer
 * @param {ReturnType<typeof import("../groups/index.js").createGroups>} painters.groups
 * @param {ReturnType<typeof import("./index.js").createViews> | null} painters.views
 * @param {(marks: import("../lib/types.js").Marks, node: string | null) => void} painters.follow `marks` and node of the trace
 */
export function createStage({ state, update }, painters) {
  const { picture, rail, table, player, panel, presenter, drawer, groups, views, follow } =
    painters;
  const legend = /** @type {HTMLElement} */ (document.querySelector(".legend"));
  const usualLegend = [...legend.children];

  /** @returns {{trace: Payload | null, step: number}} */
  const scene = () => views?.scene() ?? state;
  const steps = () => scene().trace?.steps ?? [];
  const clamped = (/** @type {number} */ step) =>
    Math.max(Math.min(step, steps().length - 1), START);
  /** @param {string} node of the scene: the node of the trace that it belongs to */
  const origin = (node) => views?.origin(node) ?? node;

  /**
   * Shows a step: what steps 0…k wrote, and nothing else.
   * @param {number} step
   */
  function show(step) {
    const from = state.step;
    if (views?.scene()) {
      views.show(clamped(step));
      update({ step: views.home() });
    } else {
      update({ step: clamped(step) });
    }
    paint();
    groups.reached(from);
  }

  function paint() {
    const { trace, step } = scene();
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
    follow(own, node && origin(node));
  }

  /**
   * Draws what the stage holds now.
   * @param {{kept: string | null}} [regrouped] groups were opened or closed
   */
  function draw(regrouped) {
    const { trace } = scene();
    if (!trace) return;
    const next = trace === state.trace ? null : state.view;
    picture.load(trace, regrouped);
    if (!next) picture.group(trace.parts ?? []);
    document.body.toggleAttribute("data-staged", next !== null);
    rail.load(trace);
    legend.replaceChildren(...(views?.legend() ?? usualLegend));
    hideNotice();
    const problem = views?.problem();
    if (problem) showProblem(problem);
    else if (trace.too_large) showTooLarge(trace.too_large);
    else if (!next && trace.stats.gates === 0) showBare(Object.keys(trace.names));
    paint();
  }

  /** @param {number} step that the reader wants to stay at */
  function pick(step) {
    player.pause();
    show(step);
  }

  /**
   * Shows a new trace, which the state has already.
   * @param {Payload} trace
   * @param {import("../lib/types.js").Request} answered
   */
  function load(trace, answered) {
    table.load(trace);
    groups.load(trace);
    document.body.classList.toggle(
      "has-arrays",
      trace.nodes.some(({ shape }) => shape.length > 0),
    );
    presenter.load(trace);
    views?.load(trace, answered);
    draw();
    if (trace.too_large && !state.view) drawer?.open("steps");
  }

  return {
    steps,
    current: () => scene().step,
    show,
    draw,
    pick,

    /**
     * Shows the step that a click on a gate, or on one of its wires, means.
     * @param {string} node
     * @param {number | null} [slot]
     */
    pickNode(node, slot) {
      if (views?.pick(node)) return;
      const step = stepOf(steps(), scene().step, node, slot) ?? gradientStep(steps(), node);
      player.pause();
      if (step !== null) show(step);
    },

    /** @param {string} node whose gradient's step is shown, if need be in a group that is opened */
    goTo(node) {
      const step = gradientStep(steps(), node);
      if (step !== null) pick(step);
      else groups.reveal(node);
    },

    load,

    /** @param {Payload} trace that the server sent with an embed */
    take(trace) {
      const answered = requestOf(state);
      update(changesOf(state, trace, answered, stepAfter));
      load(trace, answered);
    },

    /** @param {string | null} view that the drawer shows */
    openView(view) {
      table.show(state.step);
      views?.open(view ?? "");
    },

    /** @param {boolean} isPresenting */
    present(isPresenting) {
      drawer?.present(isPresenting);
      picture.present(isPresenting);
    },

    /**
     * The same program with other groups open.
     * @param {Payload} trace
     * @param {string | null} kept what stays in sight
     */
    regrouped(trace, kept) {
      table.load(trace);
      groups.load(trace);
      draw({ kept });
    },
  };
}
