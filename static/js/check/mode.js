// "Check my backward pass", a mode of the page: the text holds the forward and the backward pass,
// every gradient line of it is judged, and the picture shows the circuit of its forward part.

import { byId, ended, html } from "../lib/dom.js";
import { recall, remember } from "../lib/storage.js";
import { showStart } from "../picture/notice.js";
import { pressed } from "../views/parts.js";
import { createAsking } from "./ask.js";
import { EXAMPLES, isExample } from "./examples.js";
import { createMargin } from "./gutter.js";
import { createLoss } from "./loss.js";
import { createReport, HOW } from "./report.js";
import { hasBackwardPass } from "./words.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("./types.js").Found} Found */
/** @typedef {import("./types.js").Verdict} Verdict */
/** @typedef {{program: string, inputs: Record<string, any>, output?: string | null, fold?: string[], mode?: string | null, loss?: string | null}} Opening */

const OWN = "check"; // under which the reader's own text is kept

/**
 * @param {import("../main.js").State} state its loss is written here
 * @param {Object} page
 * @param {Opening} page.first the program to leave for, where there was none before
 * @param {() => import("../editor/editor.js").Editor} page.editor
 * @param {(next: Opening) => void} page.open
 * @param {() => void} page.ask
 * @param {(tab: string) => void} page.openTab
 * @param {(node: string) => void} page.goTo
 * @param {(node: string | null) => void} page.outline
 */
export function createCheckMode(state, { first, editor, open, ask, openTab, goTo, outline }) {
  const switches = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-check-mode]")
  );
  const tab = byId("tab-verdicts");
  /** @type {Opening | null} what stood here before the mode was entered */
  let former = history.state?.former ?? null;
  /** @type {string | null} the text that the verdicts are of */
  let judged = null;
  let marked = false; // whether the margin may hold signs

  const on = () => state.mode === "check";
  /** @param {Verdict | null} verdict the node of the picture whose gradient it is about */
  function nodeOf(verdict) {
    const { names = {}, nodes = [] } = state.trace ?? {};
    const of = verdict?.of ?? "";
    return names[of] ?? nodes.findLast(({ name }) => name === of)?.id ?? null; // in a function
  }
  const narrow = () => matchMedia("(max-width: 1199px)").matches;

  const margin = createMargin((line) => {
    if (!narrow()) openTab("verdicts");
    show(report.choose(line));
  });
  const loss = createLoss(state, ask);
  const report = createReport({
    onPick(verdict) {
      if (narrow()) openTab("program");
      margin.goTo(editor().view, verdict.line);
      show(verdict);
    },
    onPoint: (verdict) => outline(nodeOf(verdict)),
    onLoss: loss.choose,
    onExample: (example) => open({ ...example, mode: "check" }),
    source: (line) => editor().text().split("\n")[line - 1]?.trim() ?? "",
  });

  /** @param {Verdict | null} verdict the node whose gradient it is about stands out in the picture */
  function show(verdict) {
    const node = nodeOf(verdict);
    if (node) goTo(node);
  }

  /** @param {string | null} [chosen] the loss */
  function turn(chosen = null) {
    state.loss = on() ? chosen : null;
    document.body.classList.remove("check-waiting");
    for (const button of switches) button.setAttribute("aria-pressed", String(on()));
    tab.hidden = !on();
    judged = null;
    report.wait();
    if (marked) margin.show(editor().view, null);
    marked = on();
  }

  /** A text that the reader checked before. */
  function own() {
    try {
      return /** @type {Opening | null} */ (JSON.parse(recall(OWN) ?? "null"));
    } catch {
      return null;
    }
  }

  function keep() {
    const program = editor().text();
    if (!program.trim() || isExample(program)) return;
    const { inputs, loss: chosen } = state;
    remember(OWN, JSON.stringify({ program, inputs, loss: chosen }));
  }

  /** What stands on the page: the way back leads to it. */
  function here() {
    const { inputs, output, fold } = state;
    return { program: editor().text(), inputs: { ...inputs }, output, fold };
  }

  function enter() {
    former = here();
    /** @type {Opening} */
    const next = hasBackwardPass(former.program) ? former : (own() ?? EXAMPLES[0] ?? former);
    open({ program: next.program, inputs: next.inputs, mode: "check", loss: next.loss ?? null });
  }

  function leave() {
    keep();
    const { program, inputs } = { program: editor().text(), inputs: state.inputs };
    const same = former && hasBackwardPass(former.program); // it was this text that was checked
    open(same ? { program, inputs } : (former ?? first));
    former = null;
  }

  for (const button of switches) button.addEventListener("click", () => (on() ? leave() : enter()));
  for (const box of document.querySelectorAll("[data-check-examples]")) {
    for (const example of EXAMPLES) box.append(menuItem(example));
  }

  /** @param {import("./types.js").Example} example */
  function menuItem(example) {
    const item = html(
      "button",
      { type: "button" },
      html("strong", {}, example.title),
      html("span", {}, example.note),
    );
    item.addEventListener("click", () => {
      if (on()) keep();
      else former = here();
      open({ ...example, mode: "check" });
    });
    return item;
  }

  return {
    on,
    turn,
    extension: margin.extension,
    fetch: createAsking((found, program) => {
      if (!on() || program !== editor().text()) return;
      judged = program;
      keep();
      report.load(found);
      margin.show(editor().view, found);
    }),

    /** What the history keeps beside the link: the way back. */
    former: () => (on() ? former : null),

    /** @param {{loss?: string | null, former?: Opening | null}} entry of the history */
    restore(entry) {
      former = entry.former ?? null;
      turn(entry.loss);
    },

    /** @param {Payload} trace */
    ran(trace) {
      loss.load(trace);
      document.body.classList.toggle("is-undrawn", Boolean(trace.check?.undrawn));
    },

    /**
     * @param {Failure} failure
     * @returns {Failure} what the editor's box is to say: a question is asked in the panel
     */
    failed(failure) {
      if (!on() || judged === editor().text()) return failure;
      const choices = loss.failed(failure);
      if (choices.length) report.askLoss(failure.message, choices);
      else report.fail(`${failure.line ? `Line ${failure.line}: ` : ""}${ended(failure.message)}`);
      return choices.length ? { ...failure, hint: null } : failure;
    },

    /** There is no text: what belongs here. */
    empty() {
      margin.show(editor().view, null);
      report.empty();
      const samples = EXAMPLES.slice(0, 3).map((example) =>
        pressed(example.title, () => open({ ...example, mode: "check" })),
      );
      showStart("Paste a forward and a backward pass", HOW, [], samples);
    },
  };
}
