// What the panel says of a check: the first wrong line and why, its mend, and yours beside the gradient.

import { operator, shapeOf, term } from "../explain/equation.js";
import { button } from "../explain/error.js";
import { narrowings } from "../explain/fit.js";
import { heading, sentence } from "../explain/words.js";
import { html } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { isArray } from "../lib/matrix.js";
import { fixLabel, isFine, summary, WORDS, withoutAdvice, withoutExample } from "./words.js";

/** @typedef {import("./types.js").Verdict} Verdict */

/**
 * @param {import("./types.js").CheckResult} found
 * @param {Verdict | null} chosen the line that is gone to; null: the first wrong one, or all
 * @param {Pick<import("../state/store.js").State, "program" | "trace">} state
 * @param {{compare: () => void, fix: (fix: import("./types.js").Fix) => void}} run `compare` shows all verdicts
 * @returns {import("../explain/panel.js").Scene}
 */
export function verdictScene(found, chosen, state, run) {
  const first = found.first_wrong;
  const verdict =
    chosen ?? found.verdicts.find(({ line, name }) => line === first?.line && name === first?.name);
  const isFirst = verdict?.line === first?.line && verdict?.name === first?.name;
  const whole = summary(found);
  const { headline, why } =
    isFirst || !verdict
      ? { headline: whole.headline, why: whole.aside || whole.sentence }
      : { headline: headlineOf(verdict), why: verdict.message };
  const acts = () => {
    const fix = verdict?.fix;
    const label = isFirst && verdict ? "Compare cell by cell" : "All verdicts";
    const compare = html("button", { type: "button", class: "link-button" }, label);
    compare.addEventListener("click", run.compare);
    const mend = fix ? button(fixLabel(fix, state.program), () => run.fix(fix)) : null;
    return html("p", { class: "acts" }, mend, compare);
  };
  const words =
    (/** @type {string} */ text, small = false) =>
    () =>
      html(
        "div",
        { class: small ? "words small" : "words" },
        heading(headline),
        sentence(text, verdict?.name),
        acts(),
      );
  const brief = verdict?.fix ? withoutAdvice(why) : why; // the button says the rest
  const bare = withoutExample(brief); // the arrays stand beside it
  const short = `${why.split(/(?<=[.:;]) /)[0]?.replace(/[:;.]$/, "")}.`;
  const { value, expected } = verdict?.text ?? {};
  if (!verdict || !value || !expected) {
    return { passing: true, words: [words(why), words(why, true), words(short)], shapes: [] };
  }
  const arrays = isArray(value) || isArray(expected);
  const { latex, gradient } = mathOf(verdict, state.trace);
  const on = latex ? [" on ", formula("span", "inline-math", latex)] : [` on ${verdict.of}`];
  return {
    passing: true,
    words: [
      ...[words(why), words(why, true), words(brief), words(brief, true)],
      ...[words(bare), words(bare, true), words(short), words(short, true)],
    ],
    shapes: narrowings(arrays).map(
      ({ room, look }) =>
        () =>
          html(
            "div",
            { class: `equation misfit ${arrays ? "arrays" : ""} ${look}` },
            term(shapeOf(value, "yours", room), [`yours, line ${verdict.line}`], null),
            ...operator(
              () => (isFine(verdict.status) ? "=" : "≠"),
              () => "",
            ),
            term(shapeOf(expected, "now", room), ["gradient", ...(verdict.of ? on : [])], gradient),
          ),
    ),
  };
}

/**
 * The name of what a gradient is of, and the gradient, as the picture's steps write them.
 * @param {Verdict} verdict
 * @param {import("../lib/types.js").Payload | null} trace
 */
function mathOf({ of }, trace) {
  const { names = {}, nodes = [], steps = [] } = trace ?? {};
  const id = names[of ?? ""];
  const step = steps.findLast(({ to, math }) => to === id && math);
  return {
    latex: nodes.find((node) => id && node.id === id)?.latex ?? null,
    gradient: (id && (step?.fork?.gradient ?? step?.math?.gradient)) || null,
  };
}

/** @param {Verdict} verdict */
const headlineOf = ({ line, status }) => `Line ${line} is ${WORDS[status]}`;
