// The sign of each verdict: a shape of its own, so that none is told by colour alone.
import { svg } from "../lib/dom.js";

/** @typedef {import("./types.js").Status} Status */

/** @typedef {Status | "unjudged"} Signed */

/** @type {Record<Signed, string>} */
const SIGNS = {
  right: "M3 8.5 6.5 12 13 4.5",
  scaled: "M2.5 7c2-3 4-2 5.5-.5s3.5 2.5 5.5-.5M2.5 11.5c2-3 4-2 5.5-.5s3.5 2.5 5.5-.5",
  shape: "M2.5 4.5h11v7h-11z",
  wrong: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  unjudged: "M4.5 8h7",
  undefined: "M5.25 5.75a2.75 2.75 0 1 1 4.3 2.25c-1 .65-1.55 1.15-1.55 2.2M8 13v.01",
};

/** @param {Signed} status */
export function sign(status) {
  const look = { class: "icon sign", viewBox: "0 0 16 16", width: 16, height: 16 };
  return svg(
    "svg",
    { ...look, "data-status": status, "aria-hidden": "true" },
    svg("path", { d: SIGNS[status] }),
  );
}
