// Where the reader works: text and inputs go to the server, traces come back, and the address bar
// holds it all.

import { drawn } from "../check/ask.js";
import { createCheckMode } from "../check/mode.js";
import { stepAfter } from "../groups/steps.js";
import { related } from "../groups/tree.js";
import { createDeeds } from "../inputs/arrays/array-actions.js";
import { generated } from "../inputs/arrays/generate.js";
import { createInputs } from "../inputs/inputs.js";
import { byId, ended } from "../lib/dom.js";
import { hideNotice, showStart } from "../picture/notice.js";
import { createAddress, queryOf, shortQueryOf } from "../state/address.js";
import { createDrafts } from "../state/drafts.js";
import { homeOf, isMode } from "../state/modes.js";
import { createServer } from "../state/server.js";
import { given, requestOf, stale } from "../state/values.js";
import { createTrainMode } from "../train/mode.js";
import { createPatterns } from "../views/patterns.js";
import { createChoices } from "./choices.js";
import { createEditor } from "./editor.js";
import { createExamples } from "./examples.js";
import { createSeed } from "./seed.js";
import { createShare, showSaveLinks } from "./share.js";
import { nodeAt, sourceOf } from "./source.js";
import { createStatus } from "./status.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../main.js").State} State */

const ENTRY = 3000; // milliseconds of typing that stay one entry of the history

/**
 * @param {State} state the page's own; written here as the reader types
 * @param {{state: any, payload: Payload | null, error: import("../lib/types.js").Failure | null, examples: import("../lib/types.js").Example[], gates: any[]}} page
 * @param {Object} stepper
 * @param {(trace: Payload, step: number, asked?: import("../lib/types.js").Request) => void} stepper.load
 * @param {(nodes: string | string[] | null) => void} stepper.outline
 * @param {() => void} stepper.pause
 * @param {(node: string, part: "value" | "grad") => void} stepper.openArray
 * @param {(node: string) => Promise<import("../lib/types.js").WholeArray>} stepper.fetchArray
 * @param {() => void} stepper.asked
 * @param {() => void} stepper.typed
 * @param {(message?: string) => void} stepper.failed
 * @param {(view: string) => void} stepper.openTab
 * @param {(node: string) => void} stepper.goTo the step that computes its gradient
 */
export function createWorkbench(state, page, stepper) {
  const { load, outline, pause, openArray, fetchArray, asked, openTab, goTo } = stepper;
  let lastEntry = 0;
  let mode = state.mode; // of the entry that the address bar shows
  let opened = state.open; // groups, of that entry
  /** @type {string | null} */
  let current = null;
  const packed = new URLSearchParams(location.search).has("z"); // and damaged, if it has no program
  const drafts = createDrafts(() => (!inStep() && editor.text().trim() ? editor.text() : null));
  byId("editor").replaceChildren();

  const check = createCheckMode(state, {
    first: page.examples[0] ?? page.state,
    editor: () => editor,
    open,
    ask: () => ask(),
    openTab,
    goTo,
    outline,
  });
  const train = createTrainMode(state, {
    here: () => ({
      program: editor.text(),
      inputs: { ...state.inputs },
      output: state.output,
      fold: state.fold,
      open: state.open,
    }),
    open,
    ask: () => ask(),
    write(text) {
      editor.setText(text);
      typed(text);
      ask();
    },
    changed: () => state.trace && address.show(where()),
  });
  const editor = createEditor({
    parent: byId("editor"),
    doc: drafts.text ?? state.program,
    nonce: document.body.dataset.nonce ?? "",
    completions: page.gates.filter((gate) => gate.function),
    describedBy: "error check-said",
    extension: check.extension,
    onChange(text) {
      typed(text);
      ask({ typing: true });
    },
    onCursor: (line, column) => outline(at(line, column)),
    onHover: (line, column) => outline(at(line, column)),
    onRun() {
      ask();
      document.querySelector(/** @type {"input"} */ (".number-field:placeholder-shown"))?.focus();
    },
  });

  /** The text on the screen is the text that was traced: places in it mean gates. */
  const inStep = () => state.trace !== null && state.trace.program === editor.text();
  const at = (/** @type {number | null} */ line, /** @type {number | null} */ column) =>
    inStep() ? nodeAt(state.trace?.nodes ?? [], line, column) : null;

  const status = createStatus({
    onMend({ line, column, end_column, mend }) {
      if (line !== null && column !== null)
        editor.replaceRange(line, column, end_column ?? column, mend ?? "");
    },
    onSetInputs({ missing = [], shapes = {}, labels = [] }) {
      for (const name of missing) {
        const shape = shapes[name];
        const kind = labels.includes(name) ? "zeros" : "randn";
        state.inputs[name] = shape?.length ? generated(kind, shape) : 1;
      }
      ask();
    },
    onFresh() {
      editor.setText(page.state.program);
      typed(page.state.program);
      ask();
    },
  });
  const set = (
    /** @type {string} */ name,
    /** @type {import("../lib/types.js").Value} */ value,
  ) => {
    pause();
    state.inputs[name] = value;
    ask();
  };
  const arrays = createDeeds(state, { onChange: set, open: openArray, fetchArray });
  const inputs = createInputs(set, arrays.deeds);
  const seed = createSeed(state, () => ask());
  const patterns = createPatterns(state, () => ask(), outline);
  const choices = createChoices(state, page.examples, () => ask());
  const share = createShare(byId("copy-link"), byId("toast"));
  byId("copy-link").addEventListener("click", copy);

  const address = createAddress({
    write(query, fresh) {
      const kept = { ...where(), draft: null };
      if (fresh) history.pushState(kept, "", query);
      else history.replaceState({ ...kept, draft: inStep() ? null : editor.text() }, "", query);
    },
  });

  const server = createServer({
    fetcher: check.fetch,
    onAway: status.away,
    onError: failed,
    onTrace(trace, request) {
      const before = state.trace;
      if ((request.mode ?? null) !== state.mode) return;
      const regrouped = JSON.stringify(request.open) !== JSON.stringify(state.open ?? "auto");
      if (regrouped) return ask(); // groups were opened or closed meanwhile
      const overridden = before ? stale(before, trace, state.inputs) : [];
      if (overridden.length) {
        for (const name of overridden) delete state.inputs[name];
        ask();
        return;
      }
      const turned = mode !== state.mode;
      mode = state.mode;
      const fresh = turned || before?.program !== trace.program;
      const whole = !before || state.step >= before.steps.length - 1;
      if (fresh && request.program !== editor.text()) return;
      ran(trace, whole ? trace.steps.length - 1 : stepIn(trace, before), request);
      const entry = fresh && Date.now() - lastEntry > ENTRY;
      if (fresh) lastEntry = Date.now();
      address.show(where(), entry);
    },
  });

  /** @param {string} text */
  function typed(text) {
    drafts.typed(text);
    editor.highlightSource(null);
    state.program = text;
    stepper.typed();
    // Another program's groups are others, even where they have the same ids.
    if (state.open && state.trace && !related(state.trace.program, text)) state.open = null;
  }

  /**
   * The step of a new trace that the reader stands at.
   * @param {Payload} trace
   * @param {Payload} before
   */
  function stepIn(trace, before) {
    const same = trace.program === before.program;
    const turned = same && JSON.stringify(trace.parts) !== JSON.stringify(before.parts);
    return turned ? stepAfter(before, state.step, trace) : state.step;
  }

  /** The state that a link holds. */
  function where() {
    const { trace, step } = state;
    const program = trace?.program ?? state.program;
    const shown = trace ? mode : state.mode;
    return {
      program,
      inputs: given(program, state.inputs, trace),
      output: state.output,
      step: trace?.steps.length ? step : null,
      numbers: state.numbers,
      seed: trace?.seed ?? null,
      fold: state.fold,
      open: trace ? opened : state.open,
      view: state.view,
      options: state.options[state.view ?? ""] ?? {},
      mode: shown,
      loss: state.loss,
      train: shown === "train" ? state.train : null,
      run: shown === "train" ? state.run : null,
      former: check.former(),
    };
  }

  /** @param {{typing?: boolean}} [options] */
  function ask(options) {
    if (!state.program.trim()) {
      showEmpty();
      stepper.failed("There is nothing to work out yet: type a formula.");
      return;
    }
    asked();
    train.settle();
    server.ask(requestOf(state, state.trace), options);
  }

  /**
   * @param {Payload} trace
   * @param {number} step
   * @param {import("../lib/types.js").Request} [asked]
   */
  function ran(trace, step, asked) {
    opened = state.open;
    if (inStep()) drafts.ran();
    status.ran(trace);
    editor.showError(null);
    choices.load(trace);
    seed.load(trace);
    inputs.load(trace);
    arrays.ran(trace);
    patterns.load(trace);
    check.ran(trace);
    load(trace, step, asked);
    train.ran(trace, asked ?? state);
  }

  /**
   * @param {import("../lib/types.js").Failure} problem
   * @param {{run?: import("../train/types.js").Run | null}} [request]
   */
  function failed(problem, request = state) {
    const failure = train.failed(check.failed(problem), request);
    if (!failure) return;
    const { line, column, end_column: end, message, missing } = failure;
    stepper.failed();
    const text = editor.text().split("\n")[(line ?? 0) - 1] ?? "";
    status.failed(failure, column === null ? "" : [...text].slice(column, end ?? column).join(""));
    editor.showError(failure);
    editor.highlightSource(null);
    arrays.failed(failure);
    if (missing) inputs.offer(missing, failure.shapes ?? {});
    if (!state.trace) {
      const reason = missing ? `${ended(message)} Give values under Inputs.` : message;
      const help = missing ? [status.setButton(failure)] : [];
      showStart("No circuit yet", reason, page.examples, help);
    }
    if (state.trace && !state.trace.too_large) hideNotice();
  }

  /** An empty text teaches instead of scolding. */
  function showEmpty() {
    status.empty();
    editor.showError(null);
    if (check.on()) check.empty();
    else showStart("Type a formula to see its circuit", null, page.examples);
  }

  /**
   * Opens another program, as a new entry of the history.
   * @param {import("../check/mode.js").Opening & import("../train/mode.js").Opening & {open?: State["open"]}} next
   */
  function open(next) {
    pause();
    drafts.flush();
    state.program = next.program;
    state.inputs = { ...next.inputs };
    state.output = next.output ?? null;
    state.fold = next.fold ?? [];
    state.open = next.open ?? null;
    state.step = Number.POSITIVE_INFINITY;
    lastEntry = 0;
    editor.setText(next.program);
    turn(next.mode);
    train.turn(next);
    check.turn(next.loss);
    hideNotice();
    ask();
  }
  createExamples(page.examples, open);

  /** @param {string | null} [next] the mode of what is opened */
  function turn(next = null) {
    const before = state.mode;
    state.mode = isMode(next) ? next : null;
    if (state.mode) document.body.dataset.mode = state.mode;
    else delete document.body.dataset.mode;
    byId("tab-training").hidden = byId("tab-settings").hidden = state.mode !== "train";
    if (before !== state.mode) openTab(homeOf(state.mode));
  }

  byId("form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", (event) => {
    if (!event.state?.program) return;
    const { program, inputs: values, output, numbers, step, seed: drawn, fold = [] } = event.state;
    Object.assign(state, { program, inputs: { ...values }, output, numbers, seed: drawn ?? null });
    state.fold = fold;
    state.open = event.state.open ?? null;
    state.step = step ?? Number.POSITIVE_INFINITY;
    lastEntry = Date.now(); // going back is no new entry
    state.program = event.state.draft ?? program;
    editor.setText(state.program);
    const { view, options } = event.state;
    if (view) state.options[view] = options;
    turn(event.state.mode);
    mode = state.mode;
    train.turn(event.state);
    check.restore(event.state);
    openTab(view ?? homeOf(state.mode));
    ask();
  });

  async function copy() {
    const query = await shortQueryOf(where());
    share(new URL(query, location.origin).href);
  }

  return {
    ask: () => ask(),
    share: copy,
    edit: () => editor.focus(),
    run: train.toggle,
    themed: train.themed,
    /** @param {Payload} trace the same program, with other groups open */
    regrouped(trace) {
      opened = state.open;
      status.counted(trace);
    },
    /**
     * @param {string | null} node a gate under the pointer; its text lights up
     * @param {string | null} origin the node of the trace that it belongs to
     */
    hover(node, origin) {
      outline(node);
      if (inStep()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], origin ?? current));
    },
    /** @param {string} node whose text is shown, for it was looked for */
    find(node) {
      if (inStep()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], node), true);
    },
    /**
     * @param {import("../lib/types.js").Marks} marks
     * @param {string | null} node what the step is about
     */
    show(marks, node) {
      current = node;
      inputs.show(marks);
      if (inStep()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], current));
      if (state.trace) address.show(where());
      showSaveLinks(queryOf(drawn(where(), state.trace?.check)));
    },
    /** What the server drew is taken over; a text that was typed before a reload is asked for. */
    start() {
      const { text } = drafts;
      if (check.on()) {
        state.program = text ?? state.program;
        check.restore({ loss: state.loss, former: check.former() });
        lastEntry = Date.now(); // what the link shows is no new entry
        ask();
        return;
      }
      if (train.on()) train.turn(state);
      if (page.payload) {
        ran(page.payload, state.step);
      } else if (page.error) {
        failed(page.error);
      }
      if (text !== null && text !== page.state.program) {
        state.program = text;
        if (drafts.fromBefore()) status.restored();
        ask();
      } else if (!state.program.trim() && !packed) {
        showEmpty();
      }
    },
  };
}
