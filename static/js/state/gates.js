// The list of gates, asked for when it is first needed.

import { once } from "../lib/once.js";

/**
 * @typedef {Object} GateRow
 * @property {string} label its name
 * @property {string} detail how it is written
 * @property {string} info what it does to a gradient
 * @property {string | null} role
 * @property {string[]} aliases
 * @property {boolean} function
 */

/** @type {() => Promise<GateRow[]>} */
export const gates = once(fetchGates);

async function fetchGates() {
  const response = await fetch("/api/gates");
  if (!response.ok) throw new Error("The list of gates is not there.");
  return (await response.json()).gates;
}
