// One text in the place of another: what was set for the former stays behind with it, and comes back
// with it when undo does.

import { related } from "./likeness.js";
import { START } from "./store.js";
import { bare, withRows } from "./values.js";

/** @typedef {import("./store.js").State} State */

const MOST = 30; // texts

export function createReplaced() {
  /** @type {Map<string, Partial<State>>} by text */
  const left = new Map();

  return {
    /**
     * A text is about to be replaced.
     * @param {Readonly<State>} state
     */
    leave(state) {
      left.delete(state.program);
      left.set(state.program, { ...withRows(state), opening: state.opening ?? state.step });
      const [oldest] = left.keys();
      if (left.size > MOST && oldest !== undefined) left.delete(oldest);
    },

    /** @param {string} program that has come with rows of its own */
    enter: (program) => left.delete(program),

    /**
     * The change that a new text brings.
     * @param {Readonly<State>} state
     * @param {string} program
     * @param {boolean} isOther whether nothing of the former text is left
     * @returns {Partial<State>}
     */
    change(state, program, isOther) {
      const known = left.get(program);
      left.delete(program);
      if (known) return { ...known, program };
      if (isOther) return { ...bare(program), program, opening: START };
      // Another program's groups are others, even where they have the same ids.
      const isEdit = state.trace === null || related(state.trace.program, program);
      return { program, open: isEdit ? state.open : null };
    },
  };
}
