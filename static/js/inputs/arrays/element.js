// One number of an array, as Python, NumPy and spreadsheets write it. Pure.

/** A text that is no array: why, and from where to where. */
export class ReadError extends Error {
  /**
   * @param {string} message
   * @param {number} start
   * @param {number} end
   */
  constructor(message, start, end) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

const NUMBER = /^[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[-+]?\d+)?$/i;
const NOT_FINITE =
  /^([-+]?)(?:(?:np|numpy|math|torch|jnp)\.|float\()?["']?(nan|inf|infinity)["']?\)?$/i;

/**
 * @param {string} text
 * @param {number} start where it stands, for the error
 * @returns {import("../../lib/nested.js").Element}
 */
export function readElement(text, start) {
  const plain = text.replace(/[−–]/g, "-");
  if (NUMBER.test(plain)) {
    const value = Number(plain.replaceAll("_", ""));
    if (Number.isFinite(value)) return value;
    throw new ReadError(`${text} is too large for a float64.`, start, start + text.length);
  }
  if (/^true$/i.test(plain)) return true;
  if (/^false$/i.test(plain)) return false;
  const special = NOT_FINITE.exec(plain);
  if (special) {
    if (special[2]?.toLowerCase() === "nan") return "NaN";
    return special[1] === "-" ? "-Infinity" : "Infinity";
  }
  throw new ReadError(reason(text), start, start + text.length);
}

/** @param {string} text */
function reason(text) {
  if (/^(\.{2,}|…)$/.test(text)) {
    return "The array was shortened when it was printed: the numbers at … are missing.";
  }
  if (/^[-+]?[\d.]+j$/i.test(text)) return `${text} is complex; only real numbers are read.`;
  if (/^[-+\d.eE_\s]*[*/][-+*/\d.eE_\s]*$/.test(text)) {
    return `${text} is not worked out here: write the number itself.`;
  }
  return `“${text.length > 24 ? `${text.slice(0, 23)}…` : text}” is not a number.`;
}
