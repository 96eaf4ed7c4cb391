// Which picture of a run is large and which stand beside it: the order that was chosen in this
// session, as far as its pictures are there. Pure but for the session's memory.

const KEY = "backflow.pictures";
const USUAL = ["boundary", "loss", "circuit"];

/**
 * @param {string[]} order of all pictures
 * @param {string} large
 * @param {string} name the one that trades places with it
 */
export function swapped(order, large, name) {
  return order.map((each) => (each === name ? large : each === large ? name : each));
}

/**
 * What stands in each place.
 * @param {string[]} order
 * @param {(name: string) => boolean} isThere
 */
export function placed(order, isThere) {
  const [large = "circuit", one = null, two = null] = order.filter(isThere);
  return { large, one, two };
}

/** @param {string | null} kept @returns {string[]} all pictures, each once */
export function orderOf(kept) {
  const known = (kept ?? "").split(" ").filter((name) => USUAL.includes(name));
  return [...new Set([...known, ...USUAL])];
}

export function keptOrder() {
  try {
    return orderOf(sessionStorage.getItem(KEY));
  } catch {
    return USUAL;
  }
}

/** @param {string[]} order */
export function keepOrder(order) {
  try {
    sessionStorage.setItem(KEY, order.join(" "));
  } catch {
    // It holds until the page is left.
  }
}
