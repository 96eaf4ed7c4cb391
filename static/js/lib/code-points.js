// The server counts characters (code points); JavaScript strings count UTF-16 units.

/**
 * The index in UTF-16 units of a column in code points, clamped to the line.
 * @param {string} line
 * @param {number} column
 * @returns {number}
 */
export function unitsOf(line, column) {
  let units = 0;
  for (let count = 0; count < column && units < line.length; count += 1) {
    units += (line.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/**
 * The column in code points of an index in UTF-16 units.
 * @param {string} line
 * @param {number} units
 * @returns {number}
 */
export function columnOf(line, units) {
  let column = 0;
  for (let at = 0; at < Math.min(units, line.length); column += 1) {
    at += (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return column;
}

/**
 * The smallest replacement that turns one text into another: what lies between their common
 * beginning and end. Null where they are the same.
 * @param {string} before
 * @param {string} after
 * @returns {{from: number, to: number, insert: string} | null}
 */
export function difference(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
