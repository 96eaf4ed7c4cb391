// Explore, Check, Train: one switch. It changes what is done with the program, never the program or
// the step, and shows beforehand what there is to check or to train.

import { sign } from "../check/signs.js";
import { byId, html } from "../lib/dom.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * @param {import("../state/store.js").Store} store
 * @param {(mode: string | null) => void} onTurn
 */
export function createModeSwitch({ state, subscribe }, onTurn) {
  const buttons = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll("[data-mode-choice]"),
  ]);
  const said = byId("mode-hint");
  /** @type {Record<string, string>} by mode, why there is nothing to see in it */
  const hints = {};
  const modeOf = (/** @type {HTMLElement} */ button) => button.dataset.modeChoice || null;

  /** @param {string | null} mode */
  function turn(mode) {
    if (mode !== state.mode) onTurn(mode);
  }

  function showHint() {
    const hint = hints[state.mode ?? ""] ?? "";
    if (said.textContent !== hint) said.textContent = hint;
  }

  function show() {
    if (state.mode) document.body.dataset.mode = state.mode;
    else delete document.body.dataset.mode;
    showHint();
    for (const button of buttons) {
      const on = modeOf(button) === state.mode;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
  }
  subscribe(["mode"], show);
  show();

  for (const [at, button] of buttons.entries()) {
    button.addEventListener("keydown", (event) => {
      const by = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
      if (!by) return;
      event.preventDefault();
      const next = buttons[(at + by + buttons.length) % buttons.length];
      next?.focus();
      if (next) turn(modeOf(next));
    });
  }

  /** @param {string} mode @param {(Node | string)[]} inside @param {string} [kind] @param {string} [heard] */
  function mark(mode, inside, kind = "", heard = "") {
    const button = buttons.find((each) => modeOf(each) === mode);
    const place = /** @type {HTMLElement | null} */ (button?.querySelector(".mode-mark") ?? null);
    if (!place) return;
    place.hidden = !heard;
    place.dataset.kind = kind;
    place.replaceChildren(...inside, html("span", { class: "hidden" }, heard));
  }

  return {
    actions: {
      explore: () => turn(null),
      check: () => turn("check"),
      train: () => turn("train"),
    },

    /**
     * @param {number | null} wrong lines that are; null: none was judged
     * @param {boolean} every whether every gradient was judged
     */
    checked(wrong, every) {
      const right = every ? ", every line is right" : ", the judged lines are right";
      if (wrong === null) mark("check", []);
      else if (wrong === 0) mark("check", [sign("right")], "right", right);
      else mark("check", [String(wrong)], "count", ` wrong line${wrong === 1 ? "" : "s"}`);
    },

    /** @param {boolean} able whether the text has something to train */
    trains: (able) => mark("train", [], "dot", able ? ", the program has something to train" : ""),

    /** @param {string} mode @param {string} text why there is nothing to see in it; "" where there is */
    hint(mode, text) {
      hints[mode] = text;
      showHint();
    },
  };
}
