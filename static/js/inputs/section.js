// The inputs as a section that closes: by hand, which is remembered, or where the column is full. Then
// its head says their names.

import { byId, html } from "../lib/dom.js";
import { recall, remember } from "../lib/storage.js";
import { nameOf } from "./arrays/row.js";

const KEPT = "inputs"; // under which "open" or "closed" is remembered

export function createSection() {
  const section = byId("inputs");
  const twist = byId("inputs-twist");
  const names = byId("input-names");
  /** @type {string | null} what the reader chose */
  let chosen = recall(KEPT);
  let isFull = false;
  let count = 0;

  const isOpen = () => (chosen ? chosen === "open" : !isFull);

  function show() {
    twist.setAttribute("aria-expanded", String(isOpen()));
    section.classList.toggle("is-closed", !isOpen());
    section.style.setProperty("--rows", String(count));
  }

  twist.addEventListener("click", () => {
    chosen = isOpen() ? "closed" : "open";
    remember(KEPT, chosen);
    show();
  });

  return {
    /** How many rows there are. */
    count: () => count,
    isOpen,

    /** @param {string[]} next the inputs */
    load(next) {
      count = next.length;
      section.classList.toggle("is-empty", count === 0);
      names.replaceChildren(
        ...next.map((name) =>
          html("span", { class: /^\p{L}\d*$/u.test(name) ? null : "long" }, ...nameOf(name)),
        ),
      );
      show();
    },

    /** @param {boolean} next whether there is no room for the rows */
    full(next) {
      if (isFull === next || section.contains(document.activeElement)) return;
      isFull = next;
      show();
    },
  };
}
