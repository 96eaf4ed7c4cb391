// The groups that are seen as a tree, and which of them to ask for open. Pure.

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Part} Part */
/** @typedef {{part: Part, inside: Branch[]}} Branch */

/**
 * A title with how many passes it holds.
 * @param {Part} part
 */
export const titled = ({ title, passes }) => (passes ? `${title} × ${passes}` : title);

/**
 * The shortest list that opens the same: what stands around a part is opened with it.
 * @param {Part[]} parts
 * @param {Iterable<string>} open
 * @returns {string[]}
 */
export function shortest(parts, open) {
  const wanted = new Set(open);
  const around = new Map(parts.map(({ id, parent }) => [id, parent]));
  for (const id of [...wanted]) {
    for (let at = around.get(id); at; at = around.get(at)) wanted.delete(at);
  }
  return [...wanted];
}

/** @param {Part[]} parts those that stand open */
export const opened = (parts) => parts.filter(({ open }) => open).map(({ id }) => id);

/**
 * What to ask for so that some parts are closed, with all that is open inside of them.
 * @param {Part[]} parts
 * @param {string[]} ids
 */
export function closing(parts, ids) {
  const gone = new Set(ids);
  // Outer ones come first, so that an inner one finds the one around it gone.
  for (const { id, parent } of parts) if (parent && gone.has(parent)) gone.add(id);
  return shortest(
    parts,
    opened(parts).filter((id) => !gone.has(id)),
  );
}

/**
 * The open parts around a gate, from the inside out.
 * @param {Payload} trace
 * @param {string | null | undefined} node
 * @returns {string[]}
 */
export function around({ nodes, parts = [] }, node) {
  const parents = new Map(parts.map(({ id, parent }) => [id, parent]));
  const found = [];
  let at = parents.get(node ?? "") ?? nodes.find(({ id }) => id === node)?.group;
  for (; at; at = parents.get(at)) found.push(at);
  return found;
}

/**
 * The closed group that a gate of the picture is.
 * @param {Payload} trace
 * @param {string | null | undefined} node
 * @returns {Part | null}
 */
export const closedAt = ({ parts = [] }, node) =>
  parts.find(({ id, open }) => id === node && !open) ?? null;

/**
 * The tree of what is seen.
 * @param {Part[]} parts
 * @returns {Branch[]}
 */
export function branches(parts) {
  const all = new Map(parts.map((part) => [part.id, /** @type {Branch} */ ({ part, inside: [] })]));
  /** @type {Branch[]} */
  const roots = [];
  for (const branch of all.values()) {
    const outer = all.get(branch.part.parent ?? "");
    (outer?.inside ?? roots).push(branch);
  }
  return roots;
}

/**
 * Whether a gate or an input is drawn: of many inputs, those that one closed group reads are not.
 * In a picture of several pieces an input stands in each that reads it, as `n1@s2-0`.
 * @param {Pick<Payload, "marks">} trace
 * @param {Pick<import("../lib/types.js").Node, "id" | "kind">} node
 */
export const isDrawn = ({ marks }, { id, kind }) =>
  kind === "gate" ||
  `${id}-value` in marks ||
  Object.keys(marks).some((mark) => mark.startsWith(`${id}@`));

/**
 * How many marks stand for a program, constants aside.
 * @param {Pick<Payload, "nodes" | "marks">} trace
 */
export const marksOf = (trace) =>
  trace.nodes.filter((node) => node.kind !== "constant" && isDrawn(trace, node)).length;
