// The shapes of what the plots are given and give. Types only: nothing here runs.

/**
 * @typedef {[iteration: number, value: number | null][]} Series
 *
 * @typedef {Object} Histogram of the elements of an array
 * @property {number} low
 * @property {number} high
 * @property {number[]} counts of equal bins from low to high
 * @property {number} mean
 * @property {number} std
 * @property {number} zeros the share that is exactly 0
 * @property {number | null} saturated the share near the activation's limits
 *
 * @typedef {Object} Layer
 * @property {string} id of the node whose output is watched
 * @property {string} name
 * @property {number | null} line
 *
 * @typedef {Object} Moment
 * @property {number} iteration
 * @property {Record<string, Histogram>} activations by layer
 * @property {Record<string, Histogram>} gradients by layer
 *
 * @typedef {Object} Finding
 * @property {string} kind
 * @property {string} message
 * @property {number} iteration
 * @property {string | null} layer
 *
 * @typedef {Object} Status a run, as far as it came
 * @property {string} id
 * @property {string} state
 * @property {number} iteration
 * @property {number} iterations
 * @property {{parameters: string[], data: string[], batch: number | null}} train
 * @property {Series} loss
 * @property {Record<string, {gradient: Series, ratio: Series}>} parameters
 * @property {Layer[]} layers in forward order
 * @property {Moment[]} histograms
 * @property {Finding[]} findings
 * @property {{iteration: number}[]} [changes] of settings on the way
 *
 * @typedef {Object} Surface
 * @property {string[]} names of the two inputs
 * @property {number[]} x
 * @property {number[]} y
 * @property {(number | null)[][]} z losses, a row for each y
 * @property {[iteration: number, x: number, y: number][]} [path] of the run
 * @property {string[]} [choices] what may stand on an axis
 * @property {string | null} [note]
 *
 * @typedef {Object} Boundary
 * @property {string} [kind] "classes", "scores", or "curve" for one feature
 * @property {string[]} [names] of the features
 * @property {number[]} x
 * @property {number[]} y of a curve its values, else the other axis
 * @property {number[][]} [classes] a row for each y
 * @property {(number | null)[][]} [scores]
 * @property {number | null} [threshold] of scores, between two classes; none: they are no classes'
 * @property {[x: number, y: number, label?: number][]} points
 * @property {string | null} [note]
 *
 * @typedef {Object} Scene what a plot is drawn from
 * @property {Status} status
 * @property {number} iteration in view
 * @property {number} width
 * @property {number} height
 * @property {boolean} log
 * @property {any} [answer] of the server, where the plot asks for one
 *
 * @typedef {Object} Drawing
 * @property {Element} element
 * @property {() => string} svg as a file
 * @property {() => string} csv
 * @property {{caption: string, heads: string[], rows: string[][]}} table in place of the picture
 * @property {number[]} [labels] the classes that are told apart
 */

export {};
