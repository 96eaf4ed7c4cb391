// The shapes of the activation functions as the server sends them. Types only.

/**
 * @typedef {{kind: "saturated" | "dead", from: number, to: number}} Zone
 * @typedef {{text: string, source: string}} Remark
 *
 * @typedef {Object} Activation
 * @property {string} name
 * @property {string} title
 * @property {string} text its definition in the language
 * @property {string} latex
 * @property {number[]} x
 * @property {number[]} f
 * @property {number[]} slope
 * @property {Zone[]} zones
 * @property {Remark[]} remarks
 *
 * @typedef {Object} Live where the gate in view stands
 * @property {string} label of what goes in
 * @property {number[]} values one, or all elements of an array
 */

export {};
