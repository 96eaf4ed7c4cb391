// What is done with the program. No mode changes the program or the step.

const MODES = ["check", "train"]; // besides exploring it

/** @param {unknown} name */
export const isMode = (name) => typeof name === "string" && MODES.includes(name);

/**
 * The mode that the server is told: a check judges the trace that is there, a run draws anew.
 * @param {{mode?: string | null}} state
 */
export const askedMode = ({ mode }) => (mode === "train" ? mode : null);
