// Whether a text holds a backward pass. Pure.

const ASSIGNED = /^[ \t]*([\p{L}_][\p{L}\p{N}_]*)(?:\[[^\]]*\])*[ \t]*[-+*/]?=(?!=)/gmu;
const BEFORE = /^(?:gradients?_?|grads?_?|delta_?|d_|d[A-Za-z]+_d_?|d)(.+)$/;
const AFTER = /^(.+?)_(?:gradient|grad|delta|bar)$/;

/**
 * Whether a text has lines that look like a backward pass: a name like dx or grad_w1 for an x or
 * w1 that it knows, or a table of gradients.
 * @param {string} text
 */
export function hasBackwardPass(text) {
  const known = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  return [...text.matchAll(ASSIGNED)].some(([, name = ""]) => {
    const of = name.match(BEFORE)?.[1] ?? name.match(AFTER)?.[1];
    return /^(?:grads?|gradients?)$/.test(name) || (of !== undefined && known.has(of));
  });
}
