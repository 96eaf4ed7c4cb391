// "Go to …": a gate, a name, a group or a line, found by the server and shown in the picture.
import { byId, html, minus } from "../lib/dom.js";
import { createAsking } from "./ask.js";

/** @typedef {import("../lib/types.js").Place} Place */
/** @typedef {import("../lib/types.js").Request} Request */

const TYPING = 120; // milliseconds without a key before it is looked for

/**
 * What a search says for itself.
 * @param {string} text
 * @param {number} count
 * @param {number} listed
 */
export function summaryOf(text, count, listed) {
  if (count === 0)
    return `Nothing is called “${text}”. Try a name, a gate such as tanh, or line 12.`;
  if (listed < count)
    return `${listed} of ${count.toLocaleString("en")} places: type more to narrow it down.`;
  return count === 1 ? "One place." : `${count} places.`;
}

/**
 * @param {() => Request | null} request for what is shown
 * @param {() => boolean} current whether that is what is typed
 * @param {(place: Place) => void} go
 */
export function createSearch(request, current, go) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("find"));
  const field = /** @type {HTMLInputElement} */ (byId("find-text"));
  const list = byId("find-list");
  const said = byId("find-said");
  const asking = createAsking();
  /** @type {Place[]} */
  let places = [];
  let active = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<void> | null} what was typed is being looked for */
  let looking = null;

  /** @param {number} index */
  function point(index) {
    active = Math.min(Math.max(index, 0), places.length - 1);
    for (const [place, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(place === active));
      if (place === active) option.scrollIntoView({ block: "nearest" });
    }
    if (places.length) field.setAttribute("aria-activedescendant", `find-${active}`);
    else field.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {Place} place
   * @param {number} index
   */
  const option = ({ label, where, line }, index) =>
    html(
      "li",
      { role: "option", id: `find-${index}`, "data-place": index, "aria-selected": "false" },
      html("span", { class: "title" }, minus(label)),
      html("span", { class: "where" }, where),
      html("span", { class: "line" }, line === null ? "" : `line ${line}`),
    );

  /**
   * @param {Place[]} found
   * @param {string} words
   */
  function show(found, words) {
    places = found;
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = words;
    point(0);
  }

  async function look() {
    const shown = request();
    const text = field.value.trim();
    if (!shown || !text) {
      asking.cancel();
      return show([], "");
    }
    try {
      const answer = await asking.ask({ ...shown, find: text }, current());
      if (answer) show(answer.found, summaryOf(text, answer.count, answer.found.length));
    } catch (problem) {
      show([], /** @type {Error} */ (problem).message);
    }
  }

  function type() {
    clearTimeout(timer);
    looking = new Promise((done) => {
      timer = setTimeout(() => look().then(done), TYPING);
    });
  }

  /** What was typed last is waited for, so that Enter never goes to an older answer. */
  async function choose() {
    const waited = looking;
    await waited;
    if (waited !== looking) return;
    const place = places[active];
    if (!place || !dialog.open) return;
    dialog.close();
    go(place);
  }

  field.addEventListener("input", type);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) point((active + step + places.length) % Math.max(places.length, 1));
    else if (event.key === "Enter") choose();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    const picked = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    if (!picked) return;
    active = Number(picked.getAttribute("data-place"));
    choose();
  });

  return {
    open() {
      if (dialog.open || !request()) return;
      dialog.showModal();
      field.select();
      if (field.value) type(); // of a program that may have changed
    },
  };
}
