// One quiet list below the editor: what is wrong, what was found, what was assumed, the worst first.

import { byId, ended, html, minus, svg } from "../lib/dom.js";
import { isSolid, kindOf, SIGNS, shownOf, sorted } from "./notice-kinds.js";

/** @typedef {import("./notice-kinds.js").Entry} Entry */

/** @param {import("./notice-kinds.js").Sign} name */
function signOf(name) {
  const size = isSolid(name) ? 16 : 20;
  return svg(
    "svg",
    {
      class: `icon sign${isSolid(name) ? " is-solid" : ""}`,
      viewBox: `0 0 ${size} ${size}`,
      ...{ width: 16, height: 16, "aria-hidden": "true" },
    },
    svg("path", { d: SIGNS[name] }),
  );
}

/** @param {string} label @param {() => void} run */
function link(label, run) {
  const button = html("button", { type: "button", class: "link-button" }, label);
  button.addEventListener("click", run);
  return button;
}

/** @param {Entry} entry */
function item({ kind, lead, message, choices = [] }) {
  const { sign, hooks = [], loud = false } = kindOf(kind);
  const isError = kind === "error";
  const said = minus(choices.length ? ended(message) : message);
  return html(
    "li",
    {
      class: loud ? "loud" : null,
      id: isError ? "error" : null,
      "data-notice": kind,
      ...Object.fromEntries(hooks.map((hook) => [hook, kind])),
    },
    signOf(sign),
    html(
      "span",
      isError ? { role: "alert" } : {},
      ...(lead ? [html("b", {}, lead), " "] : []),
      said,
      ...choices.flatMap(({ label, run }) => [" ", link(label, run)]),
    ),
  );
}

export function createNotices() {
  const list = byId("notices");
  /** @type {Record<string, Entry[]>} by who says them */
  const parts = {};
  let isShort = false;
  let isWhole = false;
  let painted = "";
  const more = link("", () => {
    isWhole = !isWhole;
    cut();
  });
  const last = html("li", { class: "more" }, more);

  /** Shows the worst of them, the others on demand. */
  function cut() {
    const items = /** @type {HTMLElement[]} */ ([...list.children].filter((one) => one !== last));
    const few = shownOf(items.length, isShort);
    const shown = isWhole ? items.length : few;
    for (const [at, each] of items.entries()) each.hidden = at >= shown;
    last.hidden = few === items.length;
    more.textContent = isWhole ? "Fewer" : `${items.length - few} more`;
    more.setAttribute("aria-expanded", String(isWhole));
  }

  function paint() {
    const entries = sorted(Object.values(parts).flat());
    const key = JSON.stringify(entries);
    if (key === painted) return;
    painted = key;
    isWhole &&= entries.length > 0;
    list.replaceChildren(...entries.map(item), last);
    cut();
    document.body.classList.toggle("has-error", Boolean(parts.error?.length));
  }

  return {
    /**
     * What one of those who say something has to say now, in place of what it said before.
     * @param {string} part
     * @param {Entry[]} entries
     */
    say(part, entries) {
      parts[part] = entries;
      paint();
    },

    /** @param {boolean} next whether there is room for few only */
    shorten(next) {
      if (isShort === next) return;
      isShort = next;
      cut();
    },
  };
}
