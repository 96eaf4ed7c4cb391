// The shapes of what training sends and is sent. Types only.

/**
 * @typedef {import("../lib/types.js").Failure} Failure
 * @typedef {import("../lib/types.js").Value} Value
 * @typedef {"parameter" | "data" | "constant"} Role of an input
 * @typedef {[number, number][]} Series iterations, each with a value
 *
 * @typedef {Object} Train how a program is trained
 * @property {string[]} [parameters]
 * @property {string[]} [data]
 * @property {string} [optimizer]
 * @property {Record<string, number>} [settings] of the optimizer
 * @property {number} [iterations]
 * @property {number | null} [batch] rows; null: all of them
 * @property {number} [seed] of the batches
 *
 * @typedef {{id: string, iteration: number}} Run a run, and which of its iterations is in view
 *
 * @typedef {Object} Optimizer
 * @property {string} name
 * @property {string} title
 * @property {string | string[]} latex its rule, a line an assignment
 * @property {string} remark
 * @property {Record<string, number>} settings as they are usually set
 *
 * @typedef {Object} Recognised a loop in the text that trains
 * @property {string} program the part that computes the loss
 * @property {string | null} output
 * @property {string[]} parameters
 * @property {string} optimizer
 * @property {Record<string, number>} settings
 * @property {number} iterations
 * @property {string} sentence
 *
 * @typedef {Object} Plan what the server would train
 * @property {string[]} parameters
 * @property {string[]} data
 * @property {Recognised | null} recognised
 * @property {Optimizer[]} optimizers
 *
 * @typedef {Object} Status of a run; the series of several answers are joined
 * @property {string} id
 * @property {"queued" | "running" | "paused" | "done" | "cancelled" | "failed" | "stopped"} state
 * @property {string | null} reason
 * @property {number} iteration
 * @property {number} iterations
 * @property {number | null} rate iterations a second
 * @property {number | null} left seconds
 * @property {Failure | null} error
 * @property {Required<Train>} train
 * @property {string} program
 * @property {Record<string, Value>} inputs
 * @property {string | null} output
 * @property {Series} [loss]
 * @property {[number, number, number][]} [right] by iteration, the labels that are right, of how many
 * @property {Record<string, {gradient: Series, ratio: Series}>} [parameters]
 * @property {{id: string, name: string, line: number | null}[]} [layers]
 * @property {{iteration: number}[]} [histograms]
 * @property {{kind: string, message: string, iteration: number, layer: string | null}[]} [findings]
 * @property {(Pick<Train, "optimizer" | "settings" | "batch"> & {iteration: number})[]} [changes] what was set on the way
 * @property {number} [checkpoint] the last iteration told
 *
 * @typedef {Object} Update of one parameter
 * @property {string | string[]} latex
 * @property {string | string[]} numbers
 * @property {string} text
 * @property {{text: string, latex: string, value: string}[]} lines
 * @property {string} [set] the last line with the settings as numbers
 * @property {string} [gradient_length]
 * @property {string | null} [step_length]
 *
 * @typedef {Object} Table rows of data
 * @property {string[]} columns
 * @property {number[][]} X
 * @property {number[] | null} y
 * @property {string | null} text the same as lines of a program
 */

export {};
