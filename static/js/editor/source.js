// The text and the gates it became, both ways. Pure.

/** @typedef {import("../lib/types.js").Node} Node */
/** @typedef {import("../lib/types.js").Source} Source */

/**
 * @param {Source} source
 * @param {number} line
 * @param {number} column
 */
function holds(source, line, column) {
  const after = line > source.line || (line === source.line && column >= source.column);
  const before =
    line < source.end_line || (line === source.end_line && column <= source.end_column);
  return after && before;
}

/**
 * A source's extent, for finding the innermost.
 * @param {Source} source
 */
function extent(source) {
  return (source.end_line - source.line) * 10_000 + source.end_column - source.column;
}

/**
 * The gate, else the input, whose text is the smallest round a place.
 * @param {Node[]} nodes
 * @param {number | null} line
 * @param {number | null} column
 * @returns {string | null}
 */
export function nodeAt(nodes, line, column) {
  if (line === null || column === null) return null;
  /** @type {Node | null} */
  let best = null;
  for (const node of nodes) {
    if (node.kind === "constant" || !node.source || !holds(node.source, line, column)) continue;
    if (!best?.source || extent(node.source) < extent(best.source)) best = node;
  }
  return best?.id ?? null;
}

/**
 * The text of a node.
 * @param {Node[]} nodes
 * @param {string | null | undefined} id
 * @returns {Source | null}
 */
export function sourceOf(nodes, id) {
  return nodes.find((node) => node.id === id)?.source ?? null;
}
