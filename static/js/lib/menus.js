// Menus are native popovers, which close by themselves; here they are placed at their button.

/** What is pressed more than once, or opens a menu beside this one. */
const STAYS = "[data-stays], [popovertarget]";

/** @param {string} [menus] */
export function placeMenus(menus = ".menu[popover]") {
  for (const menu of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(menus))) {
    menu.addEventListener("toggle", (event) => {
      const opened = /** @type {ToggleEvent} */ (event).newState === "open";
      const buttons = /** @type {NodeListOf<HTMLElement>} */ (
        document.querySelectorAll(`[popovertarget="${menu.id}"]`)
      );
      for (const button of buttons) button.setAttribute("aria-expanded", String(opened));
      const button = [...buttons].find((candidate) => candidate.offsetParent);
      if (opened && button) place(menu, button.getBoundingClientRect());
    });
    menu.addEventListener("click", (event) => {
      const pressed = event.target instanceof Element ? event.target.closest("a, button") : null;
      const stays = menu.hasAttribute("data-stays") || pressed?.matches(STAYS);
      if (pressed && !stays) menu.hidePopover();
    });
  }
}

/**
 * Under the button, or above it where there is more room; never past the window's edge.
 * @param {HTMLElement} menu
 * @param {DOMRect} button
 */
function place(menu, button) {
  const edge = 8;
  const left = Math.min(button.left, innerWidth - menu.offsetWidth - edge);
  const below = button.bottom + 4;
  const above = button.top - 4 - menu.offsetHeight;
  const top = below + menu.offsetHeight <= innerHeight - edge || above < edge ? below : above;
  // A property of our own: the style sheet decides, and puts some menus elsewhere on a phone.
  menu.style.setProperty("--place", `${top}px auto auto ${Math.max(left, edge)}px`);
}
