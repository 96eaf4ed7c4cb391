// Which of the values that were set still belong to the text, and what to ask the server for. Pure.

import { isSameLiteral, literalIn, namesIn, rootOf } from "./program-text.js";
import { isSame, ROWS } from "./store.js";

/** @typedef {import("../lib/types.js").Request} Request */
/** @typedef {import("../lib/types.js").Value} Value */
/** @typedef {import("./store.js").State} State */

/**
 * The change that gives a program these values, each with the literal that it is set over.
 * @param {string} program
 * @param {Readonly<Record<string, Value>>} inputs
 * @returns {Pick<State, "inputs" | "literals">}
 */
export function withValues(program, inputs) {
  const names = Object.keys(inputs);
  return {
    inputs: { ...inputs },
    literals: Object.fromEntries(names.map((name) => [name, literalIn(program, name)])),
  };
}

/**
 * The change that sets more values, over the text as it is.
 * @param {Pick<State, "program" | "inputs" | "literals">} state
 * @param {Record<string, Value>} values
 */
export function withMoreValues({ program, inputs, literals }, values) {
  const more = withValues(program, values);
  return {
    inputs: { ...inputs, ...more.inputs },
    literals: { ...literals, ...more.literals },
  };
}

/**
 * The values that count. A value belongs to the literal that it was set over: where the text has
 * another one at its name, or a new one, the text counts. Names that left the text take none, nor
 * do those that it computes. All are kept in the state, so that undo brings them back.
 * @param {Pick<State, "program" | "inputs"> & Partial<Pick<State, "literals" | "trace">>} state
 * @returns {Record<string, Value>}
 */
export function inputsIn({ program, inputs, literals = {}, trace = null }) {
  const names = namesIn(program);
  const ran = trace?.program === program;
  const counts = (/** @type {string} */ name) => {
    const isInput = ran && Object.hasOwn(trace?.inputs ?? {}, name);
    const literal = literalIn(program, name);
    if (literal === null) return names.has(rootOf(name)) || isInput;
    return isSameLiteral(literal, literals[name] ?? null) && (isInput || !ran);
  };
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => counts(name)));
}

/**
 * The output to ask for: the chosen one while the text still has its name, else the text's own.
 * @param {string} program
 * @param {string | null} output
 */
export const outputIn = (program, output) =>
  output && namesIn(program).has(rootOf(output)) ? output : null;

/**
 * What to ask the server for: the program as the page has it, and the view that is open.
 * @param {Partial<State> & Pick<State, "program" | "inputs" | "output" | "numbers">} state
 * @returns {Request}
 */
export function requestOf(state) {
  const { program, output, loss = null, mode, open, view, options = {} } = state;
  /** @type {Record<string, unknown>} */
  const values = {
    ...state,
    inputs: inputsIn(state),
    output: outputIn(program, output),
    loss: mode ? outputIn(program, loss) : null,
    open: open ?? "auto",
  };
  const rows = ROWS.filter(({ name, request, always, default: usual }) => {
    const isUsual = values[name] === undefined || isSame(values[name], usual);
    return request && (always || !isUsual);
  });
  const request = Object.fromEntries(rows.map(({ name }) => [name, values[name]]));
  return /** @type {Request} */ ({ ...request, ...(view ? { views: { [view]: options } } : {}) });
}
