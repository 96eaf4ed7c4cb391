// How wide the program's column is: as its longest line asks for, within what the window gives. Pure.

/** @typedef {{least: number, most: number, sizes: readonly number[]}} Room `sizes`: of the code, the usual one last but for what is only taken where nothing else fits */

export const LEAST = 280;
export const MOST = 720; // to which it is dragged
const AROUND = 98; // pixels beside a line: the column's gutters, the line numbers, what stays free
const MARKS = 14; // more of them where lines have marks

/** By the window's width, the widest first. @type {[number, Room][]} */
const ROOMS = [
  [1680, { least: 360, most: 480, sizes: [16, 15, 14, 13] }],
  [1440, { least: 360, most: 440, sizes: [14, 13] }],
  [1200, { least: 320, most: 320, sizes: [14, 13] }],
  [0, { least: 360, most: 440, sizes: [14, 13] }],
];

/** @param {number} width of the window */
export const roomIn = (width) => /** @type {Room} */ (ROOMS.find(([from]) => width >= from)?.[1]);

/**
 * The column's width. A line that is too long even for the widest column asks for nothing: it wraps.
 * @param {number[]} lines widths of the lines, per pixel of the code's size
 * @param {Room} room
 * @param {boolean} isMarked whether lines have marks
 */
export function widthFor(lines, { least, most, sizes }, isMarked) {
  const around = AROUND + (isMarked ? MARKS : 0);
  const longest = Math.max(0, ...lines);
  const fits = (/** @type {number} */ size) => longest * size + around <= most;
  const size = sizes.slice(1).find(fits) ?? sizes.at(-1) ?? 13;
  const asked = lines
    .map((line) => Math.floor(line * size) + around)
    .filter((each) => each <= most);
  return Math.max(least, ...asked);
}

/**
 * The size of the code in a column: the largest at which no line wraps that need not.
 * @param {number[]} lines
 * @param {Room} room
 * @param {number} width
 * @param {boolean} isMarked
 */
export function sizeIn(lines, { most, sizes }, width, isMarked) {
  const around = AROUND + (isMarked ? MARKS : 0);
  const least = sizes.at(-1) ?? 13;
  const inReach = lines.filter((line) => line * least + around <= Math.max(width, most));
  const longest = Math.max(0, ...inReach);
  return sizes.find((size) => Math.floor(longest * size) + around <= width) ?? least;
}
