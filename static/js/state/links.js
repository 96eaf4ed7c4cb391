// Links on the page to what it shows: pictures to save, and from an embed the whole page.

import { queryOf, shortQueryOf } from "./address.js";

/** @typedef {import("./address.js").Linked} Linked */

/**
 * @param {Linked} shown
 * @param {Linked} drawn of which there is a picture
 */
export async function showLinks(shown, drawn) {
  const query = queryOf(drawn);
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("[data-save]")
  );
  for (const link of links) link.href = `/graph.${link.dataset.save}${query}`;
  const full = document.getElementById("open-full");
  if (full instanceof HTMLAnchorElement) full.href = `/${await shortQueryOf(shown)}`;
}
