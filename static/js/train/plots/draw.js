// Every plot by its name: what is loaded with Observable Plot when the first is shown.
import { drawBoundary } from "./boundary.js";
import { drawGradients } from "./gradients.js";
import { drawHistograms } from "./histograms.js";
import { drawLoss } from "./loss.js";
import { drawSurface } from "./surface.js";

export { scatterOf } from "./points.js";

/** @type {Record<string, (scene: import("./types.js").Scene) => import("./types.js").Drawing>} */
export const DRAWN = {
  loss: drawLoss,
  gradients: drawGradients,
  histograms: drawHistograms,
  surface: drawSurface,
  boundary: drawBoundary,
};
