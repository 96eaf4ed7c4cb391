// What a reader sees of a program's picture while it is stepped through. An init script beside
// tests/browser/walking.js: it defines `figures`.

globalThis.figures = (() => {
  const SLACK = 2; // pixels

  const inside = (box, view) =>
    box.left >= view.left - SLACK &&
    box.right <= view.right + SLACK &&
    box.top >= view.top - SLACK &&
    box.bottom <= view.bottom + SLACK;

  const isSeen = (part) => part.checkVisibility({ visibilityProperty: true });
  const picture = () => document.querySelector("#picture");
  const view = () => picture().getBoundingClientRect();
  const find = (...selectors) =>
    selectors.map((selector) => picture().querySelector(selector)).find((found) => found);

  /** The part of a mark that is always there: a tag's shape, a value's number, a gate's disc. */
  function boxOf(mark) {
    const parts = [...mark.querySelectorAll(".shape, .number, .disc, .bed")].filter(isSeen);
    return (parts[0] ?? mark).getBoundingClientRect();
  }

  const gate = () => find(".gate[data-current]:not(.section)", '.gate[data-state="current"]:not(.section)');

  /** The value or tag just computed. */
  function result() {
    const found = find("[data-now]", '.tag[data-state="now"]');
    const node = gate();
    return found ?? (node && document.getElementById(`${node.id}-value`));
  }

  function isWhole() {
    const marks = [
      ...picture().querySelectorAll(".gate, .tag, .value, .leaf, .name, .constant"),
    ].filter((mark) => !mark.closest(".band[data-state=closed]")); // sections that are not open
    return [...marks].filter(isSeen).every((mark) => inside(boxOf(mark), view()));
  }

  /** The least text of the picture, in pixels of the screen. */
  function leastText() {
    const texts = [...picture().querySelectorAll("svg text, svg tspan:not(.sub, .turned)")].filter(isSeen);
    const sizes = texts.map(
      (text) => Number.parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
    );
    return Math.min(...sizes);
  }

  function isClipped() {
    const panel = document.querySelector("[data-panel]") ?? document.querySelector("#explain");
    if (!panel || !isSeen(panel)) return false;
    if (panel.scrollHeight > panel.clientHeight + 1) return true;
    if (panel.scrollWidth > panel.clientWidth + 1) return true;
    const edge = panel.getBoundingClientRect();
    return [...panel.querySelectorAll("*")]
      .filter((part) => isSeen(part) && !part.closest(".katex-mathml, .hidden"))
      .some((part) => part.getBoundingClientRect().bottom > edge.bottom + 1);
  }

  const matrix = () => (find("svg .view") ?? find("svg")).getScreenCTM();

  /** Walks the program that is open. */
  async function ofProgram() {
    const found = { steps: 0, inView: 0, moves: 0, panels: 0, clipped: 0 };
    let before = null;
    await walking.walk((step) => {
      found.panels += 1;
      found.clipped += isClipped();
      const now = matrix();
      const mark = step > 0 ? result() : null;
      if (mark) {
        const box = boxOf(mark);
        const at = gate();
        found.steps += 1;
        found.inView += inside(box, view()) && (!at || inside(boxOf(at), view()));
        const there = before?.multiply(now.inverse());
        const corner = there && new DOMPoint(box.left, box.top).matrixTransform(there);
        const moved = there && Math.max(...["a", "e", "f"].map((key) => Math.abs(now[key] - before[key])));
        const stood = corner && new DOMRect(corner.x, corner.y, box.width * there.a, box.height * there.d);
        found.moves += Boolean(stood && moved > 0.5 && inside(stood, view()));
      }
      before = now;
    });
    return { ...found, whole: isWhole(), least: leastText() };
  }

  return { ofProgram };
})();
