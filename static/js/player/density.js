// How much of the rail fits. Pure.

/** @typedef {{width: number, forward: number, backward: number, gap: number, least?: number}} Rail `least`: the width that the backward half has in any case */

/**
 * The pitch of the rail's beads and what it allows: "all" names, a "few" names, or a "slider".
 * @param {Rail} rail
 * @returns {{pitch: number, mode: "all" | "few" | "slider"}}
 */
export function densityOf({ width, forward, backward, gap, least = 0 }) {
  const spaces = Math.max(forward - 1, 0) + Math.max(backward - 1, 0);
  const halves = (forward > 0 ? 1 : 0) + (backward > 0 ? 1 : 0);
  const free = width - 14 * halves - (halves > 1 ? gap : 0);
  const even = spaces ? free / spaces : 140;
  const beside = least ? (free - least) / Math.max(forward - 1, 1) : 140; // in the forward half
  const pitch = Math.min(even, beside, 140);
  return { pitch, mode: pitch >= 32 ? "all" : pitch >= 24 ? "few" : "slider" };
}

/**
 * What the rail shows of a backward half that an error kept from running: all of it, what has a name,
 * or nothing where there is no room.
 * @template {{named: boolean}} Label
 * @param {Omit<Rail, "backward">} rail
 * @param {Label[]} labels
 * @returns {Label[]}
 */
export function aheadIn(rail, labels) {
  const named = labels.filter((label) => label.named);
  const fits = (/** @type {Label[]} */ some) =>
    densityOf({ ...rail, backward: some.length }).mode !== "slider";
  return [labels, named].find((some) => some.length && fits(some)) ?? [];
}

/**
 * Whether a bead shows its name: always where all fit, else the current one, the ends, the named.
 * @param {"all" | "few" | "slider"} mode
 * @param {{current: boolean, first: boolean, last: boolean, named: boolean}} bead
 */
export function showsName(mode, { current, first, last, named }) {
  return mode === "all" || current || first || last || named;
}
