// The tabs under the picture: Explain, the views, Steps; on narrow windows Program and Inputs too.

/** @param {(view: string) => void} onChange */
export function createTabs(onChange) {
  const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=tab]")]);
  const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=tabpanel]")]);

  /**
   * @param {string} view
   * @param {boolean} [focus]
   */
  function choose(view, focus = false) {
    document.body.dataset.tab = view;
    const named = tabs.find((tab) => tab.dataset.view === view)?.getAttribute("aria-controls");
    const open = panels.find(({ id }) => id === named) ?? panels[0]; // or none, on narrow windows
    for (const panel of panels) panel.hidden = panel !== open;
    for (const tab of tabs) {
      const chosen = tab.dataset.view === view;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
      if (chosen) tab.scrollIntoView({ block: "nearest", inline: "center" });
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
  /** @type {string | undefined} the tab that comes back after presenting */
  let before;

  return {
    choose,

    /** @param {boolean} isPresenting which shows the explanation */
    present(isPresenting) {
      if (isPresenting) before = document.body.dataset.tab;
      choose(isPresenting ? "explain" : (before ?? "explain"));
    },

    /** Shows the program, where that is a tab. */
    edit() {
      if (matchMedia("(max-width: 1199px)").matches) choose("program");
    },
  };
}
