// Powers of ten as text. Pure.

const SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * 10⁻⁵ for 1e-5.
 * @param {number} number
 */
export function power(number) {
  const digits = Math.round(Math.log10(number)).toString();
  return `10${[...digits].map((digit) => (digit === "-" ? "⁻" : SMALL[Number(digit)])).join("")}`;
}
