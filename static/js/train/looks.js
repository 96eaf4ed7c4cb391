// What a run is looked at with: the pictures in the page's main place, and the views in its drawer.
// Both are loaded when the page is first in training.

/** @typedef {import("./types.js").Status} Status */
/**
 * @typedef {Object} Seen
 * @property {Status} status
 * @property {number} iteration in view
 * @property {import("../lib/types.js").Payload | null} trace
 * @property {string[]} parameters
 * @property {boolean} able whether there is something to train: else the circuit stays
 */

/** @param {import("./plots/plot.js").Page} page */
export function createLooks(page) {
  /** @type {{pictures: ReturnType<typeof import("./pictures.js").createPictures>, views: ReturnType<typeof import("./drawer.js").createViews>} | null} */
  let made = null;
  let isLoading = false;
  /** @type {Seen | null} */
  let seen = null;

  async function load() {
    if (isLoading) return;
    isLoading = true;
    const [{ createPictures }, { createViews }] = await Promise.all([
      import("./pictures.js"),
      import("./drawer.js"),
    ]);
    made = { pictures: createPictures(page), views: createViews(page) };
    draw();
  }

  function draw() {
    if (!made) return;
    made.pictures.show(seen !== null);
    if (!seen) return;
    const { status, iteration, trace, parameters, able } = seen;
    const whole = { ...status, ...seriesOf(status) };
    made.pictures.load(whole, iteration, able);
    made.pictures.circuit(trace, parameters);
    made.views.load(whole, iteration);
  }

  return {
    /** @param {Seen | null} next null: the page is not in training */
    show(next) {
      seen = next;
      if (made) draw();
      else if (seen) load();
    },
    theme() {
      made?.pictures.theme();
      made?.views.theme();
    },
  };
}

/**
 * What a run has not told yet is empty.
 * @param {Status} status
 * @returns {any}
 */
function seriesOf({ loss = [], parameters = {}, layers = [], histograms = [], findings = [] }) {
  return { loss, parameters, layers, histograms, findings };
}
