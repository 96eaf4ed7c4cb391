// The scale of the learning rate: a slider of its logarithm. Pure.

export const LEAST = -6; // powers of ten
export const MOST = 1;
export const STEP = 0.05;

/**
 * The rate at a place of the slider, in two digits.
 * @param {number} place
 */
export const rateAt = (place) => Number((10 ** place).toPrecision(2));

/**
 * The slider's place of a rate; rates off the scale stand at its ends.
 * @param {number} rate
 */
export function placeOf(rate) {
  if (!(rate > 0)) return LEAST;
  return Math.min(Math.max(Math.log10(rate), LEAST), MOST);
}

/**
 * A rate as one writes it: 0.01, 1e-4.
 * @param {number} rate
 */
export const written = (rate) =>
  rate !== 0 && Math.abs(rate) < 1e-3 ? rate.toExponential() : String(rate);
