// Opening a program: an example, a preset, the page's own in another mode. Pure.

import { isMode } from "./modes.js";
import { START } from "./store.js";
import { bare, rowsIn, withValues } from "./values.js";

/**
 * The change that opens a program; it is shown when its trace comes.
 * @param {import("./store.js").Program} next
 * @returns {Partial<import("./store.js").State>}
 */
export function opened(next) {
  const mode = isMode(next.mode) ? (next.mode ?? null) : null;
  return {
    ...bare(next.program),
    ...withValues(next.program, next.inputs, next.loops),
    program: next.program,
    output: next.output ?? null,
    call: next.call ?? null,
    generate: next.generate ?? false,
    upstream: mode ? null : (next.upstream ?? null),
    seed: next.seed ?? null,
    fold: next.fold ?? [],
    open: next.open ?? null,
    opening: next.step ?? START,
    mode,
    loss: next.loss ?? null,
    train: mode === "train" ? (next.train ?? null) : null,
  };
}

/**
 * What the page shows, to be opened again.
 * @param {Readonly<import("./store.js").State>} state
 * @returns {import("./store.js").Program}
 */
export function shown(state) {
  const { program, seed, fold, open, step } = state;
  return { program, ...rowsIn(state), seed, fold, open, step };
}
