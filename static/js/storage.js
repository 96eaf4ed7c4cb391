// What the browser keeps for the reader: the text as it was typed, and a few preferences.
// Storage may be forbidden or full; nothing depends on it.

/** @param {string} key */
export function recall(key) {
  try {
    return localStorage.getItem(`backflow.${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
  try {
    localStorage.setItem(`backflow.${key}`, value);
  } catch {
    // Kept for this visit only.
  }
}

/**
 * A typed text belongs to its entry in the history, so that reload and back restore it, and two
 * tabs keep their own.
 * @param {string} text
 */
export function keepDraft(text) {
  history.replaceState({ ...history.state, draft: text }, "");
}

/** @returns {string | null} */
export function draft() {
  const kept = history.state?.draft;
  return typeof kept === "string" ? kept : null;
}
