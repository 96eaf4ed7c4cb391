// When nothing else is to do; where the browser cannot tell, a little later.

const LATER = 200; // milliseconds

/** @param {() => void} run */
export function whenIdle(run) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: LATER });
  else setTimeout(run, LATER);
}
