// The gallery over the page. The browser traps the focus in it, and gives it back.

import { byId, html, isForAnotherTab } from "../lib/dom.js";
import { list } from "./entries.js";
import { bringAlive } from "./found.js";

const AWAY = "The server does not answer; the examples cannot be shown.";
const HAS_KEYS = "(hover: hover) and (min-width: 600px)"; // else a keyboard would cover the list

/** @type {ReturnType<typeof bringAlive> | null} */
let gallery = null;

/** Opens the gallery, or closes it. */
export async function toggle() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("examples"));
  if (dialog.open) return dialog.close();
  dialog.showModal();
  try {
    gallery ??= fill(dialog, await list());
  } catch {
    dialog.replaceChildren(html("p", { class: "note" }, AWAY));
    return;
  }
  gallery.reset();
  if (matchMedia(HAS_KEYS).matches) gallery.field.focus();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {DocumentFragment} content
 */
function fill(dialog, content) {
  dialog.replaceChildren(content.cloneNode(true));
  dialog.addEventListener("click", (event) => {
    const { target } = event;
    const link = target instanceof Element ? target.closest("a[data-example]") : null;
    if (target === dialog || (link && !isForAnotherTab(event))) dialog.close();
  });
  return bringAlive(dialog);
}
