// The tabs under the picture: Explain and Steps; on narrow windows Program and Inputs too.

/** @param {(view: string) => void} onChange */
export function createTabs(onChange) {
  const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=tab]")]);

  /**
   * @param {string} view
   * @param {boolean} [focus]
   */
  function choose(view, focus = false) {
    document.body.dataset.tab = view;
    for (const tab of tabs) {
      const chosen = tab.dataset.view === view;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
    }
    onChange(view);
  }

  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab.dataset.view ?? ""));
    tab.addEventListener("keydown", (event) => {
      const shown = tabs.filter((other) => other.offsetParent);
      const at = shown.indexOf(tab);
      const last = shown.length - 1;
      const target = {
        ArrowRight: at === last ? 0 : at + 1,
        ArrowLeft: at === 0 ? last : at - 1,
        Home: 0,
        End: last,
      }[event.key];
      const next = target === undefined ? null : shown[target];
      if (!next) return;
      event.preventDefault();
      choose(next.dataset.view ?? "", true);
    });
  }
  return { choose };
}
