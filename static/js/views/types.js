// The shapes of what the views show, as the server sends them, and what a view is. Types only.

/**
 * @typedef {import("../lib/types.js").Payload} Payload
 * @typedef {import("../lib/types.js").Options} Options
 *
 * @typedef {Object} Code
 * @property {string} language
 * @property {string} level
 * @property {string} text
 * @property {string} filename
 * @property {(number | number[] | null)[]} lines of each step
 *
 * @typedef {Object} Origin what a gate of the backward pass computes
 * @property {string} node whose gradient it is, or is a part of
 * @property {number | null} slot
 * @property {"gradient" | "inside"} kind
 *
 * @typedef {Object} BothPasses
 * @property {Record<string, Origin>} of by gate of the backward pass
 * @property {(number | null)[]} steps_of the step here of each step of the trace
 * @typedef {Payload & BothPasses} Backward
 *
 * @typedef {Object} Tangents
 * @property {string} of the input
 * @property {number | null} element
 * @property {string[]} choices
 * @property {{forward: number, reverse: number}} passes
 * @property {string} sentence
 * @property {{forward: string, reverse: string, difference: string, sentence: string}} agreement
 * @typedef {Payload & Tangents} ForwardMode
 *
 * @typedef {Object} Path
 * @property {string[]} nodes
 * @property {[string, number][]} wires consumer and slot
 * @property {string[]} labels
 * @property {string[]} factors
 * @property {string} product
 *
 * @typedef {{multiply: string, add: string}} Count
 *
 * @typedef {Object} Paths
 * @property {string} from
 * @property {string} to
 * @property {{id: string, label: string, latex: string}[]} choices
 * @property {string} count written
 * @property {string} exact
 * @property {number} listed
 * @property {string} total
 * @property {string} sentence
 * @property {Path[]} paths
 * @property {{factored: Count, unfactored: Count, sentence: string}} operations
 *
 * @typedef {{text: string, latex: string}} Told
 * @typedef {{formulas: (Told & {of: string, slope: string, where: (Told & {name: string})[]})[]}} Formulas
 *
 * @typedef {Object} Check
 * @property {string} name
 * @property {string} element of an array, the worst one
 * @property {string} error_text
 * @property {string} analytic
 * @property {string} numeric
 * @property {"right" | "suspicious" | "wrong" | "kink"} verdict
 * @property {string} message
 * @property {string} step the h of the worst one
 *
 * @typedef {Object} Checks
 * @property {number} h the step that is tried first, relative to x as all in the plot
 * @property {Check[]} checks
 * @property {{h: number[], series: {name: string, errors: (number | null)[]}[]}} plot
 * @property {string[]} sentences
 * @property {{name: string, line: number | null}[]} kinks
 * @property {string} csv
 *
 * @typedef {Object} Hessian
 * @property {string[]} of
 * @property {string[]} entries
 * @property {{name: string, size: number}[]} choices
 * @property {(number | string)[][] | null} matrix
 * @property {string[][]} text
 * @property {string[]} eigenvalues
 * @property {string} sentence
 * @property {string} kind
 * @property {{direction: string, entries: string[], text: string[], curvature: string} | null} product
 *
 * @typedef {Object} Page what a view may do on the page
 * @property {(options: Options) => void} choose what to show; the server is asked
 * @property {(step: number) => void} goTo a step of the whole program
 * @property {(nodes: string[], wires: [string, number][]) => void} light a part of the picture
 *
 * @typedef {Object} View
 * @property {(data: any, trace: Payload) => void} [show] fills the panel
 * @property {(step: number, trace: Payload) => void} [follow] the step of the stage
 * @property {() => void} [cancel] Esc was pressed
 * @property {() => void} [leave]
 * @property {boolean} [byNode] whether its options name nodes, which another program numbers anew
 * @property {(node: string) => boolean} [pick] a node of the picture; whether that was for the view
 * @property {Stage} [stage] where the data is a payload that stands on the stage itself
 *
 * @typedef {Object} Stage
 * @property {(data: any, step: number, node: string | null) => number} enter the step here of a step of the whole program
 * @property {(data: any, step: number) => number | null} home the step of the whole program
 * @property {(data: any, node: string) => string} origin the node of the trace
 * @property {(data: any, node: string, part: "value" | "grad") => {node: string, part: "value" | "grad"} | null} array
 * @property {() => HTMLElement[]} legend
 *
 * @typedef {(frame: import("./frame.js").Frame, page: Page) => View} MakeView
 */

export {};
