// Numbers in words and on axes. Pure.

import { formatNumber } from "../../lib/format-number.js";
import { power } from "../../views/power.js";
import { count } from "../words.js";

const WIDE = 1.5; // decades that a logarithmic axis spans before only powers of ten are written

/**
 * A number of which three digits count; a dash where there is none.
 * @param {number | null | undefined} number
 */
export const formatOrDash = (number) =>
  number === null || number === undefined || Number.isNaN(number) ? "–" : formatNumber(number);

/** @param {number} number an iteration: there is none between two */
export const wholeTick = (number) => (Number.isInteger(number) ? count(number) : "");

/**
 * The ticks of a logarithmic axis: powers of ten, as many as there is room for.
 * @param {[number, number]} domain
 * @param {number} most
 * @returns {number | number[]} how many, where it spans too little for powers
 */
export function ticksOf(domain, most) {
  const [low, high] = domain.map(Math.log10);
  if (low === undefined || high === undefined || high - low < WIDE) return Math.max(most, 2);
  const step = Math.ceil((high - low) / Math.max(most, 2));
  const first = Math.ceil(low / step) * step;
  const count = Math.floor((high - first) / step) + 1;
  return Array.from({ length: count }, (_, at) => 10 ** (first + at * step));
}

/**
 * The ticks of a logarithmic axis in plain numbers: 1 and 3 times powers of ten, else the powers
 * alone, every other one of them, and so on.
 * @param {[number, number]} domain
 * @param {number} most
 * @returns {number[]}
 */
export function plainTicks([low, high], most) {
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first + 1;
  const times = (/** @type {number} */ digit, /** @type {number} */ power) =>
    Number(`${digit}e${power}`);
  const powers = Array.from({ length: decades }, (_, at) => first + at);
  const inside = (/** @type {number} */ tick) => tick >= low && tick <= high;
  const those = (/** @type {number[]} */ ...digits) =>
    powers.flatMap((power) => digits.map((digit) => times(digit, power))).filter(inside);
  const usual = those(1, 3);
  if (usual.length < 2) return those(1, 2, 5);
  if (usual.length <= most) return usual;
  const whole = those(1);
  const every = Math.ceil(whole.length / Math.max(most, 1));
  return whole.filter((_, at) => at % every === 0);
}

/**
 * What writes a tick: as a power of ten where a logarithmic axis spans several.
 * @param {[number, number]} [domain] of a logarithmic axis
 * @returns {(number: number) => string}
 */
export function tickOf(domain) {
  if (!domain) return formatOrDash;
  const decades = Math.log10(domain[1] / domain[0]);
  if (decades < WIDE) return formatOrDash;
  return (number) => {
    const exponent = Math.log10(number);
    return Math.abs(exponent - Math.round(exponent)) < 1e-9 ? power(number) : "";
  };
}
