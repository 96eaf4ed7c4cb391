// The signs that a phone's keyboard hides, above it: each is written where the cursor is.

import { byId, html } from "../lib/dom.js";

const SIGNS = ["=", "+", "*", "/", "**", "(", ")", "exp"];

/** @param {(text: string) => void} onKey */
export function createTouchKeys(onKey) {
  for (const sign of SIGNS) {
    const key = html("button", { type: "button", tabindex: "-1" }, sign);
    key.addEventListener("pointerdown", (event) => event.preventDefault()); // the keyboard stays
    key.addEventListener("click", () => onKey(sign));
    byId("touch-keys").append(key);
  }
}
