// The modes of the page besides stepping through a program, and the tab that each begins with.

/** @type {Record<string, string>} */
const HOMES = { check: "verdicts", train: "training" };

/** @param {unknown} name */
export const isMode = (name) => typeof name === "string" && Object.hasOwn(HOMES, name);

/** @param {string | null} mode */
export const homeOf = (mode) => HOMES[mode ?? ""] ?? "explain";
