// The gallery's list as the server draws it, asked for once, and what its links say.

import { once } from "../lib/once.js";

/**
 * @typedef {import("./search.js").Findable & {id: string, href: string, open: import("../state/store.js").Program | null}} Entry `open`: null opens no program
 */

const SELECTOR = "a[data-example]";

/** The list's HTML. */
export const list = once(fetchList);

async function fetchList() {
  const response = await fetch("/examples/list");
  if (!response.ok) throw new Error("The examples are not there.");
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

/**
 * @param {ParentNode} root that holds the list
 * @returns {Entry[]} in the order of the gallery
 */
export const entriesIn = (root) =>
  /** @type {HTMLAnchorElement[]} */ ([...root.querySelectorAll(SELECTOR)]).map(entryOf);

/**
 * @param {HTMLAnchorElement} link
 * @returns {Entry}
 */
function entryOf(link) {
  const { example = "", group = "", words = "", gates = "" } = link.dataset;
  const open = programOf(link);
  return {
    ...{ id: example, href: link.getAttribute("href") ?? "", group, words, gates, open },
    title: (link.querySelector("strong") ?? link).textContent ?? "",
    note: link.parentElement?.querySelector(".says")?.textContent ?? "",
    program: open?.program ?? "",
    starter: link.matches(".starter"),
  };
}

/**
 * What a link to an example opens.
 * @param {Element} link
 * @returns {import("../state/store.js").Program | null}
 */
export function programOf(link) {
  const { searchParams } = new URL(link.getAttribute("href") ?? "", location.origin);
  const program = searchParams.get("program");
  if (program === null) return null;
  const train = searchParams.get("train");
  return {
    program,
    inputs: JSON.parse(searchParams.get("inputs") ?? "{}"),
    mode: searchParams.get("mode"),
    train: train ? JSON.parse(train) : null,
  };
}

/**
 * The first starters, each a list's item with its picture.
 * @param {number} count
 * @returns {Promise<Element[]>}
 */
export async function firstStarters(count) {
  const items = [...(await list()).querySelectorAll(".starters > li")].slice(0, count);
  return items.map((item) => {
    const copy = /** @type {Element} */ (item.cloneNode(true));
    copy.querySelector(".says")?.remove(); // its id is the gallery's
    copy.querySelector("a")?.removeAttribute("aria-describedby");
    return copy;
  });
}
