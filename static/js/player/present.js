// Presenter mode: full screen, the picture, the sentence and its mathematics.

import { byId } from "../lib/dom.js";
import { renderMath } from "../lib/typeset.js";

/**
 * @param {(presenting: boolean) => void} onChange
 */
export function createPresenter(onChange) {
  const title = byId("presenter-title");
  const blank = byId("blank");
  const on = () => document.body.hasAttribute("data-present");

  /** @param {boolean} presenting */
  function turn(presenting) {
    if (presenting === on()) return;
    document.body.toggleAttribute("data-present", presenting);
    blank.hidden = true;
    onChange(presenting);
  }

  function leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    turn(false);
  }

  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) turn(false);
  });
  blank.addEventListener("click", () => {
    blank.hidden = true;
  });

  return {
    leave,
    actions: {
      async present() {
        if (on()) return leave();
        turn(true);
        try {
          await document.documentElement.requestFullscreen();
        } catch {
          // Some windows may not fill the screen; the mode itself still helps.
        }
      },
      blank() {
        if (on()) blank.hidden = !blank.hidden;
      },
    },
    /** @param {import("../lib/types.js").Payload} payload */
    load({ formula, program, output, names, nodes }) {
      const result = nodes.find(({ id }) => id === names[output]) ?? nodes.at(-1);
      const written = program.split("\n")[(result?.source?.line ?? 0) - 1];
      const line = (written ?? program.trim().split("\n").at(-1) ?? "").trim();
      title.setAttribute("aria-label", line);
      if (formula) renderMath(title, `\\displaystyle ${formula}`, { text: line });
      else title.textContent = line;
    },
  };
}
