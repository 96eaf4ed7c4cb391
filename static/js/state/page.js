// What the server sent with the page, and the state that it begins with.

import { byId } from "../lib/dom.js";
import { isMode } from "./modes.js";
import { ROWS, START } from "./store.js";
import { withValues } from "./values.js";

/**
 * @typedef {Object} Page
 * @property {Record<string, any>} state the rows of the link
 * @property {import("../lib/types.js").Payload | null} payload
 * @property {import("../lib/types.js").Failure | null} error
 * @property {Record<string, string>} curves the activation of each gate that is one
 */

/** @returns {Page} */
export function readPage() {
  /** @type {Page} */
  const page = JSON.parse(byId("payload").textContent ?? "{}");
  const drawn = document.querySelector("#stage > svg");
  if (page.payload && drawn) page.payload.svg = new XMLSerializer().serializeToString(drawn);
  if (page.error && page.payload) {
    page.payload.partial = true; // what came before the error
    page.payload.stops = page.error.line;
    page.error.partial = page.payload;
  }
  return page;
}

/**
 * The state of a page that was opened by a link: its rows, without what this page has not.
 * @param {Page} page
 * @param {Object} has
 * @param {boolean} has.embedded a stepper alone, without modes and views
 * @param {(name: string) => boolean} has.isView
 * @returns {Partial<import("./store.js").State>}
 */
export function firstState({ state, payload }, { embedded, isView }) {
  const rows = ROWS.filter(({ link, name }) => link && name !== "step");
  const linked = Object.fromEntries(
    rows.map(({ name, default: usual }) => [name, state[name] ?? usual]),
  );
  const mode = !embedded && isMode(linked.mode) ? linked.mode : null;
  const view = !embedded && isView(linked.view) ? linked.view : null;
  const isTraining = mode === "train";
  return {
    ...linked,
    ...withValues(linked.program, linked.inputs, linked.loops),
    mode,
    view,
    options: view ? linked.options : {},
    seed: linked.seed ?? payload?.seed ?? null,
    open: linked.open === "auto" ? null : linked.open,
    train: isTraining && linked.train?.optimizer ? linked.train : null,
    run: isTraining ? linked.run : null,
    window: state.window ?? null,
    step: START,
    opening: state.step ?? START,
  };
}
