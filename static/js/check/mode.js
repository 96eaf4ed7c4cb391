// "Check my backward pass", a mode of the page: the text holds the forward and the backward pass,
// every gradient line of it is judged, and the picture shows the circuit of its forward part.

import { byId, ended, html } from "../lib/dom.js";
import { pressed } from "../lib/parts.js";
import { recall, remember } from "../lib/storage.js";
import { showStart } from "../picture/notice.js";
import { createAsking } from "./ask.js";
import { EXAMPLES, isExample } from "./examples.js";
import { createMargin } from "./gutter.js";
import { createLoss } from "./loss.js";
import { createReport, HOW } from "./report.js";
import { verdictScene } from "./scene.js";
import { hasBackwardPass } from "./words.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */
/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").Verdict} Verdict */
/** @typedef {import("../state/store.js").Program} Program */

const OWN = "check"; // under which the reader's own text is kept

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {Program} page.first the program to leave for, where there was none before
 * @param {() => import("../editor/editor.js").Editor} page.editor
 * @param {() => Program} page.here what the page shows now
 * @param {(next: Program) => void} page.open
 * @param {() => void} page.ask
 * @param {(tab: string) => void} page.openTab
 * @param {(node: string) => void} page.goTo
 * @param {(node: string | null) => void} page.outline
 * @param {(scene: import("../explain/panel.js").Scene | null) => void} page.say in the panel
 */
export function createCheckMode(
  store,
  { first, editor, here, open, ask, openTab, goTo, outline, say },
) {
  const { state } = store;
  const switches = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-check-mode]")
  );
  const tab = byId("tab-verdicts");
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
  const loss = createLoss(store, ask);
  const report = createReport({
    onPick(verdict) {
      if (narrow()) openTab("program");
      margin.goTo(editor().view, verdict.line);
      show(verdict);
    },
    onPoint: (verdict) => outline(nodeOf(verdict)),
    onLoss: loss.choose,
    onExample: (example) => open({ ...example, mode: "check", former: state.former }),
    source: (line) => editor().text().split("\n")[line - 1]?.trim() ?? "",
  });

  /** @param {Verdict | null} verdict the node whose gradient it is about stands out in the picture */
  function show(verdict) {
    const node = nodeOf(verdict);
    if (node) goTo(node);
  }

  /** Another program was opened, in this mode or in another. */
  function opened() {
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
      return /** @type {Program | null} */ (JSON.parse(recall(OWN) ?? "null"));
    } catch {
      return null;
    }
  }

  function keep() {
    const program = editor().text();
    if (!program.trim() || isExample(program)) return;
    remember(OWN, JSON.stringify({ program, inputs: here().inputs, loss: state.loss }));
  }

  function enter() {
    const former = here();
    /** @type {Program} */
    const next = hasBackwardPass(former.program) ? former : (own() ?? EXAMPLES[0] ?? former);
    const { program, inputs, loss: chosen = null } = next;
    open({ program, inputs, mode: "check", loss: chosen, former });
  }

  function leave() {
    keep();
    const { program, inputs } = here();
    const { former } = state;
    const same = former && hasBackwardPass(former.program); // it was this text that was checked
    open(same ? { program, inputs } : (former ?? first));
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
      open({ ...example, mode: "check", former: on() ? state.former : here() });
    });
    return item;
  }

  return {
    on,
    opened,
    extension: margin.extension,
    fetch: createAsking((found, program) => {
      if (!on() || program !== editor().text()) return;
      judged = program;
      keep();
      report.load(found);
      say(verdictScene(found));
      margin.show(editor().view, found);
    }),

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
        pressed(example.title, () => open({ ...example, mode: "check", former: state.former })),
      );
      showStart("Paste a forward and a backward pass", HOW, [], samples);
    },
  };
}
