// Which of the values a reader has set still belong to the text. Pure.

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Request} Request */

/**
 * @typedef {Object} Asking
 * @property {string} program
 * @property {Record<string, import("../lib/types.js").Value>} inputs
 * @property {string | null} output
 * @property {string} numbers
 * @property {number | null} seed
 * @property {string[]} [fold]
 * @property {import("../groups/tree.js").Open} [open] groups
 * @property {string | null} [view] the open one
 * @property {Record<string, import("../lib/types.js").Options>} [options] of each view
 * @property {string | null} [mode] "check": the text holds a backward pass too
 * @property {string | null} [loss] of which its gradients are
 * @property {import("../train/types.js").Run | null} [run] whose values stand for the parameters
 */

/**
 * What to ask the server for: a program, as the page has it, and the view that is open.
 * @param {Asking} state
 * @param {Payload | null} trace the last that ran
 * @returns {Request}
 */
export function requestOf(state, trace) {
  const { program, inputs, output, numbers, seed, fold = [], view = null, options = {} } = state;
  const { mode = null, loss = null, run = null, open = null } = state;
  return {
    program,
    inputs: given(program, inputs, trace),
    output: outputIn(program, output),
    numbers,
    ...(seed === null ? {} : { seed }),
    ...(fold.length ? { fold } : {}),
    open: open ?? "auto",
    ...(view ? { views: { [view]: options[view] ?? {} } } : {}),
    ...(mode ? { mode, loss: outputIn(program, loss) } : {}),
    ...(run ? { run } : {}),
  };
}

/**
 * The values to send: names that stand in the text and are not computed by it. Others are kept, so
 * that a name deleted and typed again has its value back.
 * @template Value
 * @param {string} program
 * @param {Record<string, Value>} inputs
 * @param {Payload | null} trace the last that ran
 * @returns {Record<string, Value>}
 */
export function given(program, inputs, trace) {
  const text = program.replace(/#.*$/gm, "");
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  const assigned = new Set(
    [...text.matchAll(/^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)/gmu)].map((found) => found[1]),
  );
  const isInput = (/** @type {string} */ name) => name in (trace?.inputs ?? {});
  const unchanged = trace?.program === program;
  return Object.fromEntries(
    Object.entries(inputs).filter(
      ([name]) =>
        (unchanged && isInput(name)) || (words.has(name) && (!assigned.has(name) || isInput(name))),
    ),
  );
}

/**
 * Names whose value in the text was edited after they were set by hand: the newer one, the text,
 * counts.
 * @param {Payload} before
 * @param {Payload} after
 * @param {Record<string, unknown>} inputs
 * @returns {string[]}
 */
export function stale(before, after, inputs) {
  return Object.keys(inputs).filter((name) => {
    const old = before.input_details[name];
    const now = after.input_details[name];
    return old && now && now.default !== null && !same(old.default, now.default);
  });
}

/**
 * Whether two values are equal, numbers or nested lists.
 * @param {unknown} one
 * @param {unknown} other
 */
function same(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The output to ask for: the chosen one while the text still has its name, else the text's own.
 * @param {string} program
 * @param {string | null} output
 */
export function outputIn(program, output) {
  const words = new Set(program.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  return output && words.has(output) ? output : null;
}
