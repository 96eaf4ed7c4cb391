// Which marks a step shows, and which step comes next. Pure.

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("../lib/types.js").Marks} Marks */

/**
 * @param {Marks} picture changed in place
 * @param {Marks} marks
 */
function lay(picture, marks) {
  for (const [id, [state, content]] of Object.entries(marks)) {
    picture[id] = [state, content ?? picture[id]?.[1] ?? null];
  }
}

/** @typedef {{marks: Marks, frames: import("../lib/types.js").Frame[]}} Drawn */
/** @type {WeakMap<Drawn, {step: number, written: Marks}>} what the writes up to a step have laid */
const laid = new WeakMap();

/**
 * The marks before step 0 and every write up to a step; one step on is one write more.
 * @param {Drawn} payload
 * @param {number} step
 */
function writtenAt(payload, step) {
  const before = laid.get(payload);
  const start =
    before && before.step <= step ? before : { step: -1, written: { ...payload.marks } };
  for (const frame of payload.frames.slice(start.step + 1, step + 1))
    lay(start.written, frame.write);
  const next = { step: Math.max(step, -1), written: start.written };
  laid.set(payload, next);
  return next.written;
}

/**
 * The picture at a step (-1: before the first): the marks before step 0, every write up to the step,
 * the step's own focus. A mark without a content keeps the content it had, one that nothing has
 * changed is the same object.
 * @param {Drawn} payload
 * @param {number} step
 * @returns {Marks}
 */
export function pictureAt(payload, step) {
  const picture = { ...writtenAt(payload, step) };
  const frame = payload.frames[step];
  if (frame) lay(picture, frame.focus);
  return picture;
}

/**
 * Whether a step computes a value or a gradient, be it as a gate of the backward graph.
 * @param {Step | undefined} step
 */
export function phaseOf(step) {
  return step?.backward ? "backward" : (step?.phase ?? "");
}

/**
 * The steps a reader stops at: all of them, or the last one of each gate.
 * @param {Step[]} steps
 * @param {import("../lib/types.js").Stride} stride
 * @returns {number[]}
 */
export function stopsOf(steps, stride) {
  return steps.flatMap((step, index) => {
    const next = steps[index + 1];
    const same = next && next.phase === step.phase && next.node === step.node;
    return stride === "gate" && same ? [] : [index];
  });
}

/**
 * The stop before or after a step; the step itself where there is none.
 * @param {number[]} stops
 * @param {number} step
 * @param {1 | -1} direction
 * @returns {number}
 */
export function neighbour(stops, step, direction) {
  const found =
    direction > 0 ? stops.find((stop) => stop > step) : stops.findLast((stop) => stop < step);
  return found ?? step;
}

/**
 * The step that a click on a gate (or on one of its wires) means. Going backward one wants its
 * backward step, going forward its forward step; another click turns to the other one.
 * @param {Step[]} steps
 * @param {number} current
 * @param {string} node
 * @param {number | null} [slot]
 * @returns {number | null}
 */
export function stepOf(steps, current, node, slot = null) {
  const forward = steps.findIndex((step) => step.phase === "forward" && step.node === node);
  const backward = steps.findIndex(
    (step) =>
      step.phase === "backward" && step.node === node && (slot === null || step.slot === slot),
  );
  const wanted = steps[current]?.phase === "backward" ? [backward, forward] : [forward, backward];
  return wanted.find((step) => step >= 0 && step !== current) ?? null;
}

/**
 * The step that writes the gradient of a node for the last time.
 * @param {Step[]} steps
 * @param {string} node
 * @returns {number | null}
 */
export function gradientStep(steps, node) {
  const found = steps.findLastIndex((step) => step.phase === "backward" && step.to === node);
  return found < 0 ? null : found;
}
