// What the check passes no verdict on, each with the reason. Pure.

/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").Unjudged} Unjudged */

// W -= …, W = W - …, params['W'] -= …: a step down the gradient.
const STEP = /^\s*([\p{L}_][\w.]*(?:\[(?:'\w+'|"\w+"|\d+)\])?)\s*(?:-=|=\s*\1\s*-)(.*)$/u;
const UNTOLD =
  "This line trains it, but the value that it subtracts was not found to be a gradient.";

/** @param {string | null} name without what it is often written with or without */
const plain = (name) => (name ?? "").replaceAll('"', "'").replace(/^self\./, "");

/**
 * What has no verdict: what the engine lists, and what the text trains by a value that no verdict
 * is about.
 * @param {Pick<CheckResult, "verdicts" | "forward"> & {unjudged?: Unjudged[]}} found
 * @param {string} program
 * @returns {Unjudged[]}
 */
export function notJudged({ verdicts, forward, unjudged = [] }, program) {
  const judged = new Set(verdicts.map(({ of }) => plain(of)));
  const told = [...verdicts, ...unjudged].map(({ name }) => name);
  const kept = forward.split("\n");
  const known = new Set(forward.match(/[\p{L}_]\w*/gu) ?? []);
  const trained = program.split("\n").flatMap((text, at) => {
    const [, name = "", value = ""] = (kept[at]?.trim() ? null : STEP.exec(text)) ?? [];
    const last = name.match(/[\p{L}_]\w*/gu)?.at(-1) ?? "";
    if (!known.has(last) || judged.has(plain(name)) || judged.has(last)) return [];
    if (told.some((one) => value.includes(one))) return [];
    return [{ name, line: at + 1, reason: UNTOLD }];
  });
  return [...unjudged, ...trained].sort((one, other) => one.line - other.line);
}
