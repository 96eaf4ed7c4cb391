// What a verdict is called, and what is said of all of them. Pure.

/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Verdict} Verdict */

/** @type {Status[]} the worst first: a line with several verdicts shows the worst of them */
const WORST = ["undefined", "wrong", "shape", "scaled", "right"];

/** @type {Record<Status, string>} */
export const WORDS = {
  right: "right",
  scaled: "right up to a factor",
  shape: "wrong shape",
  wrong: "wrong",
  undefined: "undefined name",
};

/** @type {Record<string, string>} by cause, what the slip is about */
export const CAUSES = {
  accumulate: "not added up at a fork",
  double: "counted twice",
  "one-hot": "the right class",
  axis: "axis of a sum",
  keepdims: "keepdims",
  upstream: "upstream factor",
  local: "local factor",
  transpose: "transpose",
  swapped: "swapped arguments",
  scale: "constant factor",
  arithmetic: "arithmetic",
  sign: "sign",
  stale: "value changed before its use",
  name: "name",
  term: "missing term",
  value: "value for gradient",
};

/** @param {Status} status */
export const isFine = (status) => status === "right" || status === "scaled";

/**
 * The verdict that each line shows, and what is said of it.
 * @param {Verdict[]} verdicts
 * @returns {Map<number, {status: Status, title: string}>}
 */
export function marksOf(verdicts) {
  /** @type {Map<number, {status: Status, title: string}>} */
  const marks = new Map();
  const rank = (/** @type {Status} */ status) => WORST.indexOf(status);
  for (const { line, status, message } of verdicts) {
    const there = marks.get(line);
    if (!there || rank(status) < rank(there.status))
      marks.set(line, { status, title: `Line ${line}, ${WORDS[status]}: ${message}` });
  }
  return marks;
}

/**
 * What has been found, in a line and the sentence that follows it; `aside`: what was not judged.
 * @param {CheckResult} found
 * @returns {{headline: string, sentence: string, aside: string}}
 */
export function summary({ first_wrong: first, verdicts, loss, unjudged }) {
  if (first) {
    const headline = `Line ${first.line} is the first wrong line`;
    return { headline, sentence: first.message, aside: "" };
  }
  const one = verdicts.length === 1;
  const scaled = verdicts.filter(({ status }) => status === "scaled").map(({ name }) => name);
  const off = scaled.length === 1 ? "is off" : "are off";
  const factor = ` ${scaled.join(", ")} ${off} by a constant factor that a later line takes out.`;
  const judged = unjudged.length ? " judged" : "";
  const all = one ? `The${judged} gradient` : `All ${verdicts.length}${judged} gradients`;
  const sentence =
    `${all} of ${loss} ${one ? "agrees" : "agree"} with backpropagation.` +
    (scaled.length ? factor : "");
  if (!unjudged.length) return { headline: "Every line is right", sentence, aside: "" };
  const lines = new Set(verdicts.map(({ line }) => line)).size;
  const headline = lines === 1 ? "The judged line is right" : `The ${lines} judged lines are right`;
  return { headline, sentence, aside: asideOf(unjudged) };
}

/** @param {import("./types.js").Unjudged[]} unjudged */
function asideOf(unjudged) {
  const names = unjudged.map(({ name, line }) => `${name} on line ${line}`);
  return names.length === 1
    ? `${names[0]} is not judged. ${unjudged[0]?.reason}`
    : `${names.length} values are not judged: ${names.join(", ")}.`;
}

/**
 * A message without the advice at its end, for where a button says the same.
 * @param {string} message
 */
export function withoutAdvice(message) {
  const at = message.lastIndexOf(" With ");
  return at > 0 && message.endsWith(" it is right.") ? message.slice(0, at) : message;
}

/**
 * A message without the element that is farthest off.
 * @param {string} message
 */
export const withoutExample = (message) =>
  message.replace(/: its element \[[^\]]*\] should be \S+, not \S+ /, ". ");

const ASSIGNED = /^(.*?[^=!<>]=)(?!=)\s*(.*)$/;
const LONGEST = 40; // characters on a button

/**
 * What a mend of a line writes, as a button says it: what is assigned, where the rest stays.
 * @param {import("./types.js").Fix} fix
 * @param {string} program
 */
export function fixLabel({ line, text }, program) {
  const before = program.split("\n")[line - 1] ?? "";
  const [, old] = ASSIGNED.exec(before) ?? [];
  const [, target, value = ""] = ASSIGNED.exec(text) ?? [];
  const whole = old !== undefined && old === target ? value : text;
  const written = whole.replace(/\s+#.*$/, "").trim();
  return written.length > LONGEST ? `Mend line ${line}` : `Write ${written}`;
}

/**
 * The names that an error offers as the loss; none where it is about something else.
 * @param {{hint?: string | null, choices?: string[]}} failure
 * @returns {string[]}
 */
export function candidates({ hint, choices }) {
  if (choices) return choices;
  const listed = hint?.match(/Numbers of the program: (.*)\.$/)?.[1];
  return listed && listed !== "none" ? listed.split(", ") : [];
}

/**
 * Lines of the backward pass of which nothing is said: they lead up to others.
 * @param {CheckResult} found
 * @param {string} program
 */
export function passedOver({ forward, verdicts, unjudged }, program) {
  const kept = forward.split("\n");
  const last = Math.max(...verdicts.map(({ line }) => line));
  const judged = new Set([...verdicts, ...unjudged].map(({ line }) => line));
  return program.split("\n").flatMap((text, at) => {
    const isCode = text.trim() && !text.trim().startsWith("#");
    const isLeft = isCode && !kept[at]?.trim() && !judged.has(at + 1);
    return isLeft && at < last ? [at + 1] : [];
  });
}

export { hasBackwardPass } from "../state/backward-pass.js";
