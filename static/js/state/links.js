// Links on the page to what it shows: pictures to save, and from an embed the whole page.

import { queryOf, shortQueryOf } from "./address.js";
import { shownState } from "./history.js";
import { NAMES } from "./store.js";

/** @typedef {ReturnType<typeof shownState>} Shown */

/**
 * @param {import("./store.js").Store} store
 * @param {(shown: Shown, found: import("../check/types.js").CheckResult | undefined) => Shown} drawn of which there is a picture
 */
export function createLinks({ state, subscribe }, drawn) {
  const saves = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("[data-save]")
  );
  const full = document.getElementById("open-full");

  async function show() {
    const shown = shownState(state);
    const query = queryOf(drawn(shown, state.trace?.check));
    for (const link of saves) link.href = `/graph.${link.dataset.save}${query}`;
    if (full instanceof HTMLAnchorElement) full.href = `/${await shortQueryOf(shown)}`;
  }
  subscribe(NAMES, show);
}
