// Gates that are one function under another name, 1/(1 + exp(−x)) for sigmoid: each is offered as
// one gate, and unfolded again.

import { byId, html, minus } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { placeMenus } from "../lib/menus.js";

/** @typedef {import("../lib/types.js").Pattern} Pattern */

/**
 * @param {import("../state/store.js").Store} store
 * @param {() => void} ask
 * @param {(nodes: string[] | null) => void} outline
 */
export function createPatterns({ state, update, subscribe }, ask, outline) {
  const box = byId("patterns");
  let drawn = "";

  /** @param {Pattern} pattern */
  function toggle({ id, folded }) {
    const others = state.fold.filter((name) => name !== id);
    update({ fold: folded ? others : [...others, id] });
    outline(null);
    ask();
  }

  /**
   * What it is, which opens the reason that both are the same; and the button that folds it.
   * @param {Pattern} pattern
   */
  function chip(pattern) {
    const { id, title, sentence, latex, folded, nodes } = pattern;
    const about = `about-${id}`;
    const fold = html(
      "button",
      {
        type: "button",
        class: "fold",
        "data-pattern": id,
        "aria-pressed": String(folded),
        "aria-label": `${title} as one gate`,
      },
      folded ? "Unfold" : "Fold",
    );
    fold.addEventListener("click", () => toggle(pattern));
    const name = minus(sentence.split(":")[0]);
    const element = html(
      "span",
      { class: "pattern-chip" },
      html("button", { type: "button", popovertarget: about, "aria-haspopup": "true" }, name),
      fold,
      html(
        "div",
        { class: "menu pattern", id: about, popover: "", role: "group", "aria-label": title },
        html("p", {}, minus(sentence)),
        html("p", {}, "Its local gradient: ", formula("span", "inline-math", latex)),
      ),
    );
    for (const event of ["pointerenter", "focusin"])
      element.addEventListener(event, () => outline(nodes));
    for (const event of ["pointerleave", "focusout"])
      element.addEventListener(event, () => outline(null));
    return element;
  }

  function show() {
    const { patterns = [] } = state.trace ?? {};
    const key = JSON.stringify(patterns);
    if (key === drawn) return;
    drawn = key;
    const focused = document.activeElement?.getAttribute("data-pattern");
    box.replaceChildren(...patterns.map(chip));
    placeMenus("#patterns .menu");
    box.hidden = patterns.length === 0;
    const again = focused ? box.querySelector(`[data-pattern="${focused}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
  }
  subscribe(["trace"], show);
  show();
}
