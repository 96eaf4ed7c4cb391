// What every view's panel has: a bar of choices that stays, and a body that shows the answer, an
// error, or that the server is at work.
import { html, minus } from "../lib/dom.js";

/** @typedef {{message: string, hint?: string | null}} Problem */

/** @param {HTMLElement} panel */
export function createFrame(panel) {
  const bar = html("div", { class: "view-bar" });
  const label = panel.getAttribute("aria-label");
  const body = html("div", {
    class: "view-body",
    role: "group",
    "aria-label": label,
    tabindex: 0, // it scrolls
  });
  const waiting = html("p", { class: "away", role: "status" });
  panel.removeAttribute("tabindex");
  panel.replaceChildren(bar, waiting, body);

  return {
    panel,
    bar,
    body,

    /** @param {boolean} on the old content stays until the new is there */
    busy(on) {
      panel.setAttribute("aria-busy", String(on));
      if (!on) waiting.textContent = "";
    },

    /** @param {boolean} on longer than anybody expects */
    waits(on) {
      waiting.textContent = on ? "Waiting for the server. This is of the program before." : "";
    },

    wait() {
      body.replaceChildren(html("p", { class: "waiting" }, "Working it out …"));
    },

    /** @param {Problem} problem */
    fail({ message, hint }) {
      body.replaceChildren(
        html(
          "div",
          { class: "view-error", role: "alert" },
          html("p", { class: "sentence" }, minus(message)),
          hint ? html("p", {}, minus(hint)) : null,
        ),
      );
    },
  };
}

/** @typedef {ReturnType<typeof createFrame>} Frame */
