// What is said of an activation function at the point where the gate in view stands. Pure.
import { formatNumber } from "../lib/format-number.js";
import { heightAt, zoneOf } from "./operating.js";

/** @typedef {import("./types.js").Activation} Activation */
/** @typedef {import("./types.js").Live} Live */

const REASON = {
  saturated: "it is saturated: hardly any gradient passes",
  dead: "it is dead: no gradient passes",
};

/**
 * @param {Activation} activation
 * @param {Live} live
 * @returns {string}
 */
export function tellLive({ x, f, slope, zones }, { label, values }) {
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 0];
  if (values.length === 1) {
    const at = values[0] ?? 0;
    const zone = zoneOf(zones, at, x);
    if (at < first || at > last)
      return `The gate in view stands at ${label} = ${formatNumber(at)}, beyond the axis${zone ? `; ${REASON[zone.kind]}` : ""}.`;
    return (
      `The gate in view stands at ${label} = ${formatNumber(at)}: f is ${formatNumber(heightAt(x, f, at))}, its slope ` +
      `${formatNumber(heightAt(x, slope, at))}${zone ? `; ${REASON[zone.kind]}` : ""}.`
    );
  }
  const parts = /** @type {const} */ (["saturated", "dead"]).flatMap((kind) => {
    const inside = values.filter((value) => zoneOf(zones, value, x)?.kind === kind).length;
    return inside ? [`${percent(inside / values.length)} lie where ${REASON[kind]}`] : [];
  });
  const beyond = values.filter((value) => value < first || value > last).length;
  if (beyond) parts.push(`${beyond} lie beyond the axis and stand at its ends`);
  return `The bars are the ${values.length} elements of ${label}${parts.length ? `; ${parts.join("; ")}` : ""}.`;
}

/** @param {number} share */
const percent = (share) => `${formatNumber(Math.round(share * 1000) / 10)} %`;
