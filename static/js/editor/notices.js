// What was assumed of a text, quietly, each with its other choices one click away.

import { byId, ended, html, minus } from "../lib/dom.js";
import { loopsIn } from "../state/loops.js";

/** @typedef {import("../lib/types.js").Notice} Notice */
/** @typedef {{label: string, run: () => void}} Choice */

/**
 * @param {Readonly<import("../state/store.js").State>} state
 * @param {Object} page
 * @param {(name: string, other: string) => void} page.rename in the text
 * @param {(line: number, found: string, meant: string) => void} page.mend a part of a line
 * @param {(name: string) => void} page.call another definition
 * @param {(line: number, passes: "every" | null) => void} page.draw a loop
 */
export function createNotices(state, { rename, mend, call, draw }) {
  const list = byId("warnings");

  /**
   * @param {Notice} notice
   * @returns {Choice[]}
   */
  function choicesOf({ kind, line, choices = [] }) {
    const [name = "", near = ""] = choices;
    if (kind === "filled" && near)
      return [{ label: `Write ${near}`, run: () => rename(name, near) }];
    if (kind === "slip" && line && near)
      return [{ label: `Write ${near}`, run: () => mend(line, name, near) }];
    if (kind === "called")
      return choices.map((other) => ({ label: `Call ${other}`, run: () => call(other) }));
    if (kind === "loop" && line && choices.includes("every"))
      return [{ label: "Draw all passes", run: () => draw(line, "every") }];
    return [];
  }

  /**
   * @param {Notice} notice
   * @param {Choice[]} choices
   */
  function item(notice, choices) {
    const said = minus(choices.length ? ended(notice.message) : notice.message);
    const place = notice.line && !said.includes(`line ${notice.line}`);
    const buttons = choices.flatMap(({ label, run }) => {
      const button = html("button", { type: "button", class: "link-button" }, label);
      button.addEventListener("click", run);
      return [" ", button];
    });
    return html(
      "li",
      { "data-notice": notice.kind || true },
      place ? `Line ${notice.line}: ` : "",
      said,
      ...buttons,
    );
  }

  /** Loops that are drawn whole because the reader said so: there is a way back, come what may. */
  function wholeLoops() {
    const lines = Object.entries(loopsIn(state)).filter(([, passes]) => passes === "every");
    return lines.map(([line]) =>
      item({ message: `All passes of the loop on line ${line} are drawn.`, line: Number(line) }, [
        { label: "Draw one pass", run: () => draw(Number(line), null) },
      ]),
    );
  }

  return {
    /** @param {{warnings?: Notice[], notes?: Notice[]} | null} trace what there is to say of */
    show(trace) {
      const notices = [...(trace?.warnings ?? []), ...(trace?.notes ?? [])];
      const items = notices.map((notice) => ({ notice, choices: choicesOf(notice) }));
      // What can be chosen stands where it is seen.
      items.sort((one, other) => other.choices.length - one.choices.length);
      list.replaceChildren(
        ...wholeLoops(),
        ...items.map(({ notice, choices }) => item(notice, choices)),
      );
      list.tabIndex = list.children.length ? 0 : -1; // it scrolls where there are many
    },
    clear: () => list.replaceChildren(),
  };
}
