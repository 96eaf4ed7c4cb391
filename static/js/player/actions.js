// What buttons (data-action) and keys do.

import { isForAnotherTab } from "../lib/dom.js";
import { recall, remember } from "../lib/storage.js";
import { listen } from "./keys.js";

/** @type {Record<string, string>} what a button does where its key does less */
const PRESSED = { next: "pressNext" };

/**
 * @param {Record<string, () => void>} actions
 */
export function createActions(actions) {
  const help = /** @type {HTMLDialogElement | null} */ (document.getElementById("help"));
  const singleKeys = /** @type {HTMLInputElement | null} */ (
    document.getElementById("single-keys")
  );
  if (singleKeys) {
    singleKeys.checked = recall("single-keys") !== "off";
    singleKeys.addEventListener("change", () =>
      remember("single-keys", singleKeys.checked ? "on" : "off"),
    );
  }
  help?.addEventListener("click", (event) => {
    if (event.target === help) help.close();
  });

  /** @type {Record<string, () => void>} */
  const all = {
    ...actions,
    async help() {
      help?.showModal();
      const { listGates } = await import("./help-gates.js");
      const place = document.getElementById("help-gates");
      if (place) await listGates(place).catch(() => {}); // the keys are there without them
    },
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
    if (button?.getAttribute("aria-disabled") === "true") return;
    if (button instanceof HTMLAnchorElement) {
      if (isForAnotherTab(event)) return;
      event.preventDefault(); // its page is for those without JavaScript
    }
    const action = button?.getAttribute("data-action") ?? "";
    (PRESSED[action] ? all[PRESSED[action]] : all[action])?.();
  });
  listen(all, { single: () => singleKeys?.checked ?? true });
}
