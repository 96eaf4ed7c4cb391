// For how many passes loops are drawn, chosen by line: a choice stays with the loop's own line of
// the text, wherever that moves. Pure.

/** @typedef {import("./store.js").Loops} Loops */
/** @typedef {import("./store.js").State} State */

/** @param {string | number} line the key of its text among the literals: no name has a space */
const keyOf = (line) => `line ${line}`;

/**
 * What each line of a text says, and which of those that say the same it is: "2 for i in range(9):".
 * @param {string} program
 */
function linesOf(program) {
  /** @type {Map<string, number>} */
  const met = new Map();
  return program.split("\n").map((line) => {
    const text = line.trim();
    met.set(text, (met.get(text) ?? 0) + 1);
    return `${met.get(text)} ${text}`;
  });
}

/**
 * What the lines of these loops say.
 * @param {string} program
 * @param {Loops} loops
 * @returns {Record<string, string>}
 */
export function loopLiterals(program, loops) {
  const lines = linesOf(program);
  return Object.fromEntries(
    Object.keys(loops).map((line) => [keyOf(line), lines[Number(line) - 1] ?? ""]),
  );
}

/**
 * The choices that count, at the lines where their loops stand now.
 * @param {Pick<State, "program"> & Partial<Pick<State, "loops" | "literals">>} state
 * @returns {Loops}
 */
export function loopsIn({ program, loops = {}, literals = {} }) {
  const lines = linesOf(program);
  const found = Object.entries(loops).flatMap(([line, passes]) => {
    const place = lines.indexOf(literals[keyOf(line)] ?? "");
    return place < 0 ? [] : [[String(place + 1), passes]];
  });
  return Object.fromEntries(found);
}

/**
 * The change that draws a loop for one pass, for all, or as usual.
 * @param {Pick<State, "program" | "loops" | "literals">} state
 * @param {number} line
 * @param {"once" | "every" | null} passes
 * @returns {Pick<State, "loops" | "literals">}
 */
export function withLoop(state, line, passes) {
  const { [String(line)]: _, ...others } = loopsIn(state);
  const loops = passes ? { ...others, [String(line)]: passes } : others;
  const kept = Object.entries(state.literals).filter(([key]) => !key.startsWith("line "));
  return {
    loops,
    literals: { ...Object.fromEntries(kept), ...loopLiterals(state.program, loops) },
  };
}
