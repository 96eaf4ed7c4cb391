// The shapes of what the server sends. Types only: nothing here runs.

/**
 * @typedef {{line: number, column: number, end_line: number, end_column: number}} Source
 * @typedef {string | string[] | {heat: string}} Content a mark's number, small array, or thumbnail
 * @typedef {[string, (Content | null)?]} Mark a mark's state, and its content where that changes
 * @typedef {Record<string, Mark>} Marks by mark id
 * @typedef {{write: Marks, focus: Marks}} Frame
 *
 * @typedef {import("./nested.js").Nested} Nested
 * @typedef {{generate: string, shape?: number[], seed?: number}} Generated an array made by the server
 * @typedef {Nested | Generated} Value of an input
 * @typedef {{shape: string, cells: string[][] | null, heat: string[]}} ShownArray
 * @typedef {string | ShownArray} Shown a number, or an array
 *
 * @typedef {{id: string, name: string | null, symbol: string | null, label: string, latex: string, args: string[]}} Named
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
 * @property {number[]} shape
 * @property {Shown} text
 * @property {boolean} [data] whether it carries no gradient
 * @property {string | null} [group] the open group around it
 *
 * @typedef {Object} Part gates that can be shown as one: a call, a loop, a pass, lines
 * @property {string} id of its gate where it is closed, of its frame where it is open
 * @property {string} title
 * @property {string} kind
 * @property {string | null} parent the part around it
 * @property {boolean} open
 * @property {number} gates
 * @property {number} passes of a loop
 *
 * @typedef {{node: string | null, part: string | null, label: string, where: string, line: number | null, open: string[]}} Place that a search found, and what to open to see it
 *
 * @typedef {{sentence: string, gradient: string, variable: string}} ShapeCheck
 * @typedef {{sentence: string, latex: string}} Told
 * @typedef {{lines: {text: string, latex: string | null}[], latex: string}} Derivation
 *
 * @typedef {Object} Jacobian
 * @property {number[]} shape
 * @property {string} structure
 * @property {string} words
 * @property {string[][] | null} cells
 * @property {string[] | null} heat
 * @property {string[] | null} upstream
 * @property {string[] | null} product
 * @property {string} variable
 * @property {string} output
 *
 * @typedef {Object} Fork a contribution to a gradient that is a sum
 * @property {number} use the how manieth it is
 * @property {number} of how many there are
 * @property {string} gradient
 * @property {string | null} before
 * @property {string | null} contribution
 * @property {string | null} total
 *
 * @typedef {Object} Step
 * @property {"forward" | "backward"} phase
 * @property {string | null} node
 * @property {string} [to]
 * @property {number | null} [slot]
 * @property {string} sentence
 * @property {string} [reason] the sentence's first half
 * @property {string} latex
 * @property {string[]} [lines] of mathematics: the same, from the longest to the shortest
 * @property {string} title
 * @property {string | null} role_title
 * @property {string | null} meaning
 * @property {{value?: Shown, tangent?: Shown, upstream?: Shown, local?: Shown | null, contribution?: Shown, total?: Shown}} text
 * @property {{upstream: string, local: string, gradient: string, local_label: string | null, target: string} | null} [math]
 * @property {Fork | null} [fork] where its target's gradient is a sum
 * @property {ShapeCheck | null} [shape_check]
 * @property {Told | null} [broadcast]
 * @property {Derivation | null} [derivation]
 * @property {Jacobian | null} [jacobian]
 * @property {{text: string, latex: string} | null} [rule]
 * @property {boolean} [backward] a gate of the backward pass, in the graph that holds both
 *
 * @typedef {Object} Pattern gates that are one function under another name
 * @property {string} id
 * @property {string} title
 * @property {string[]} nodes the gates inside, as they are drawn
 * @property {boolean} folded
 * @property {string} sentence
 * @property {string} latex of its local gradient
 *
 * @typedef {Object} InputDetail
 * @property {string} node
 * @property {Nested | null} default
 * @property {boolean} structural
 * @property {number[]} [shape]
 * @property {boolean} [data] labels, masks: no gradient
 * @property {string | null} [random] drawn, by this generator
 * @property {Shown} [text]
 *
 * @typedef {{message: string, line: number | null, kind?: string, choices?: string[], names?: string[]}} Notice
 *
 * @typedef {{line: number, column: number, end_column: number, text: string}} Way out of an error
 * @typedef {{slot: number, turned: boolean, shapes: number[][], result: number[]}} Mended
 *
 * @typedef {Object} Payload
 * @property {string} program
 * @property {string} output
 * @property {Record<string, Nested | {head: unknown}>} inputs
 * @property {Record<string, InputDetail>} input_details
 * @property {Node[]} nodes
 * @property {Record<string, string>} names
 * @property {Step[]} steps
 * @property {Frame[]} frames
 * @property {Marks} marks
 * @property {string} svg
 * @property {string} prefix
 * @property {string} [tags] how wide its numbers are, for the picture of other values
 * @property {string | null} too_large why there is no drawing
 * @property {boolean} [rough] whether it was laid out in the cheaper way
 * @property {boolean} [tightened] whether it would be larger in a larger window
 * @property {Part[]} [parts] the groups that are seen, outer ones first
 * @property {number[] | null} [whole_steps] of each step the step of the whole program that it ends with; null where no group is closed
 * @property {{gates: number, inputs: number}} stats
 * @property {Notice[]} warnings
 * @property {Notice[]} [notes] what was assumed or left out
 * @property {string[]} [filled] inputs that the text gives no value
 * @property {{line: number, iterations: number | null, rule: string, settings: Record<string, number>, parameters: string[], loss: string | null} | null} [training] that the text itself does
 * @property {boolean} [partial] the circuit before an error, which stands beside it
 * @property {number | null} [stops] the line of that error
 * @property {string[]} [awaited] the nodes that would get a gradient once it runs, the last computed first
 * @property {Named[]} [not_run] those of them that the error kept from running
 * @property {Record<string, string>} [printed] by line
 * @property {number | null} [seed] of the random values that the program leaves open
 * @property {Nested | {head: unknown} | null} [upstream] the output's gradient, where one is given
 * @property {string} formula the output as a formula of the inputs, typeset; "" where too long
 * @property {Pattern[]} [patterns]
 * @property {Record<string, any>} [views] the data of the views that were asked for
 *
 * @typedef {Object} Failure
 * @property {string} message
 * @property {number | null} line
 * @property {number | null} column
 * @property {number | null} end_column
 * @property {string | null} [hint]
 * @property {string[]} [choices] names that would do
 * @property {string | null} [mend]
 * @property {string} [why] the rule that is broken
 * @property {string} [then] what comes of the mend, or of the first way
 * @property {Mended} [mended] the shapes as they fit
 * @property {Way[]} [ways] other ways out
 * @property {string} [outside] data that is read from outside and may be generated
 * @property {string[]} [missing]
 * @property {Record<string, number[] | null>} [shapes] of missing inputs, where they can be told
 * @property {Payload} [partial] the circuit before it
 * @property {number[]} [callers] the lines of the calls around its place, innermost first
 *
 * @typedef {Object} Request
 * @property {string} program
 * @property {Record<string, Value>} inputs
 * @property {string | null} output
 * @property {string} numbers
 * @property {boolean} [fill] whether names without a value get one
 * @property {string | null} [call]
 * @property {import("../state/store.js").Loops} [loops]
 * @property {boolean} [generate]
 * @property {number} [seed]
 * @property {string[]} [fold] patterns drawn as one gate
 * @property {string[] | "auto" | "all"} [open] groups drawn open
 * @property {[number, number] | null} [window] the room for the drawing
 * @property {string} [find] what is looked for
 * @property {Record<string, Options>} [views] by name, what they are to show
 * @property {string | null} [mode] "train"
 * @property {string | null} [loss] of which its gradients are
 * @property {import("../train/types.js").Run | null} [run] whose values stand for the parameters
 *
 * @typedef {Record<string, unknown>} Options of a view
 *
 * @typedef {Object} WholeArray
 * @property {string} node
 * @property {string | null} name
 * @property {number[]} shape
 * @property {Nested | null} value null where it is too long to be sent
 * @property {Nested | null} grad
 * @property {{value: string[][], grad: string[][] | null}} text
 * @property {{value: string[], grad: string[] | null}} heat
 * @property {{value: string, grad: string | null}} numpy
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {string | null} cut why only a part is shown
 *
 * @typedef {"wire" | "gate"} Stride
 */

export {};
