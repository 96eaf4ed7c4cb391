// Runs before the first paint: the chosen theme, and whether the page will come alive.
(() => {
  const page = document.documentElement;
  if (document.currentScript?.hasAttribute("data-bundled")) page.dataset.live = "";
  try {
    const theme = localStorage.getItem("backflow.theme");
    const isKnown = theme === "light" || theme === "dark";
    if (isKnown && !page.dataset.theme) page.dataset.theme = theme; // an embed's maker may say
  } catch {
    // Storage may be forbidden; the system's theme stands.
  }
})();
