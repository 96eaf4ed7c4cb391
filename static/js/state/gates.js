// The list of gates, asked for when it is first needed.

/**
 * @typedef {Object} GateRow
 * @property {string} label its name
 * @property {string} detail how it is written
 * @property {string} info what it does to a gradient
 * @property {string | null} role
 * @property {string[]} aliases
 * @property {boolean} function
 */

/** @type {Promise<GateRow[]> | null} */
let asked = null;

/** @returns {Promise<GateRow[]>} */
export function gates() {
  asked ??= fetchGates().catch((problem) => {
    asked = null; // it is asked for again
    throw problem;
  });
  return asked;
}

async function fetchGates() {
  const response = await fetch("/api/gates");
  if (!response.ok) throw new Error("The list of gates is not there.");
  return (await response.json()).gates;
}
