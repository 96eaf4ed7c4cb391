// The shapes of what the server sends. Types only: nothing here runs.

/**
 * @typedef {{line: number, column: number, end_line: number, end_column: number}} Source
 * @typedef {[string, (string | null)?]} Mark a mark's state, and its text where that changes
 * @typedef {Record<string, Mark>} Marks by mark id
 * @typedef {{write: Marks, focus: Marks}} Frame
 *
 * @typedef {Object} Node
 * @property {string} id
 * @property {"input" | "constant" | "gate"} kind
 * @property {string} op
 * @property {string | null} symbol
 * @property {string | null} name
 * @property {string[]} args
 * @property {Source | null} source
 * @property {string} label
 * @property {string} latex
 * @property {string} text
 *
 * @typedef {Object} Step
 * @property {"forward" | "backward"} phase
 * @property {string | null} node
 * @property {string} [to]
 * @property {number | null} [slot]
 * @property {string} sentence
 * @property {string} latex
 * @property {string} title
 * @property {string | null} role_title
 * @property {string | null} meaning
 * @property {{value?: string, upstream?: string, local?: string, contribution?: string, total?: string}} text
 * @property {{upstream: string, local: string, gradient: string, local_label: string | null, target: string} | null} [math]
 * @property {{sentence: string, latex: string} | null} [sum]
 *
 * @typedef {{node: string, default: number | null, structural: boolean}} InputDetail
 *
 * @typedef {Object} Payload
 * @property {string} program
 * @property {string} output
 * @property {Record<string, number | string>} inputs
 * @property {Record<string, InputDetail>} input_details
 * @property {Node[]} nodes
 * @property {Record<string, string>} names
 * @property {Step[]} steps
 * @property {Frame[]} frames
 * @property {Marks} marks
 * @property {string} svg
 * @property {string} prefix
 * @property {string | null} too_large why there is no drawing
 * @property {{gates: number, inputs: number}} stats
 * @property {{message: string, line: number | null}[]} warnings
 * @property {string} formula the output as a formula of the inputs, typeset; "" where too long
 *
 * @typedef {Object} Failure
 * @property {string} message
 * @property {number | null} line
 * @property {number | null} column
 * @property {number | null} end_column
 * @property {string | null} [hint]
 * @property {string | null} [mend]
 * @property {string[]} [missing]
 *
 * @typedef {Object} Request
 * @property {string} program
 * @property {Record<string, number | string>} inputs
 * @property {string | null} output
 * @property {string} numbers
 *
 * @typedef {{id: string, title: string, note?: string, program: string, inputs: Record<string, number | string>, href: string}} Example
 * @typedef {"wire" | "gate"} Stride
 */

export {};
