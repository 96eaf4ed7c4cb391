// The reach of an input's slider, and reading what is typed into its field. Pure.

/** The smallest of 1, 2, 5 × 10ⁿ that is not below a number. */
function roundUp(/** @type {number} */ number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return ([1, 2, 5, 10].find((digit) => digit * power >= number) ?? 10) * power;
}

/**
 * From, to and step of a slider: −5 to 5 for everyday numbers, wider or narrower for others.
 * @param {number} value
 * @param {boolean} whole where the value decides structure: whole numbers, not below 0
 */
export function rangeOf(value, whole = false) {
  const size = Math.abs(value);
  if (whole)
    return { min: Math.min(0, Math.floor(value)), max: Math.max(10, roundUp(size || 1)), step: 1 };
  const reach =
    size === 0 || (size >= 0.05 && size <= 5) ? 5 : roundUp(size < 0.05 ? size * 2 : size);
  return { min: -reach, max: reach, step: reach / 50 };
}

/**
 * A number without the dust of binary fractions: 0.30000000000000004 is 0.3.
 * @param {number} value
 */
export function tidy(value) {
  return Number(value.toPrecision(12));
}

/**
 * What a reader typed as a number; null where it is none. Takes the true minus and the comma.
 * @param {string} text
 * @returns {number | null}
 */
export function read(text) {
  const plain = text
    .trim()
    .replace(/[−–]/g, "-")
    .replace(/^(-?\d+),(\d+)$/, "$1.$2");
  const value = plain === "" ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : null;
}
