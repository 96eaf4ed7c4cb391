// The program and its backward pass as a script that runs as it stands.

import { spanOf } from "../groups/steps.js";
import { createChoice } from "../lib/choice.js";
import { html } from "../lib/dom.js";
import { copyButton, saveButton } from "../lib/parts.js";
import { createCodeText } from "./code-text.js";

/** @typedef {import("./types.js").Code} Code */

const LANGUAGES = ["NumPy", "PyTorch", "JAX"];
const LEVELS = ["Readable", "Minimal", "Compiled"];
const COMPILED = "Compiled"; // to NumPy alone

/**
 * The lines of a step.
 * @param {Code} code
 * @param {number} step
 * @returns {number[]}
 */
export function linesOf({ lines }, step) {
  const found = lines[step];
  return found === null || found === undefined ? [] : [found].flat();
}

/**
 * The step that a click on a line means: the first one of it that is not shown already.
 * @param {Code} code
 * @param {number} line
 * @param {number} current
 * @returns {number | null}
 */
export function stepAt(code, line, current) {
  const steps = code.lines.flatMap((_, step) => (linesOf(code, step).includes(line) ? [step] : []));
  return steps.find((step) => step > current) ?? steps[0] ?? null;
}

/** @type {import("./types.js").MakeView} */
export function createCode({ bar, body, panel }, page) {
  const language = createChoice("code-language", "Language", LANGUAGES, choose);
  const level = createChoice("code-level", "Level", LEVELS, choose);
  const box = html("div", { class: "code-text" });
  /** @type {Code | null} */
  let code = null;
  let current = 0;
  const text = createCodeText({
    parent: box,
    label: "Code",
    nonce: document.body.dataset.nonce ?? "",
    onPick(line) {
      const step = code && stepAt(code, line, current);
      if (step !== null) page.goTo(step);
    },
  });
  panel.classList.add("holds-code");
  body.removeAttribute("tabindex"); // the code scrolls by itself
  bar.append(
    language.element,
    level.element,
    html("span", { class: "spring" }),
    copyButton("Copy", () => text.text()),
    saveButton("Download", () => ({
      name: code?.filename ?? "program.py",
      text: text.text(),
      type: "text/x-python",
    })),
  );

  function choose() {
    const able = language.value() === "NumPy";
    if (!able && level.value() === COMPILED) level.choose("Minimal");
    page.choose({
      language: language.value().toLowerCase(),
      level: level.value().toLowerCase(),
    });
  }

  /** @param {string} word as the server has it */
  const shown = (word) => [...LANGUAGES, ...LEVELS].find((name) => name.toLowerCase() === word);

  return {
    /** @param {Code} data */
    show(data) {
      code = data;
      language.choose(shown(data.language) ?? "");
      level.choose(shown(data.level) ?? "");
      level.enable(COMPILED, data.language === "numpy");
      if (box.parentElement !== body) body.replaceChildren(box);
      text.setText(data.text);
    },
    follow(step, trace) {
      if (!code || box.parentElement !== body) return;
      const { first, last } = spanOf(trace, step);
      current = last;
      const steps = new Set(code.lines.flat().filter((line) => line !== null));
      const lines = new Set(code.lines.slice(first, last + 1).flat());
      text.show({ current: [...lines].filter((line) => line !== null), steps });
    },
  };
}
