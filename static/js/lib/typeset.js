// Typeset mathematics: KaTeX, loaded when the first formula is shown.

/** @type {typeof import("katex").default | null} */
let katex = null;

/** The formula each element should show last, for those that still wait for KaTeX. */
const wanted = /** @type {WeakMap<Element, string>} */ (new WeakMap());

const LONGEST = 4000;
const KEPT = 500; // formulas: the panel's come again and again while one steps

/** @type {Map<string, DocumentFragment>} set formulas, of which each place gets a copy */
const set = new Map();

/**
 * @param {typeof import("katex").default} typesetter
 * @param {string} latex
 * @param {boolean} displayMode
 */
function copyOf(typesetter, latex, displayMode) {
  const key = `${displayMode} ${latex}`;
  let found = set.get(key);
  if (!found) {
    found = document.createDocumentFragment();
    typesetter.render(latex, /** @type {any} */ (found), {
      displayMode,
      output: "htmlAndMathml",
      throwOnError: true,
      strict: "ignore",
      trust: false,
      maxExpand: 100,
      maxSize: 20,
    });
    if (set.size >= KEPT) set.clear();
    set.set(key, found);
  }
  return found.cloneNode(true);
}

/** Fetches the fonts that formulas will need, so that stepping asks the network for nothing. */
function loadFonts() {
  for (const face of document.fonts) {
    const { family, weight, style } = face;
    const isUsual = /KaTeX_(Main|Size\d)/.test(family) && style === "normal";
    if (weight === "400" && (isUsual || /KaTeX_Math/.test(family))) face.load().catch(() => {});
  }
}

/** @type {(value?: undefined) => void} */
let begin = () => {};
const begun = new Promise((resolve) => {
  begin = resolve;
});

/** From now on KaTeX may be fetched: what the first step needs is there. */
export const beginTypesetting = () => begin();

/** KaTeX, fetched once. */
async function load() {
  if (katex) return katex;
  await begun;
  katex = (await import("./katex.js")).default;
  loadFonts();
  return katex;
}

/**
 * Runs something once formulas can be typeset, and so have their real size, or never will.
 * @param {() => void} run
 */
export function whenTypeset(run) {
  load().then(run, run);
}

/**
 * Shows a formula in an element. Until KaTeX is there the element shows `text`, if there is one;
 * where it cannot set the formula, text or LaTeX. KaTeX builds DOM nodes: no HTML string is parsed.
 * @param {HTMLElement} element
 * @param {string} latex
 * @param {{display?: boolean, text?: string}} [options]
 * @returns {Promise<void>}
 */
export async function renderMath(element, latex, { display = false, text } = {}) {
  const plain = text ?? latex;
  wanted.set(element, latex);
  if (latex.length > LONGEST) {
    element.textContent = plain;
    return;
  }
  if (!katex) {
    element.textContent = text ?? "";
    try {
      await load();
    } catch {
      element.textContent = plain; // the server is away
      return;
    }
    if (wanted.get(element) !== latex) return;
  }
  try {
    if (katex) element.replaceChildren(copyOf(katex, latex, display));
  } catch {
    element.textContent = plain;
  }
}
