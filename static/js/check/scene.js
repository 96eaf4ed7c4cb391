// What the panel says of a check: the first wrong line and why, and yours beside the gradient.

import { operator, shapeOf, term } from "../explain/equation.js";
import { narrowings } from "../explain/fit.js";
import { heading, sentence } from "../explain/words.js";
import { html } from "../lib/dom.js";
import { isArray } from "../lib/matrix.js";
import { isFine, summary, WORDS } from "./words.js";

/** @typedef {import("./types.js").Verdict} Verdict */

/**
 * @param {import("./types.js").CheckResult} found
 * @param {Verdict | null} chosen the line that is gone to; null: the first wrong one, or all
 * @param {() => void} onCompare shows all verdicts, cell by cell
 * @returns {import("../explain/panel.js").Scene}
 */
export function verdictScene(found, chosen, onCompare) {
  const first = found.first_wrong;
  const verdict =
    chosen ?? found.verdicts.find(({ line, name }) => line === first?.line && name === first?.name);
  const isFirst = verdict?.line === first?.line && verdict?.name === first?.name;
  const { headline, sentence: why } =
    isFirst || !verdict
      ? summary(found)
      : { headline: headlineOf(verdict), sentence: verdict.message };
  const compare = (/** @type {string} */ label) => {
    const button = html("button", { type: "button", class: "link-button" }, label);
    button.addEventListener("click", onCompare);
    return button;
  };
  const words =
    (/** @type {string} */ text, small = false) =>
    () =>
      html(
        "div",
        { class: small ? "words small" : "words" },
        heading(headline),
        sentence(text),
        html(
          "p",
          { class: "mend" },
          compare(isFirst && verdict ? "Compare cell by cell" : "All verdicts"),
        ),
      );
  const short = `${why.split(/(?<=[.:;]) /)[0]?.replace(/[:;.]$/, "")}.`;
  const { value, expected } = verdict?.text ?? {};
  if (!verdict || !value || !expected) {
    return { passing: true, words: [words(why), words(why, true), words(short)], shapes: [] };
  }
  const arrays = isArray(value) || isArray(expected);
  return {
    passing: true,
    words: [words(why), words(why, true), words(short), words(short, true)],
    shapes: narrowings(arrays).map(
      ({ room, look }) =>
        () =>
          html(
            "div",
            { class: `equation misfit ${arrays ? "arrays" : ""} ${look}` },
            term(shapeOf(value, "earlier", room), [`yours, line ${verdict.line}`], null),
            ...operator(() => (isFine(verdict.status) ? "=" : "≠")),
            term(
              shapeOf(expected, "now", room),
              ["gradient", ...(verdict.of ? [` on ${verdict.of}`] : [])],
              null,
            ),
          ),
    ),
  };
}

/** @param {Verdict} verdict */
const headlineOf = ({ line, status }) => `Line ${line} is ${WORDS[status]}`;
