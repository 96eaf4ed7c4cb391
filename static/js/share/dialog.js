// The Share dialog: a link at this step, an embed, files. What is chosen is written into addresses
// at once, so that every copy and file is what the dialog shows.

import { copyPng, copyText } from "../lib/share.js";
import { START } from "../state/store.js";
import { embedAddress, fileAddress, lengthIn, linkTo, snippetOf } from "./addresses.js";
import { face } from "./face.js";
import { frameOf, pictureOf } from "./preview.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Choice */

const COPIED = 2000; // milliseconds that a button says so
const LEAST = { width: 240, height: 200 }; // pixels of an embed
const USUAL = { width: 640, height: 400 };
const REFUSED = "The browser does not let the page copy. It is selected: press Ctrl-C, or ⌘C.";
const NO_IMAGE =
  "The browser does not let the page copy an image. Save the PNG, and insert it as a picture.";

/** @param {Readonly<import("../state/store.js").State>} state */
export function createDialog(state) {
  const dialog = /** @type {HTMLDialogElement} */ (face());
  document.body.append(dialog);

  /** @param {string} selector */
  const part = (selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
  const chosen = (/** @type {string} */ name) =>
    /** @type {Choice} */ (part(`[name=${name}]`)).value;
  const here = /** @type {HTMLInputElement} */ (part("[name=here]"));
  const link = /** @type {HTMLInputElement} */ (part("#share-link"));
  const snippet = /** @type {HTMLInputElement} */ (part("#share-snippet"));
  const preview = part(".share-preview");
  const hint = part(".share-hint");
  const trial = part("[data-try]");
  /** @type {Map<HTMLElement, ReturnType<typeof setTimeout>>} */
  const timers = new Map();
  let turn = 0;

  const look = () => ({
    theme: /** @type {"light" | "dark"} */ (chosen("theme")),
    transparent: chosen("ground") === "clear",
    scale: Number(chosen("scale")),
  });
  function size() {
    if (chosen("size") !== "own") {
      const [width = 0, height = 0] = chosen("size").split("x").map(Number);
      return { width, height };
    }
    return {
      width: lengthIn(chosen("width"), LEAST.width, USUAL.width),
      height: lengthIn(chosen("height"), LEAST.height, USUAL.height),
    };
  }
  const embed = () =>
    /** @type {import("./addresses.js").Embedded} */ ({
      ...size(),
      theme: chosen("embedTheme") || null,
      here: chosen("start") === "here",
      controls: chosen("controls"),
      limit: chosen("limit"),
    });
  /** Why there are no files, where there are none. */
  function without() {
    const { trace } = state;
    if (!trace) return "There is no picture yet, so there are no files of it.";
    if (trace.partial) return "The program stops before its end, so there are no files of it.";
    return trace.too_large ? "The program is too large for a picture." : "";
  }

  /** Writes all that follows from the state and the choices. */
  async function write() {
    const mine = ++turn;
    const frame = { ...size(), title: `Circuit of ${state.trace?.output ?? "a program"}` };
    const address = await embedAddress(state, embed());
    const text = await linkTo(state, here.checked);
    const kinds = ["svg", "png", "pdf"];
    const files = await Promise.all(kinds.map((kind) => fileAddress(state, kind, look())));
    if (mine !== turn) return; // something else is chosen by now
    link.value = text;
    snippet.value = snippetOf(address, frame);
    const isNone = Boolean(without());
    for (const [index, kind] of kinds.entries()) {
      const file = part(`[data-file=${kind}]`);
      if (isNone) file.removeAttribute("href");
      else file.setAttribute("href", files[index] ?? "");
    }
    part("[data-file=copy]").toggleAttribute("disabled", isNone);
    part(".share-files").classList.toggle("is-empty", isNone);
    describe();
    show(address, frame);
  }

  /** The words that follow from them. */
  function describe() {
    const { trace, step, numbers } = state;
    const count = trace?.steps.length ?? 0;
    const at = `${step + 1} of ${count}`;
    const { theme, transparent, scale } = look();
    const first = here.checked && !here.disabled ? `step ${at}` : "before the first step";
    const isTried = trial.getAttribute("aria-pressed") === "true";
    const { width, height } = size();
    const said = isTried ? `the embed, ${width} × ${height}` : `${first}, ${theme}, ${numbers}`;
    part(".share-caption").textContent = `What people will see: ${said}`;
    part(".share-check span").textContent = `Open at this step (${at})`;
    const ground = transparent ? "transparent" : theme === "dark" ? "on dark" : "on white";
    part("[data-file=png] small").textContent = `${scale}×, ${ground}`;
    part(".share-lengths").hidden = chosen("size") !== "own";
  }

  /**
   * @param {string} address
   * @param {{width: number, height: number}} frame
   */
  function show(address, frame) {
    const { trace, step } = state;
    const isTried = trial.getAttribute("aria-pressed") === "true";
    preview.dataset.theme = isTried ? "" : look().theme;
    preview.hidden = !isTried && (!trace || Boolean(trace.too_large));
    if (isTried) {
      preview.replaceChildren(frameOf(address, frame, preview.clientWidth - 16));
    } else if (trace && !trace.too_large) {
      preview.replaceChildren(pictureOf(trace, here.checked ? step : START));
    }
  }

  /**
   * @param {HTMLElement} button
   * @param {boolean} done
   * @param {string} otherwise
   */
  function tell(button, done, otherwise) {
    const label = button.querySelector("b") ?? button.querySelector("span");
    if (!label) return;
    const usual = button.dataset.usual ?? label.textContent ?? "";
    button.dataset.usual = usual;
    hint.textContent = done ? "Copied" : otherwise;
    hint.classList.toggle("hidden", done); // the button says it
    if (!done) return hint.scrollIntoView({ block: "nearest" });
    label.textContent = "Copied";
    clearTimeout(timers.get(button));
    const back = () => {
      label.textContent = usual;
      hint.textContent = "";
    };
    timers.set(button, setTimeout(back, COPIED));
  }

  /** @param {HTMLElement} button */
  async function copyField(button) {
    const field = /** @type {HTMLInputElement} */ (part(`#${button.dataset.copies}`));
    const done = await copyText(field.value);
    if (!done) field.select();
    tell(button, done, REFUSED);
  }

  /** @param {HTMLElement} button */
  async function copyImage(button) {
    const png = fileAddress(state, "png", look())
      .then((address) => fetch(address))
      .then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer.status)));
    tell(button, await copyPng(png), NO_IMAGE);
  }

  dialog.addEventListener("change", write);
  dialog.addEventListener("click", async (event) => {
    if (event.target === dialog) return dialog.close();
    const pressed = event.target instanceof Element ? event.target.closest("button") : null;
    if (!pressed) return;
    if (pressed.dataset.copies) copyField(pressed);
    else if (pressed.dataset.file) copyImage(pressed);
    else if (pressed === trial) {
      trial.setAttribute("aria-pressed", String(trial.getAttribute("aria-pressed") !== "true"));
      write();
    } else if ("send" in pressed.dataset) {
      await navigator.share({ title: document.title, url: link.value }).catch(() => {});
    }
  });
  for (const field of [link, snippet]) field.addEventListener("focus", () => field.select());
  dialog.addEventListener("close", () => preview.replaceChildren());
  part("[data-send]").hidden = !("share" in navigator);
  const usual = { ...USUAL, size: "640x400", ground: "clear", scale: 2 };
  for (const [name, value] of Object.entries(usual)) {
    const field = /** @type {Choice} */ (part(`[name=${name}]`));
    field.value = String(value);
  }

  return {
    async open() {
      if (dialog.open) return;
      const atStart = state.step === START;
      here.disabled = atStart;
      here.checked = !atStart;
      part("[name=start]").parentElement?.toggleAttribute("hidden", atStart);
      trial.setAttribute("aria-pressed", "false");
      hint.textContent = without();
      hint.classList.remove("hidden");
      await write();
      dialog.showModal();
    },
  };
}
