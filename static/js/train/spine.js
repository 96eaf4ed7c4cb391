// The circuit in a few marks, for the inset: the longest way to the loss as a row of gates, and
// under each what else it reads. Pure.

/** @typedef {import("../lib/types.js").Node} Node */
/** @typedef {{symbol: string, reads: string[]}} Bead a gate, and the names that enter it from below */

/**
 * @param {Pick<Node, "id" | "kind" | "symbol" | "name" | "args" | "latex" | "label">[]} nodes
 * @param {string} output its node
 * @param {string[]} [learned] names that the row does not begin with, where there are others
 * @returns {{first: string, beads: Bead[]}} the name that the row begins with, as LaTeX
 */
export function spineOf(nodes, output, learned = []) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Map<string, number>} gates on the longest way to a node */
  const depths = new Map();
  for (const { id, kind, args } of nodes) {
    const deepest = Math.max(0, ...args.map((each) => depths.get(each) ?? 0));
    depths.set(id, kind === "gate" ? deepest + 1 : 0);
  }
  const depth = (/** @type {string} */ id) => depths.get(id) ?? 0;
  const isFirst = (/** @type {Pick<Node, "kind" | "name"> | undefined} */ node) =>
    node?.kind === "input" && !learned.includes(node.name ?? "");
  /** @type {Bead[]} */
  const beads = [];
  let here = byId.get(output);
  while (here?.kind === "gate") {
    const { args, symbol, label } = here;
    const main = args.reduce(
      (best, each) => (depth(each) > depth(best) ? each : best),
      args.find((each) => isFirst(byId.get(each))) ?? args[0] ?? "",
    );
    const others = args.filter((each) => each !== main).map((each) => byId.get(each));
    const reads = others.flatMap((each) =>
      each && each.kind !== "constant" ? [nameOf(each)] : [],
    );
    beads.unshift({ symbol: symbol ?? label, reads: [...new Set(reads)] });
    here = byId.get(main);
  }
  return { first: here ? nameOf(here) : "", beads };
}

/** @param {Pick<Node, "kind" | "name" | "latex">} node what has no name of its own is a row of dots */
const nameOf = ({ kind, name, latex }) => (kind === "input" || name ? latex : "\\dots");

/**
 * As many gates as have room; of more the first and the last, with null for those between.
 * @template Gate
 * @param {Gate[]} beads
 * @param {number} most
 * @returns {(Gate | null)[]}
 */
export function shortened(beads, most) {
  if (beads.length <= most || most < 3) return beads.slice(-Math.max(most, 1));
  const head = Math.ceil((most - 1) / 2);
  return [...beads.slice(0, head), null, ...beads.slice(head - most + 1)];
}
