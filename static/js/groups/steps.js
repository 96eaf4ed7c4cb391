// Where a step goes when groups are opened or closed around it. Pure.
//
// Steps of the whole program are the measure: whatever is shown, `whole_steps` says which of them a
// shown step ends with.

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {Pick<Payload, "steps" | "whole_steps">} Stepped */

/**
 * The step of the whole program that a shown step ends with.
 * @param {Stepped} trace
 * @param {number} step
 */
export const wholeOf = ({ whole_steps: whole }, step) => whole?.[step] ?? step;

/**
 * The shown step in which a step of the whole program lies.
 * @param {Stepped} trace
 * @param {number} wanted
 */
export function shownOf({ steps, whole_steps: whole }, wanted) {
  const last = Math.max(steps.length - 1, 0);
  if (!whole) return Math.min(wanted, last);
  let best = -1;
  for (const [step, end] of whole.entries()) {
    if (end >= wanted && (best < 0 || end < (whole[best] ?? 0))) best = step;
  }
  return best < 0 ? last : best;
}

/**
 * The last step of the whole program that was done before a shown one began.
 * @param {Stepped} trace
 * @param {number} step
 */
function doneBefore(trace, step) {
  let done = -1;
  for (let at = 0; at < step; at += 1) done = Math.max(done, wholeOf(trace, at));
  return done;
}

/**
 * The steps of the whole program that a shown one stands for: going forward all gates of a group,
 * going backward the wire that leaves it.
 * @param {Stepped} trace
 * @param {number} step
 * @returns {{first: number, last: number}}
 */
export function spanOf(trace, step) {
  const last = wholeOf(trace, step);
  const forward = trace.steps[step]?.phase === "forward";
  return { first: forward ? Math.min(wholeOf(trace, step - 1) + 1, last) : last, last };
}

/**
 * The step at which the reader still is: of the same gate and wire where it is still shown, else
 * of the group that it went into or came out of.
 * @param {Stepped} before
 * @param {number} step
 * @param {Stepped} after
 */
export function stepAfter(before, step, after) {
  const now = before.steps[step];
  if (!now) return step;
  const same = after.steps.findIndex(
    ({ phase, node, slot }) => phase === now.phase && node === now.node && slot === now.slot,
  );
  return same < 0 ? shownOf(after, wholeOf(before, step)) : same;
}

/**
 * The first step inside a group that was opened because a step reached it, or the last one.
 * @param {Stepped} before
 * @param {number} step the group's
 * @param {Stepped} after
 * @param {boolean} ahead whether it was reached going forward
 */
export function stepInside(before, step, after, ahead) {
  return shownOf(after, ahead ? doneBefore(before, step) + 1 : wholeOf(before, step));
}
