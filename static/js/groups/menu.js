// The popover "Groups": what is seen as a tree of buttons that open and close.
import { byId, html } from "../lib/dom.js";
import { recall, remember } from "../lib/storage.js";
import { branches, titled } from "./tree.js";

/** @typedef {import("./tree.js").Branch} Branch */

const FOLLOW = "open-as-I-step";

/**
 * @param {Object} on
 * @param {(part: string) => void} on.turn opens a closed group and closes an open one
 * @param {(part: string | null) => void} on.point the group under the pointer
 */
export function createMenu({ turn, point }) {
  const tree = byId("group-tree");
  const follow = /** @type {HTMLInputElement} */ (byId("follow-groups"));
  follow.checked = recall(FOLLOW) === "on";
  follow.addEventListener("change", () => remember(FOLLOW, follow.checked ? "on" : "off"));
  let drawn = "";

  /** @param {EventTarget | null} target */
  const partAt = (target) =>
    (target instanceof Element ? target.closest("[data-part]") : null)?.getAttribute("data-part") ??
    null;
  tree.addEventListener("click", (event) => {
    const part = partAt(event.target);
    if (part) turn(part);
  });
  for (const event of ["pointerover", "focusin"])
    tree.addEventListener(event, ({ target }) => point(partAt(target)));
  for (const event of ["pointerleave", "focusout"]) tree.addEventListener(event, () => point(null));

  /**
   * @param {Branch} branch
   * @returns {HTMLElement}
   */
  function row({ part, inside }) {
    const gates = `${part.gates.toLocaleString("en")} gate${part.gates === 1 ? "" : "s"}`;
    const button = html(
      "button",
      { type: "button", "data-part": part.id, "aria-expanded": String(part.open) },
      html("span", { class: "title" }, titled(part)),
      html("span", { class: "size" }, gates),
    );
    return html("li", {}, button, inside.length ? list(inside) : null);
  }

  /** @param {Branch[]} rows */
  const list = (rows) => html("ul", {}, ...rows.map(row));

  return {
    following: () => follow.checked,

    /** @param {import("../lib/types.js").Payload} trace */
    load({ parts = [], patterns = [], stats, too_large: tooLarge }) {
      byId("groups-tools").hidden = parts.length + patterns.length === 0;
      byId("group-rows").hidden = parts.length === 0;
      byId("go-to").hidden = tooLarge !== null || (parts.length === 0 && stats.gates <= 40);
      const key = JSON.stringify(parts);
      if (key === drawn) return;
      drawn = key;
      const focused = tree.contains(document.activeElement) ? partAt(document.activeElement) : null;
      tree.replaceChildren(...(parts.length ? [list(branches(parts))] : []));
      if (focused) {
        const again = tree.querySelector(`[data-part="${focused}"]`);
        if (again instanceof HTMLElement) again.focus();
      }
    },
  };
}
