// Text that was typed and has not run is never lost: not by a reload, not by going back, not by
// closing the tab. What was set for it is kept with it, so that no other text gets it.
import { forget, recall, remember } from "../lib/storage.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {Pick<State, "program"> & Partial<State>} Draft a text, with the rows that belong to it */

const PAUSE = 400; // milliseconds without a key before the history is written
const LAST_WORD = "backflow.last-word";

/**
 * @param {() => Draft | null} unsaved the text on the screen, where it has not run
 */
export function createDrafts(unsaved) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Draft | null} what was typed and is not in the history yet */
  let pending = null;
  const here = draft();
  const before = here === null && location.search === "" ? read(recall("unrun")) : null;
  let fromBefore = before !== null;

  function flush() {
    clearTimeout(timer);
    if (pending !== null) keepDraft(pending);
    pending = null;
  }

  addEventListener("pagehide", () => {
    const text = unsaved();
    keepLastWord(text);
    if (text === null) return;
    keepDraft(text);
    remember("unrun", JSON.stringify(text));
  });

  return {
    /** The text to begin with: this entry's, else the one that the last visit ended with. */
    first: here ?? before,
    /** Whether the text is one of an earlier visit. */
    fromBefore: () => fromBefore,

    /** @param {Draft} text */
    typed(text) {
      clearTimeout(timer);
      pending = text;
      timer = setTimeout(flush, PAUSE);
    },

    /** Another text is coming, with an entry of its own: what was typed stays with this one. */
    flush,

    /** The text on the screen has run: the one of the earlier visit is done with. */
    ran() {
      if (fromBefore) forget("unrun");
      fromBefore = false;
    },
  };
}

/**
 * A typed text belongs to its entry in the history, so that reload and back restore it, and two
 * tabs keep their own.
 * @param {Draft} text
 */
function keepDraft(text) {
  history.replaceState({ ...history.state, draft: text }, "");
}

/**
 * The last word before the page is left: a reload does not wait for the history.
 * @param {Draft | null} text null: nothing needs keeping
 */
function keepLastWord(text) {
  try {
    if (text === null) sessionStorage.removeItem(LAST_WORD);
    else sessionStorage.setItem(LAST_WORD, JSON.stringify([location.href, text]));
  } catch {
    // The history has all but the last moment.
  }
}

/** @returns {Draft | null} */
function lastWord() {
  try {
    const [address, text] = JSON.parse(sessionStorage.getItem(LAST_WORD) ?? "[]");
    return address === location.href ? asDraft(text) : null;
  } catch {
    return null;
  }
}

/** @returns {Draft | null} the text that was typed in this entry of the history */
function draft() {
  return lastWord() ?? asDraft(history.state?.draft);
}

/**
 * What the browser kept, if it is a draft at all.
 * @param {string | null} text
 */
function read(text) {
  try {
    return asDraft(JSON.parse(text ?? "null"));
  } catch {
    return null;
  }
}

/**
 * @param {any} kept
 * @returns {Draft | null}
 */
const asDraft = (kept) => (typeof kept?.program === "string" ? kept : null);
