// A number in three digits, as graphs/format/numbers.py writes it: for what the page is sent in full. Pure.

/**
 * 0.0123, 1230, 1.5e−5; never 0 for what is not 0.
 * @param {number | null | undefined} number
 */
export function formatNumber(number) {
  if (number === null || number === undefined || Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "−inf";
  const rounded = Number(number.toPrecision(3));
  const size = Math.abs(rounded);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e5);
  const text = isPlain ? String(rounded) : rounded.toExponential().replace("e+", "e");
  return text.replace(/-/g, "−");
}
