// The system's theme, or light, or dark.
import { recall, remember } from "./storage.js";

const NAMES = /** @type {const} */ ({ system: "as the system", light: "light", dark: "dark" });
const ORDER = /** @type {(keyof typeof NAMES)[]} */ (["system", "light", "dark"]);

/**
 * Shows the chosen theme and returns what turns to the next one.
 * @param {() => void} [onTurn] for what does not follow by itself
 */
export function createTheme(onTurn) {
  const kept = ORDER.find((name) => name === recall("theme"));
  let theme = kept ?? "system";

  function show() {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of document.querySelectorAll("button.icon-only[data-action=theme]")) {
      button.setAttribute("aria-label", `Theme: ${NAMES[theme]}`);
      button.setAttribute("title", `Theme: ${NAMES[theme]}`);
    }
    for (const label of document.querySelectorAll("[data-theme-name]"))
      label.textContent = NAMES[theme];
  }
  show();
  return () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system";
    remember("theme", theme);
    show();
    onTurn?.();
  };
}
