// What the panel says of a check: the first wrong line and why, and yours beside the gradient.

import { operator, shapeOf, term } from "../explain/equation.js";
import { narrowings } from "../explain/fit.js";
import { heading, sentence } from "../explain/words.js";
import { html } from "../lib/dom.js";
import { isArray } from "../lib/matrix.js";
import { summary } from "./words.js";

/**
 * @param {import("./types.js").CheckResult} found
 * @returns {import("../explain/panel.js").Scene}
 */
export function verdictScene(found) {
  const { headline, sentence: why } = summary(found);
  const first = found.first_wrong;
  const verdict = found.verdicts.find(
    ({ line, name }) => line === first?.line && name === first?.name,
  );
  const words =
    (/** @type {string} */ text, small = false) =>
    () =>
      html("div", { class: small ? "words small" : "words" }, heading(headline), sentence(text));
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
            ...operator(() => "≠"),
            term(
              shapeOf(expected, "now", room),
              ["gradient", ...(verdict.of ? [` on ${verdict.of}`] : [])],
              null,
            ),
          ),
    ),
  };
}
