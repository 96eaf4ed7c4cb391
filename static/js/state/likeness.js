// Whether one of two texts is an edit of the other. Pure.

/** Lines that many programs have: imports, comments, a bracket that ends. */
const COMMON = /^\s*(import\b|from\b|#|[)\]}]+\s*$)/;

/**
 * How much two texts have in common: of the lines of the shorter, and of what both begin and end
 * with, as shares.
 * @param {string} one
 * @param {string} other
 */
function likeness(one, other) {
  const [lines, others] = [one, other].map(
    (text) =>
      new Set(text.split("\n").flatMap((line) => (COMMON.test(line) ? [] : line.trim() || []))),
  );
  const shared = [...(lines ?? [])].filter((line) => others?.has(line)).length;
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return {
    lines: shared / Math.max(Math.min(lines?.size ?? 0, others?.size ?? 0), 1),
    ends: (start + end) / Math.max(one.length, other.length, 1),
  };
}

/**
 * Whether one of two texts is an edit of the other: they share a line, or most of what they begin
 * and end with. Else they are two programs.
 * @param {string} one
 * @param {string} other
 */
export function related(one, other) {
  const { lines, ends } = likeness(one, other);
  return lines > 0 || ends > 0.5;
}

/**
 * Whether a text that is written over another is the same program in another version.
 * @param {string} one
 * @param {string} other
 */
export function isVersion(one, other) {
  const { lines, ends } = likeness(one, other);
  return lines >= 0.5 || ends > 0.5;
}
