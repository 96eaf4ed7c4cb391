// The browser's history: an entry a program, with the link of what the page shows; going back
// brings the state of an entry.

import { createAddress } from "./address.js";
import { isMode } from "./modes.js";
import { ROWS, START } from "./store.js";
import { rowsIn, withValues } from "./values.js";

/** @typedef {import("./store.js").State} State */

const TYPING = 3000; // milliseconds of typing that stay one entry
const LINKED = /** @type {(keyof State)[]} */ (
  ROWS.filter(({ link }) => link).map(({ name }) => name)
);

/** @param {State["open"]} [open] */
const listed = (open = null) => (open === "auto" ? null : open);

/**
 * The state as the picture shows it, which may be older than what is typed: what a link holds.
 * @param {Readonly<State>} state
 */
export function shownState(state) {
  const { trace, answered } = state;
  const program = trace?.program ?? state.program;
  const { mode } = state;
  return {
    ...state,
    program,
    mode,
    ...rowsIn({ ...state, program }),
    step: trace?.steps.length && state.step > START ? state.step : null,
    seed: trace?.seed ?? null,
    open: trace && answered ? listed(answered.open) : state.open,
    train: mode === "train" ? state.train : null,
    run: mode === "train" ? state.run : null,
  };
}

/**
 * The change that brings back an entry of the history.
 * @param {Record<string, any>} entry
 * @returns {Partial<State>}
 */
export function restored(entry) {
  const rows = ROWS.filter(({ link }) => link).map(({ name, default: usual }) => [
    name,
    entry[name] ?? usual,
  ]);
  const { step, ...state } = Object.fromEntries(rows);
  return {
    ...state,
    ...withValues(state.program, state.inputs, state.loops),
    ...entry.draft, // the text that was typed in it, with what was set for that
    mode: isMode(state.mode) ? state.mode : null,
    opening: step ?? START,
  };
}

/**
 * @param {import("./store.js").Store} store
 * @param {Object} page
 * @param {string} [page.first] the program that the server drew with the page
 * @param {() => import("./drafts.js").Draft | null} page.unrun the text on the screen, where it is not the one shown
 * @param {() => void} page.onReturn the state is another entry's
 */
export function createHistory({ state, update, subscribe }, { first, unrun, onReturn }) {
  let lastEntry = 0; // when an entry was last begun
  let stays = false; // the program on its way belongs to the entry there is, however long it takes
  let last = { program: first, mode: state.mode };

  const address = createAddress({
    write(query, isNew, linked) {
      const shown = /** @type {Record<string, unknown>} */ (linked);
      const entry = Object.fromEntries(LINKED.map((name) => [name, shown[name]]));
      if (isNew) history.pushState({ ...entry, draft: null }, "", query);
      else history.replaceState({ ...entry, draft: draft() }, "", query);
    },
  });

  /** What was typed in this entry: while another program is on its way, that one is not it. */
  const draft = () => (state.opening === null ? unrun() : (history.state?.draft ?? null));

  function show() {
    const { trace, opening } = state;
    if (!trace || opening !== null) return; // the link of a program on its way comes with it
    const { mode = null } = shownState(state);
    const isFresh = trace.program !== last.program || mode !== last.mode;
    const isNew = isFresh && !stays && Date.now() - lastEntry > TYPING;
    if (isFresh || stays) lastEntry = Date.now();
    stays = false;
    last = { program: trace.program, mode };
    address.show(shownState(state), isNew);
  }
  subscribe([...LINKED, "trace", "opening"], show);
  show(); // what the page came with is the first entry

  addEventListener("popstate", (event) => {
    if (!event.state?.program) return;
    address.forget();
    stays = true;
    update(restored(event.state));
    onReturn();
  });

  return {
    /** The next program is a new entry, however soon it comes. */
    begin() {
      lastEntry = 0;
      stays = false;
    },
    /** The next program belongs to the entry there is. */
    stay() {
      stays = true;
    },
  };
}
