// What the verdicts on a backward pass come to, in a sentence or two. Pure.

import { fixLabel, isFine, passedOver, withoutAdvice } from "./words.js";

/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("../editor/notice-kinds.js").Entry} Entry */

/** @param {string} shape such as "(5,)" */
const sizes = (shape) => shape.match(/\d+/g) ?? [];

/** @param {string} shape */
const held = (shape) => (sizes(shape).length === 1 ? `${sizes(shape)[0]} numbers` : shape);

/**
 * @param {CheckResult} found
 * @param {{name: string, line: number}} first
 */
const verdictOf = ({ verdicts }, { name, line }) =>
  verdicts.find((one) => one.name === name && one.line === line);

/**
 * What is wrong with a line, without its numbers.
 * @param {CheckResult} found
 * @param {NonNullable<CheckResult["first_wrong"]>} first
 * @param {string} message
 */
function reason(found, first, message) {
  const { name } = first;
  const verdict = verdictOf(found, first);
  const [own, expected] = [verdict?.text?.value, verdict?.text?.expected];
  const shapes = [own, expected].map((array) => (typeof array === "object" ? array?.shape : null));
  const [is = null, be = null] = shapes;
  if (is && be && is !== be) return `${name} has ${held(is)}, ${verdict?.of} has ${held(be)}.`;
  return message.replace(/^(\S+) should be \[.*\], not \[.*\]\. /, "$1 has wrong numbers. ");
}

/**
 * Lines in words: "Line 16", "Lines 16, 17".
 * @param {number[]} lines
 */
const named = (lines) => `Line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}`;

/**
 * @param {CheckResult | null | undefined} found
 * @param {string} program
 * @param {{mode: string | null, onCheck?: () => void, onFix: (fix: import("./types.js").Fix) => void}} page
 * @returns {Entry[]}
 */
export function judged(found, program, { mode, onCheck, onFix }) {
  if (!found?.verdicts.length) return [];
  const lines = new Map(found.verdicts.map(({ line }) => [line, true]));
  for (const { line, status } of found.verdicts) if (!isFine(status)) lines.set(line, false);
  const right = [...lines.values()].filter(Boolean).length;
  const first = found.first_wrong;
  const choices = mode !== "check" && onCheck ? [{ label: "Check", run: onCheck }] : [];
  const fix = first && verdictOf(found, first)?.fix;
  const mend = fix && { label: fixLabel(fix, program), run: () => onFix(fix) };
  if (first && mode !== "check") {
    const others = lines.size - 1;
    const wrong = others - right;
    const rest = wrong
      ? ` ${wrong} more ${wrong === 1 ? "line is" : "lines are"} wrong.`
      : others > 1
        ? ` The other ${others} judged lines are right.`
        : others === 1
          ? " The other judged line is right."
          : "";
    return [
      {
        kind: "wrong",
        lead: `Line ${first.line}:`,
        message: reason(found, first, mend ? withoutAdvice(first.message) : first.message) + rest,
        choices: mend ? [mend] : choices,
      },
    ];
  }
  const over = passedOver(found, program);
  const [lead, is] = over.length === 1 ? ["leads", "is"] : ["lead", "are"];
  const aside = over.length ? ` ${named(over)} ${lead} up to others and ${is} not judged.` : "";
  const unjudged = found.unjudged.map(
    ({ name, line }) => ` ${name} on line ${line} is not judged.`,
  );
  const count = first ? `${right} of ${lines.size}` : lines.size > 1 ? `All ${lines.size}` : "The";
  const are = lines.size > 1 ? "lines are" : "line is";
  return [
    {
      kind: "right",
      lead: count,
      message: `judged ${are} right.${aside}${unjudged.join("")}`,
      choices,
    },
  ];
}
