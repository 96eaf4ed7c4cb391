// Runs before the first paint: the chosen theme, and that the page will come alive. If its script
// cannot be fetched the page stays as the server drew it, with links that step.
(() => {
  const page = document.documentElement;
  page.dataset.live = "";
  const fails = (/** @type {Event} */ { target }) => {
    if (target instanceof HTMLScriptElement) delete page.dataset.live;
  };
  addEventListener("error", fails, { capture: true });
  try {
    const theme = localStorage.getItem("backflow.theme");
    const isKnown = theme === "light" || theme === "dark";
    if (isKnown && !page.dataset.theme) page.dataset.theme = theme; // an embed's maker may say
  } catch {
    // Storage may be forbidden; the system's theme stands.
  }
})();
