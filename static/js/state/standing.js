// At which step a new trace is shown. Pure.

import { related } from "./likeness.js";
import { isSame, START } from "./store.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("./store.js").State} State */
/** @typedef {(before: Payload, step: number, after: Payload) => number} Mapping of a step */

/**
 * Where a program opens; where the reader stands in one that was edited; before the first step of
 * another program.
 * @param {Pick<State, "trace" | "step" | "opening">} state
 * @param {Payload} trace
 * @param {Mapping} mapping where the same program shows other groups
 */
export function stepIn({ trace: before, step, opening }, trace, mapping) {
  const last = trace.steps.length - 1;
  const wanted = () => {
    if (trace.partial) return opening === null || opening === START ? last : opening; // all before the error
    if (opening !== null || !before) return opening ?? step;
    if (!related(before.program, trace.program)) return START;
    if (step > START && step >= before.steps.length - 1) return last;
    if (trace.program !== before.program) return sameWire(before, step, trace);
    return isSame(trace.parts, before.parts) ? step : mapping(before, step, trace);
  };
  return Math.max(Math.min(wanted(), last), START);
}

/**
 * The step of the same wire in an edited program; before the first where the wire is gone.
 * @param {Payload} before
 * @param {number} step
 * @param {Payload} after
 */
function sameWire(before, step, after) {
  if (before.prefix === after.prefix) return step; // the drawing is the same
  const wanted = wireOf(before, step);
  if (wireOf(after, step) === wanted) return step;
  return after.steps.findIndex((_, index) => wireOf(after, index) === wanted);
}

/**
 * What a step writes, by the names in the text: of two traces the nodes' ids are others.
 * @param {Payload} trace
 * @param {number} step
 */
function wireOf({ steps, nodes }, step) {
  const { phase, node, to, slot } = steps[step] ?? {};
  const end = nodes.find(({ id }) => id === (to ?? node));
  return JSON.stringify([phase, end?.name ?? end?.label ?? null, slot ?? null]);
}
