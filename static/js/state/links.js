// Links on the page to what it shows: pictures to save, and from an embed the whole page.

import { queryOf, shortQueryOf } from "./address.js";
import { shownState } from "./history.js";
import { askedMode } from "./modes.js";
import { NAMES } from "./store.js";

/** @param {import("./store.js").Store} store */
export function createLinks({ state, subscribe }) {
  const saves = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("[data-save]")
  );
  const full = document.getElementById("open-full");

  async function show() {
    const shown = shownState(state);
    const query = queryOf({ ...shown, mode: askedMode(shown) });
    for (const link of saves) link.href = `/graph.${link.dataset.save}${query}`;
    if (full instanceof HTMLAnchorElement) full.href = `/${await shortQueryOf(shown)}`;
  }
  subscribe(NAMES, show);
}
