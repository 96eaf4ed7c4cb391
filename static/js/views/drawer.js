// "More": the views, one at a time, in a drawer that trades places with the program; a wide one can
// be opened large. On narrower windows the program's column opens over the picture.

import { byId } from "../lib/dom.js";
import { recall, remember } from "../lib/storage.js";

const KEPT = "more"; // under which the last view is remembered
const FIRST = "code";
const WIDE = ["hessian", "paths", "gradient_check", "steps", "histograms", "gradients", "surface"]; // gain by more room

/** @param {(view: string | null) => void} onChange the view that is open, if any */
export function createDrawer(onChange) {
  const drawer = byId("drawer");
  const box = byId("drawer-views");
  const views = /** @type {HTMLElement[]} */ ([...box.children]);
  const select = /** @type {HTMLSelectElement} */ (byId("view-choice"));
  const enlarge = byId("enlarge");
  const large = /** @type {HTMLDialogElement} */ (byId("large"));
  const strip = byId("strip");
  const form = byId("form");
  const opener = /** @type {HTMLElement} */ (document.querySelector(".tools > [data-action=more]"));
  const menu = /** @type {HTMLElement} */ (document.querySelector(".topbar [data-action=menu]"));
  const edits = /** @type {HTMLElement} */ (document.querySelector(".topbar .edit"));
  const both = matchMedia("(min-width: 1680px)");
  const folded = matchMedia("(max-width: 1199px)");
  const names = [...select.options].map(({ value }) => value);
  /** @type {string | null} */
  let current = null;
  /** @type {string | null} the view that comes back after presenting */
  let before = null;

  /** @param {string | null} view null: the drawer is closed */
  function show(view) {
    if (view) column(false);
    const inside = drawer.contains(document.activeElement);
    current = view;
    if (view) document.body.dataset.drawer = view;
    else delete document.body.dataset.drawer;
    opener.setAttribute("aria-expanded", String(view !== null));
    for (const section of views) section.hidden = section.id !== view;
    if (view) select.value = view;
    enlarge.hidden = !WIDE.includes(view ?? "");
    strip.setAttribute("aria-expanded", String(isColumnOpen()));
    if (!view && inside) (opener.offsetParent ? opener : menu).focus();
    onChange(view);
  }

  /** @param {string} view */
  function open(view) {
    if (!names.includes(view)) return;
    remember(KEPT, view);
    show(view);
  }

  const isColumnOpen = () =>
    folded.matches ? "column" in document.body.dataset : current === null || both.matches;

  /** @param {boolean} isOpen the program's column, over the picture */
  function column(isOpen) {
    if (isOpen) document.body.dataset.column = "";
    else delete document.body.dataset.column;
    strip.setAttribute("aria-expanded", String(isColumnOpen()));
  }

  /** Shows the program, wherever it is folded. */
  function edit() {
    if (folded.matches) {
      if (current) show(null);
      column(true);
    } else if (!both.matches && current) {
      show(null);
    }
  }

  function enlarged() {
    const section = views.find(({ id }) => id === current);
    if (!section) return;
    byId("large-title").textContent = section.getAttribute("aria-label");
    large.append(section);
    large.showModal();
  }

  /** The view that was read last, where it is there now. */
  function last() {
    const kept = recall(KEPT) ?? FIRST;
    return [...select.options].some(({ value, disabled }) => value === kept && !disabled)
      ? kept
      : FIRST;
  }
  const toggle = () => (current ? show(null) : open(last()));
  select.addEventListener("change", () => open(select.value));
  enlarge.addEventListener("click", enlarged);
  large.addEventListener("click", (event) => {
    if (event.target === large) large.close();
  });
  large.addEventListener("close", () => {
    const section = large.querySelector(".drawer-view");
    if (section) box.append(section);
    enlarge.focus();
  });
  strip.addEventListener("click", () => {
    if (folded.matches && isColumnOpen()) column(false);
    else edit();
  });
  /** Closes the column; who was in it goes on at what opens it. */
  function done() {
    const inside = form.contains(document.activeElement);
    column(false);
    if (inside) (strip.offsetParent ? strip : edits).focus();
  }
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !("column" in document.body.dataset))
      return;
    done();
  });
  strip.setAttribute("aria-expanded", String(isColumnOpen()));

  /** @param {boolean} on whether there are the views of a run, too */
  function offer(on) {
    for (const option of select.options) {
      const section = views.find(({ id }) => id === option.value);
      if (section?.matches(".train-view")) option.hidden = option.disabled = !on;
    }
    if (!on && select.selectedOptions[0]?.disabled && current) open(FIRST);
  }

  return {
    open,
    edit,
    offer,
    current: () => current,
    actions: { more: toggle, done },

    /** @param {string | null} view of another entry of the history */
    follow: (view) => (view && names.includes(view) ? show(view) : current && show(null)),

    /** @param {boolean} isPresenting which shows the explanation */
    present(isPresenting) {
      if (isPresenting) before = current;
      show(isPresenting ? null : before);
    },
  };
}
