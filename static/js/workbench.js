// Where the reader works: text and inputs go to the server, traces come back, and the address bar
// holds it all.
import { createAddress, queryOf, shortQueryOf } from "./address.js";
import { createDeeds } from "./arrays/deeds.js";
import { generated } from "./arrays/generate.js";
import { createChoices } from "./choices.js";
import { createDrafts } from "./drafts.js";
import { createEditor } from "./editor.js";
import { createExamples } from "./examples.js";
import { createInputs } from "./inputs.js";
import { hideNotice, showStart } from "./notice.js";
import { createSeed } from "./seed.js";
import { createServer } from "./server.js";
import { byId, ended } from "./shapes.js";
import { createShare, showSaveLinks } from "./share.js";
import { nodeAt, sourceOf } from "./source.js";
import { createStatus } from "./status.js";
import { given, requestOf, stale } from "./values.js";

/** @typedef {import("./types.js").Payload} Payload */
/** @typedef {import("./main.js").State} State */

const ENTRY = 3000; // milliseconds of typing that stay one entry of the history

/**
 * @param {State} state the page's own; written here as the reader types
 * @param {{state: any, payload: Payload | null, error: import("./types.js").Failure | null, examples: import("./types.js").Example[], gates: any[]}} page
 * @param {{load: (trace: Payload, step: number) => void, outline: (node: string | null) => void, pause: () => void, openArray: (node: string, part: "value" | "grad") => void, fetchArray: (node: string) => Promise<import("./types.js").WholeArray>}} stepper
 */
export function createWorkbench(state, page, stepper) {
  const { load, outline, pause, openArray, fetchArray } = stepper;
  let lastEntry = 0;
  /** @type {string | null} */
  let current = null;
  const packed = new URLSearchParams(location.search).has("z"); // and damaged, if it has no program
  const drafts = createDrafts(() => (!inStep() && editor.text().trim() ? editor.text() : null));
  byId("editor").replaceChildren();

  const editor = createEditor({
    parent: byId("editor"),
    doc: drafts.text ?? state.program,
    nonce: document.body.dataset.nonce ?? "",
    completions: page.gates.filter((gate) => gate.function),
    describedBy: "error",
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
  const set = (/** @type {string} */ name, /** @type {import("./types.js").Value} */ value) => {
    pause();
    state.inputs[name] = value;
    ask();
  };
  const arrays = createDeeds(state, { onChange: set, open: openArray, fetchArray });
  const inputs = createInputs(set, arrays.deeds);
  const seed = createSeed(state, () => ask());
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
    onAway: status.away,
    onError: failed,
    onTrace(trace, request) {
      const before = state.trace;
      const overridden = before ? stale(before, trace, state.inputs) : [];
      if (overridden.length) {
        for (const name of overridden) delete state.inputs[name];
        ask();
        return;
      }
      const fresh = before?.program !== trace.program;
      const whole = !before || state.step >= before.steps.length - 1;
      if (fresh && request.program !== editor.text()) return;
      ran(trace, whole ? trace.steps.length - 1 : state.step);
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
  }

  /** The state that a link holds. */
  function where() {
    const { trace, step } = state;
    const program = trace?.program ?? state.program;
    return {
      program,
      inputs: given(program, state.inputs, trace),
      output: state.output,
      step: trace?.steps.length ? step : null,
      numbers: state.numbers,
      seed: trace?.seed ?? null,
    };
  }

  /** @param {{typing?: boolean}} [options] */
  function ask(options) {
    if (!state.program.trim()) {
      showEmpty();
      return;
    }
    server.ask(requestOf(state, state.trace), options);
  }

  /**
   * @param {Payload} trace
   * @param {number} step
   */
  function ran(trace, step) {
    if (inStep()) drafts.ran();
    status.ran(trace);
    editor.showError(null);
    choices.load(trace);
    seed.load(trace);
    inputs.load(trace);
    arrays.ran(trace);
    load(trace, step);
  }

  /** @param {import("./types.js").Failure} failure */
  function failed(failure) {
    const { line, column, end_column: end, message, missing } = failure;
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
    showStart("Type a formula to see its circuit", null, page.examples);
  }

  /**
   * Opens another program, as a new entry of the history.
   * @param {{program: string, inputs: Record<string, import("./types.js").Value>, output?: string | null}} next
   */
  function open(next) {
    pause();
    state.program = next.program;
    state.inputs = { ...next.inputs };
    state.output = next.output ?? null;
    state.step = Number.POSITIVE_INFINITY;
    lastEntry = 0;
    editor.setText(next.program);
    hideNotice();
    ask();
  }
  createExamples(page.examples, open);

  byId("form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", (event) => {
    if (!event.state?.program) return;
    const { program, inputs: values, output, numbers, step, seed: drawn } = event.state;
    Object.assign(state, { program, inputs: { ...values }, output, numbers, seed: drawn ?? null });
    state.step = step ?? Number.POSITIVE_INFINITY;
    lastEntry = Date.now(); // going back is no new entry
    state.program = event.state.draft ?? program;
    editor.setText(state.program);
    ask();
  });

  async function copy() {
    const query = await shortQueryOf(where());
    share(new URL(query, location.origin).href);
  }

  return {
    share: copy,
    edit: () => editor.focus(),
    /** @param {string | null} node a gate under the pointer; its text lights up */
    hover(node) {
      outline(node);
      if (inStep()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], node ?? current));
    },
    /**
     * @param {import("./types.js").Marks} marks
     * @param {import("./types.js").Step | undefined} step
     */
    show(marks, step) {
      current = step?.node ?? step?.to ?? null;
      inputs.show(marks);
      if (inStep()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], current));
      if (state.trace) address.show(where());
      showSaveLinks(queryOf(where()));
    },
    /** What the server drew is taken over; a text that was typed before a reload is asked for. */
    start() {
      const { text } = drafts;
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
