// What the browser keeps for the reader from one visit to the next.
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

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(`backflow.${key}`);
  } catch {
    // Nothing was kept.
  }
}
