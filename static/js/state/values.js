// Which of the values that were set still belong to the text, and what to ask the server for: the
// text wins over what was set for another text. Pure.

import { loopLiterals, loopsIn } from "./loops.js";
import { askedMode } from "./modes.js";
import { hasPath, isSameLiteral, literalIn, namesIn } from "./program-text.js";
import { isSame, ROWS } from "./store.js";
import { endOf, seedsIn } from "./text-parts.js";

/** @typedef {import("../lib/types.js").Request} Request */
/** @typedef {import("../lib/types.js").Value} Value */
/** @typedef {import("./store.js").State} State */
/** @typedef {Pick<State, "program" | "inputs"> & Partial<State>} Known */

const END = "the end"; // among the literals; no name has a space
const RANDOM = /rand|rng|normal|uniform|choice|permutation/i;

/**
 * What a text says where a value is set over it; of what it draws at random, the seed too.
 * @param {string} program
 * @param {string} name
 */
function literalOf(program, name) {
  const literal = literalIn(program, name);
  return literal && RANDOM.test(literal) ? literal + seedsIn(program) : literal;
}

/**
 * The change that gives a program these values, each with the literal that it is set over.
 * @param {string} program
 * @param {Readonly<Record<string, Value>>} inputs
 * @param {State["loops"]} [loops]
 * @returns {Pick<State, "inputs" | "loops" | "literals">}
 */
export function withValues(program, inputs, loops = {}) {
  const names = Object.keys(inputs);
  const literals = Object.fromEntries(names.map((name) => [name, literalOf(program, name)]));
  return {
    inputs: { ...inputs },
    loops: { ...loops },
    literals: { ...literals, ...loopLiterals(program, loops), [END]: endOf(program) },
  };
}

/**
 * The change that sets more values, over the text as it is.
 * @param {Pick<State, "program" | "inputs" | "literals">} state
 * @param {Record<string, Value>} values
 */
export function withMoreValues({ program, inputs, literals }, values) {
  const names = Object.keys(values);
  const more = Object.fromEntries(names.map((name) => [name, literalOf(program, name)]));
  return { inputs: { ...inputs, ...values }, literals: { ...literals, ...more } };
}

/**
 * The values that count. A value belongs to the literal that it was set over: where the text has
 * another one at its name, or a new one, the text counts. Names that left the text take none, nor
 * do those that it computes. All are kept in the state, so that undo brings them back.
 * @param {Known} state
 * @returns {Record<string, Value>}
 */
export function inputsIn({ program, inputs, literals = {}, trace = null }) {
  const ran = trace?.program === program;
  const counts = (/** @type {string} */ name) => {
    const isInput = ran && Object.hasOwn(trace?.inputs ?? {}, name);
    const literal = literalOf(program, name);
    if (literal === null) return hasPath(program, name) || isInput;
    return isSameLiteral(literal, literals[name] ?? null) && (isInput || !ran);
  };
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => counts(name)));
}

/**
 * The output to ask for: the chosen one while the text still has its name, else the text's own.
 * @param {string} program
 * @param {string | null} output
 */
export const outputIn = (program, output) => (output && hasPath(program, output) ? output : null);

/**
 * What was set and belongs to the text as it is: the rows that a program brings.
 * @param {Known} state
 */
export function rowsIn(state) {
  const { program, output = null, call = null, upstream = null, loss = null, literals } = state;
  const isSameEnd = literals?.[END] === undefined || literals[END] === endOf(program);
  return {
    inputs: inputsIn(state),
    output: outputIn(program, output),
    call: call && namesIn(program).has(call) ? call : null,
    loops: loopsIn(state),
    generate: state.generate ?? false,
    upstream: isSameEnd ? upstream : null,
    loss: outputIn(program, loss),
  };
}

/**
 * What belongs to no text: the change that leaves all that was set for another one behind.
 * @param {string} program
 */
export const bare = (program) => ({
  ...withValues(program, {}),
  ...{ output: null, call: null, upstream: null, loss: null, seed: null, generate: false },
  ...{ fold: [], open: null, train: null, run: null },
});

/**
 * A text with the rows that were set for it, whether they count now or not: undo may bring back the
 * lines that they belong to.
 * @param {Readonly<State>} state
 * @returns {Pick<State, "program"> & Partial<State>}
 */
export function withRows(state) {
  const names = /** @type {(keyof State)[]} */ (Object.keys(bare("")));
  return {
    ...Object.fromEntries(names.map((name) => [name, state[name]])),
    program: state.program,
  };
}

/**
 * What to ask for about what the picture shows, whatever has been typed since.
 * @param {Readonly<State>} state
 */
export const shownRequest = (state) =>
  requestOf({ ...state, program: state.trace?.program ?? state.program, view: null });

/**
 * What to ask the server for: the program as the page has it, and the view that is open.
 * @param {Known & Pick<State, "output" | "numbers">} state
 * @returns {Request}
 */
export function requestOf(state) {
  const { open, view, options = {} } = state;
  const rows = rowsIn(state);
  /** @type {Record<string, unknown>} */
  const values = { ...state, ...rows, loss: null, mode: askedMode(state), open: open ?? "auto" };
  const asked = ROWS.filter(({ name, request, always, default: usual }) => {
    const isUsual = values[name] === undefined || isSame(values[name], usual);
    return request && (always || !isUsual);
  });
  const request = Object.fromEntries(asked.map(({ name }) => [name, values[name]]));
  const views = view ? { views: { [view]: options } } : {};
  return /** @type {Request} */ ({ ...request, fill: true, ...views });
}
