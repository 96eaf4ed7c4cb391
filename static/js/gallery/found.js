// The list at work, in the dialog and on the page of its own: search as one types, arrows from
// entry to entry, and what the entry in hand shows.

import { html } from "../lib/dom.js";
import { entriesIn } from "./entries.js";
import { search, suggestions } from "./search.js";
import { nearest } from "./walk.js";

/** @typedef {import("./entries.js").Entry} Entry */

const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

/** @param {HTMLElement} root that holds the list */
export function bringAlive(root) {
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (root.querySelector(selector));
  const field = /** @type {HTMLInputElement} */ (find("[role=searchbox]"));
  const [hits, said, says] = [find(".hits"), find("[role=status]"), find(".gallery-says")];
  const whole = [find(".starters"), find(".groups")];
  const near = JSON.parse(find(".gallery-body").dataset.near ?? "{}");
  const entries = entriesIn(root);

  function look() {
    const query = field.value.trim();
    const found = search(entries, query);
    for (const part of whole) part.hidden = query !== "";
    hits.hidden = !found.length;
    hits.replaceChildren(...found.map(hit));
    said.classList.toggle("hidden", !query || found.length > 0);
    said.replaceChildren(...(query ? words(query, found.length) : []));
    says.textContent = "";
    find(".gallery-body").scrollTop = 0;
  }

  /**
   * @param {string} query
   * @param {number} count
   * @returns {(Node | string)[]}
   */
  function words(query, count) {
    if (count) return [count === 1 ? "1 example" : `${count} examples`];
    const others = suggestions(entries, query, near).map((word) => {
      const button = html("button", { type: "button", class: "link-button" }, word);
      button.addEventListener("click", () => {
        field.value = word;
        field.focus();
        look();
      });
      return button;
    });
    const listed = others.flatMap((button, at) => (at ? [", ", button] : [button]));
    return [`No example has “${query}”. Try `, ...listed, "."];
  }

  const links = () =>
    /** @type {HTMLElement[]} */ ([...root.querySelectorAll("a[data-example]")]).filter((link) =>
      link.checkVisibility(),
    );

  /** @param {KeyboardEvent} event */
  function press(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = links();
    if (target === field) {
      if (key === "Enter") all[0]?.click();
      else if (key === "ArrowDown") all[0]?.focus();
      else return;
      event.preventDefault();
      return;
    }
    const link = target instanceof HTMLElement ? target.closest("a[data-example]") : null;
    if (link && ARROWS.has(key)) {
      event.preventDefault();
      const next = nearest(/** @type {HTMLElement} */ (link), all, key);
      if (next) next.focus();
      else if (key === "ArrowUp") field.focus();
    } else if (link && key.length === 1 && key !== " ") {
      field.focus(); // what is typed is looked for
    }
  }

  /** @param {Event} event the entry under the pointer, or in focus */
  function tell({ target }) {
    const link = target instanceof Element ? target.closest("a[data-example]") : null;
    const note = link?.parentElement?.querySelector(":scope > .says");
    if (link) says.textContent = note?.textContent ?? "";
  }

  field.addEventListener("input", look);
  root.addEventListener("keydown", press);
  root.addEventListener("focusin", tell);
  root.addEventListener("pointerover", tell);

  return {
    field,
    /** The whole list again, from its top. */
    reset() {
      field.value = "";
      look();
    },
  };
}

/**
 * @param {Entry} entry
 * @returns {HTMLElement}
 */
function hit({ id, href, title, note, group, open }) {
  const action = open ? null : id;
  return html(
    "li",
    {},
    html(
      "a",
      { href, "data-example": id, "data-action": action },
      html("strong", {}, title),
      html("span", {}, note),
      html("small", {}, group),
    ),
  );
}
