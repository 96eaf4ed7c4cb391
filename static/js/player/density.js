// How much of the rail fits. Pure.

/**
 * The pitch of the rail's beads and what it allows: "all" names, a "few" names, or a "slider".
 * @param {{width: number, forward: number, backward: number, gap: number}} rail
 * @returns {{pitch: number, mode: "all" | "few" | "slider"}}
 */
export function densityOf({ width, forward, backward, gap }) {
  const spaces = Math.max(forward - 1, 0) + Math.max(backward - 1, 0);
  const halves = (forward > 0 ? 1 : 0) + (backward > 0 ? 1 : 0);
  const free = width - 14 * halves - (halves > 1 ? gap : 0);
  const pitch = spaces ? Math.min(free / spaces, 140) : 140;
  return { pitch, mode: pitch >= 32 ? "all" : pitch >= 24 ? "few" : "slider" };
}

/**
 * Whether a bead shows its name: always where all fit, else the current one, the ends, the named.
 * @param {"all" | "few" | "slider"} mode
 * @param {{current: boolean, first: boolean, last: boolean, named: boolean}} bead
 */
export function showsName(mode, { current, first, last, named }) {
  return mode === "all" || current || first || last || named;
}
