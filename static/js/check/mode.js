// The backward pass in the text, judged while it is typed: a sign a line in the margin, a count on
// Check, and in that mode a way from line to line. The picture never waits for a verdict.

import { ended } from "../lib/dom.js";
import { PAGE } from "../state/server.js";
import { rowsIn } from "../state/values.js";
import { createMargin } from "./gutter.js";
import { createLoss } from "./loss.js";
import { notJudged } from "./not-judged.js";
import { createReport } from "./report.js";
import { verdictScene } from "./scene.js";
import { hasBackwardPass, isFine } from "./words.js";

/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").Verdict} Verdict */

const HINT = "Write lines like dx = … to have them checked";

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {() => import("../editor/editor.js").Editor} page.editor
 * @param {() => void} page.showProgram
 * @param {() => void} page.showVerdicts
 * @param {(fix: import("./types.js").Fix) => void} page.fix writes a line that is right
 * @param {(node: string) => void} page.goTo
 * @param {(node: string | null) => void} page.outline
 * @param {() => {checked: (wrong: number | null, every: boolean) => void, hint: (mode: string, text: string) => void}} page.modes
 * @param {(scene: import("../explain/panel.js").Scene | null) => void} page.say in the panel
 */
export function createCheckMode(store, page) {
  const { editor, goTo, outline, modes, say } = page;
  const { state, update, subscribe } = store;
  /** @type {AbortController | null} what is being judged */
  let asking = null;
  /** @type {Failure | null} why the text was not judged */
  let refused = null;

  const on = () => state.mode === "check";
  const found = () => (state.checked?.program === state.program ? state.checked.found : null);

  /** @param {Verdict | null} verdict the node of the picture whose gradient it is about */
  function nodeOf(verdict) {
    const { names = {}, nodes = [] } = state.trace ?? {};
    const of = verdict?.of ?? "";
    return names[of] ?? nodes.findLast(({ name }) => name === of)?.id ?? null; // in a function
  }

  const margin = createMargin((line) => {
    page.showVerdicts();
    show(report.choose(line));
  });
  const loss = createLoss(store, judge);
  const report = createReport({
    onPick(verdict) {
      page.showProgram();
      show(verdict);
    },
    onPoint: (verdict) => outline(nodeOf(verdict)),
    onLoss: loss.choose,
    source: (line) => editor().text().split("\n")[line - 1]?.trim() ?? "",
  });

  /** @param {Verdict | null} verdict its line and the step of its gradient come into view */
  function show(verdict) {
    update({ judged: verdict });
    if (!verdict) return;
    report.choose(verdict.line);
    margin.goTo(editor().view, verdict.line);
    const node = nodeOf(verdict);
    if (node) goTo(node);
    speak();
  }

  /** The panel says what is found, in this mode: of the line that is gone to, else of the first. */
  function speak() {
    const result = found();
    if (!on() || !result?.verdicts.length) return;
    const { showVerdicts: compare, fix } = page;
    say(verdictScene(result, state.judged, state, { compare, fix }));
  }

  /** Asks for the verdicts on the text, where it looks like a backward pass. */
  async function judge() {
    asking?.abort();
    refused = null;
    const { program } = state;
    if (!hasBackwardPass(program)) return take(null);
    const mine = new AbortController();
    asking = mine;
    const { inputs, generate, loss: chosen } = rowsIn(state);
    const body = {
      ...{ program, inputs, generate },
      ...(chosen ? { loss: chosen } : {}),
      ...(state.seed === null ? {} : { seed: state.seed }), // the picture's values
    };
    try {
      const response = await fetch("/api/check", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Backflow-Page": PAGE },
        body: JSON.stringify(body),
        signal: mine.signal,
      });
      const answer = await response.json();
      if (mine !== asking || program !== state.program) return;
      if (response.ok)
        take({ program, found: { ...answer, unjudged: notJudged(answer, program) } });
      else if (response.status === 400 || response.status === 413) refuse(answer.error);
    } catch {
      // A newer text is judged, or the server is away, which the picture's own request says.
    }
  }

  /** @param {Failure} failure */
  function refuse(failure) {
    refused = failure;
    take(null);
  }

  /** @param {import("../state/store.js").Checked | null} checked */
  function take(checked) {
    const { judged } = state;
    const isSame = (/** @type {Verdict} */ one) =>
      one.line === judged?.line && one.name === judged.name;
    // A reader who looks at a line stays there when the same text is judged again.
    update({ checked, judged: checked?.found.verdicts.find(isSame) ?? null });
    paint();
  }

  function paint() {
    const result = found();
    const choices = refused ? loss.failed(refused) : [];
    // Of a text that cannot be read the signs of the text before stay, and say so.
    if (!refused || choices.length) margin.show(editor().view, result, state.judged?.line);
    if (result) {
      report.load(result);
      loss.load(result);
    } else if (refused) {
      const { line, message } = refused;
      if (choices.length) report.askLoss(message, choices);
      else report.fail(`${line ? `Line ${line}: ` : ""}${ended(message)}`);
    } else {
      report.empty();
    }
    const wrong = result?.verdicts.filter(({ status }) => !isFine(status)) ?? [];
    const count = result?.verdicts.length ? new Set(wrong.map(({ line }) => line)).size : null;
    modes().checked(count, !result?.unjudged.length);
    modes().hint("check", result || refused ? "" : HINT);
    speak();
  }

  /** The verdicts by line, each line once. */
  function lines() {
    const all = [...(found()?.verdicts ?? [])].sort((one, other) => one.line - other.line);
    return all.filter(({ line }, at) => all[at - 1]?.line !== line);
  }

  subscribe(["mode"], () => {
    if (!on()) update({ judged: null });
    if (on()) speak();
    else say(null);
  });

  return {
    on,
    extension: margin.extension,
    judge,

    /** Another text stands in the editor: the verdicts on the one before are not waited for. */
    typed: () => asking?.abort(),

    /** Another program was opened. */
    opened() {
      refused = null;
      take(null);
    },

    empty() {
      asking?.abort();
      refused = null;
      take(null);
    },

    /**
     * In Check the player goes from one judged line to the next.
     * @param {1 | -1} direction
     * @returns {boolean} whether there was one
     */
    walk(direction) {
      if (!on()) return false;
      const all = lines();
      const at = state.judged?.line ?? (direction > 0 ? 0 : Number.POSITIVE_INFINITY);
      const next =
        direction > 0 ? all.find(({ line }) => line > at) : all.findLast(({ line }) => line < at);
      if (next) show(next);
      return next !== undefined;
    },

    /** Whether there is a line to go on to. */
    walks: () => on() && lines().length > 0,
  };
}
