// The shapes of what a check of a backward pass finds, as the server sends them. Types only.

/**
 * @typedef {import("../lib/types.js").Shown} Shown
 * @typedef {"right" | "scaled" | "shape" | "wrong" | "undefined"} Status
 *
 * @typedef {{line: number, text: string}} Fix the whole of a line
 *
 * @typedef {Object} Verdict of one gradient variable on one line
 * @property {string} name
 * @property {string | null} of whose gradient it is
 * @property {number} line
 * @property {Status} status
 * @property {string | null} cause
 * @property {string} message
 * @property {Fix | null} [fix] its line as it makes the gradient right
 * @property {{value: Shown | null, expected: Shown | null}} [text] what it is and should be
 *
 * @typedef {{name: string, line: number, reason: string}} Unjudged a value without a verdict
 *
 * @typedef {Object} CheckResult
 * @property {string} loss
 * @property {string[]} losses what else it could be
 * @property {Verdict[]} verdicts
 * @property {{name: string, line: number, cause: string | null, message: string} | null} first_wrong
 * @property {Unjudged[]} unjudged
 * @property {{message: string, line: number, kind: string}[]} notes
 * @property {string} forward the forward part of the text, its other lines blank
 * @property {{line: number, status: Status}[]} lines
 * @property {{message: string, hint: string}} [undrawn] why its forward part has no picture
 */

export {};
