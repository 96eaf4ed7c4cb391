// "Open groups as I step": a closed group that a step reaches is opened, and closed again when the
// step has left it.
import { stepAfter, stepInside } from "./steps.js";
import { around, closedAt, closing, shortest } from "./tree.js";

/**
 * @param {Readonly<import("../state/store.js").State>} state
 * @param {Object} groups
 * @param {() => boolean} groups.following whether the reader has asked for it
 * @param {import("./index.js").Have} groups.have
 * @param {() => void} groups.cancel what is under way
 */
export function createFollow(state, { following, have, cancel }) {
  /** @type {Set<string>} what a step has opened */
  const followed = new Set();

  /**
   * @param {number} from the step before
   * @returns {Promise<void>}
   */
  async function reached(from) {
    const { trace, step } = state;
    if (!trace || !following()) return;
    const at = trace.steps[step]?.node ?? trace.steps[step]?.to;
    const group = closedAt(trace, at);
    const inside = around(trace, at);
    const left = [...followed].filter((id) => !inside.includes(id));
    cancel();
    if (!group && left.length === 0) return;
    const parts = trace.parts ?? [];
    const ahead = step >= from || step === 0; // the first step begins with a first one
    const open = [...closing(parts, left), ...(group ? [group.id, ...inside] : [])];
    /** @type {import("./index.js").Mapping} */
    const mapping = (before, now, after) =>
      group ? stepInside(before, now, after, ahead) : stepAfter(before, now, after);
    if (!(await have(shortest(parts, open), { kept: group?.id ?? null, mapping }))) return;
    for (const id of left) followed.delete(id);
    if (group) followed.add(group.id);
    await reached(ahead ? -1 : Number.POSITIVE_INFINITY); // a group may begin with a group
  }

  return {
    reached,
    /** @param {string} id a group that the reader has opened or closed by hand */
    keep: (id) => followed.delete(id),
    forget: () => followed.clear(),
  };
}
