// Runs before the first paint: the chosen theme, and whether the page will come alive.
(() => {
  const page = document.documentElement;
  page.dataset.live = "";
  try {
    const theme = localStorage.getItem("backflow.theme");
    if (theme === "light" || theme === "dark") page.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme stands.
  }
})();
