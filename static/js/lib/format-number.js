// A number in three digits, as graphs/format/numbers.py writes it: for what the page is sent in full. Pure.

/**
 * 0.0123, 1230, 1.5e−5; never 0 for what is not 0.
 * @param {number | null | undefined} number
 */
export function short(number) {
  if (number === null || number === undefined || Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "−inf";
  if (number === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(number)));
  const text =
    size >= 5 || size < -3
      ? number.toExponential(2).replace(/\.?0*e\+?/, "e")
      : number
          .toFixed(Math.max(0, 2 - size))
          .replace(/(\.\d*?)0+$/, "$1")
          .replace(/\.$/, "");
  return text.replace(/-/g, "−");
}
