// A part of the page that could not be fetched: it is said where it would stand.

import { html } from "./dom.js";

/** @param {string} what "The editor" */
export const missing = (what) =>
  `${what} could not be loaded: the server is away, or it has a newer version of this page.`;

/**
 * @param {HTMLElement} place
 * @param {string} what
 */
export function showMissing(place, what) {
  const again = html("button", { type: "button", class: "link-button" }, "Load the page again");
  again.addEventListener("click", () => location.reload());
  const said = html("span", {}, missing(what), " Stepping goes on. ", again);
  place.append(html("li", { class: "loud", "data-notice": "missing", role: "alert" }, said));
}
