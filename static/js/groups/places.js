// Going to a gate, an input or a group, wherever it stands.
import { gradientStep } from "../player/steps.js";
import { createAsking } from "./ask.js";
import { around, isDrawn, opened, shortest } from "./tree.js";

/** @typedef {import("../lib/types.js").Place} Place */

/**
 * @param {Readonly<import("../state/store.js").State>} state
 * @param {Object} page
 * @param {() => import("../lib/types.js").Request | null} page.request
 * @param {() => boolean} page.current whether the picture shows what is typed
 * @param {(step: number) => void} page.show
 * @param {(node: string) => void} page.highlight
 * @param {(words: string) => void} page.say
 * @param {import("./index.js").Have} page.have
 * @param {{find: (id: string) => void}} page.picture
 */
export function createPlaces(state, { request, current, show, highlight, say, have, picture }) {
  const asking = createAsking();

  /**
   * Opens what is around a place, shows the step that computes it, centres and marks it.
   * @param {Pick<Place, "node" | "part" | "open">} place
   */
  async function go({ node, part, open }) {
    const now = opened(state.trace?.parts ?? []);
    const closed = open.some((id) => !now.includes(id));
    const wanted = shortest(state.trace?.parts ?? [], [...now, ...open]);
    if (closed && !(await have(wanted))) return;
    const { trace } = state;
    const target = node ?? part;
    if (!trace || !target) return;
    const found = trace.nodes.find(({ id }) => id === target);
    const inside = trace.nodes.find((each) => around(trace, each.id).includes(target));
    const reader = trace.nodes.find(({ args }) => args.includes(target)); // a closed group
    const seen = found && isDrawn(trace, found) ? target : (inside ?? reader)?.id;
    if (!seen) return say("It is not drawn.");
    // An input that stands in several pieces is seen where a gate that reads it is computed.
    const isSplit = found?.kind === "input" && !(`${target}-value` in trace.marks);
    const at = isSplit ? reader?.id : seen;
    const step = trace.steps.findIndex((each) => each.node === at);
    if (step >= 0) show(step);
    highlight(found ? target : seen);
    picture.find(found ? seen : target);
  }

  return {
    go,

    /**
     * Shows the step at which a node's gradient is complete, opening what is around it.
     * @param {string} node
     */
    async reveal(node) {
      const shown = request();
      if (!shown) return;
      const answer = await asking.ask({ ...shown, find: node }, current()).catch(() => null);
      const place = answer?.found.find((/** @type {Place} */ each) => each.node === node);
      if (!place) return;
      await go(place);
      const step = state.trace && gradientStep(state.trace.steps, node);
      if (step !== null) show(step);
    },
  };
}
