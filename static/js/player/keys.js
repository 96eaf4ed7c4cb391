// What a key means. Pure but for listen().

/** @type {Record<string, string>} Keys that always work. */
const ALWAYS = {
  ArrowRight: "next",
  PageDown: "next",
  ArrowLeft: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
  Escape: "close",
};

/** @type {Record<string, string>} Single characters: one switch turns them off (WCAG 2.1.4). */
const SINGLE = {
  " ": "next",
  p: "play",
  0: "fit",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  "−": "zoomOut",
  f: "present",
  b: "blank",
  ".": "blank",
  s: "share",
  e: "edit",
  r: "run",
  o: "openGroup",
  c: "closeGroup",
  m: "more",
  x: "openExamples",
  1: "explore",
  2: "check",
  3: "train",
  n: "nextExample",
  g: "goTo",
  "/": "goTo",
  "?": "help",
};

/** @type {Record<string, string>} Letters that mean more with Shift. */
const SHIFTED = { o: "openAll", c: "closeAll", n: "previousExample" };

/**
 * @param {{key: string, shiftKey?: boolean, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @param {{single?: boolean}} [options]
 * @returns {string | null} the name of an action
 */
export function actionOf({ key, shiftKey, ctrlKey, metaKey, altKey }, { single = true } = {}) {
  if (ctrlKey || metaKey || altKey) return null;
  if (ALWAYS[key] && !shiftKey) return ALWAYS[key];
  if (!single) return null;
  if (key === " " && shiftKey) return "back";
  if (shiftKey && SHIFTED[key.toLowerCase()]) return SHIFTED[key.toLowerCase()] ?? null;
  return SINGLE[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

const TYPING =
  "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, .cm-editor:not(.code-text *), [contenteditable=true]";
const OWN_ARROWS = "[role=radiogroup], [type=range], [type=radio], select";
const PRESSES = "button, summary, [role=button], input"; // a link by Enter alone

/**
 * Whether a focused element wants the key for itself.
 * @param {Element | null} target
 * @param {string} key
 */
function belongsTo(target, key) {
  if (!target) return false;
  if (target.closest(TYPING) || target.closest("dialog[open]") || target.closest(":popover-open")) {
    return true;
  }
  if (/^(Arrow|Home|End|Page)/.test(key)) return Boolean(target.closest(OWN_ARROWS));
  if (key === "Enter" && target.closest("a")) return true;
  return (key === " " || key === "Enter") && Boolean(target.closest(PRESSES));
}

/**
 * Runs actions from keys. A clicked button lets go of the focus, so that keys go on working.
 * @param {Record<string, () => void>} actions
 * @param {{single: () => boolean}} options
 */
export function listen(actions, { single }) {
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || belongsTo(target, event.key)) return;
    const action = actionOf(event, { single: single() });
    const run = action && actions[action];
    if (!run) return;
    if (action !== "close") event.preventDefault();
    run();
  });
  document.addEventListener("click", (event) => {
    const pressed =
      event.target instanceof Element &&
      event.target.closest("button, [role=tab], .choice input, .checkboxes input");
    const byPointer = event.detail > 0;
    if (
      byPointer &&
      pressed &&
      !pressed.closest("dialog") &&
      !pressed.hasAttribute("popovertarget")
    ) {
      if (document.activeElement === pressed && pressed instanceof HTMLElement) pressed.blur();
    }
  });
  let pointed = false;
  document.addEventListener("pointerdown", () => {
    pointed = true;
  });
  document.addEventListener(
    "keydown",
    () => {
      pointed = false;
    },
    true,
  );
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (pointed && target instanceof HTMLElement && target.matches("select, [type=range]"))
      target.blur();
  });
}
