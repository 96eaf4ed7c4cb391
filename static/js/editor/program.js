// The text: what is typed, what is wrong with it, and the gates that it became, both ways.

import { byId, ended } from "../lib/dom.js";
import { hideNotice, showStart } from "../picture/notice.js";
import { createDrafts } from "../state/drafts.js";
import { related } from "../state/program-text.js";
import { createEditor } from "./editor.js";
import { nodeAt, sourceOf } from "./source.js";
import { createStatus } from "./status.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {string} page.first the text that the page began with
 * @param {import("../lib/types.js").Example[]} page.examples
 * @param {import("./editor.js").GateCompletion[]} page.completions
 * @param {import("@codemirror/state").Extension} page.extension of the editor
 * @param {(options?: {typing?: boolean}) => void} page.ask
 * @param {(nodes: string | string[] | null) => void} page.outline
 * @param {() => void} page.typed another text is on the screen
 * @param {(failure: Failure) => void} page.setInputs gives missing inputs a value
 */
export function createProgram({ state, update }, page) {
  const { first, examples, completions, extension, ask, outline, typed, setInputs } = page;
  /** @type {string | null} what the step is about */
  let current = null;
  const drafts = createDrafts(() => (editor.text().trim() ? unrun() : null));
  byId("editor").replaceChildren();

  const editor = createEditor({
    parent: byId("editor"),
    doc: drafts.text ?? state.program,
    nonce: document.body.dataset.nonce ?? "",
    completions,
    describedBy: "error check-said",
    extension,
    onChange(text) {
      take(text);
      ask({ typing: true });
    },
    onCursor: (line, column) => outline(at(line, column)),
    onHover: (line, column) => outline(at(line, column)),
    onRun() {
      ask();
      document.querySelector(/** @type {"input"} */ (".number-field:placeholder-shown"))?.focus();
    },
  });
  const status = createStatus({
    onMend({ line, column, end_column, mend }) {
      if (line !== null && column !== null)
        editor.replaceRange(line, column, end_column ?? column, mend ?? "");
    },
    onSetInputs: setInputs,
    onFresh: () => write(first),
  });

  /** The text on the screen is the one that was traced: places in it mean gates. */
  const isShown = () => state.trace !== null && state.trace.program === editor.text();
  /** The text on the screen, where it is not the one that was traced. */
  const unrun = () => (isShown() ? null : editor.text());
  const at = (/** @type {number | null} */ line, /** @type {number | null} */ column) =>
    isShown() ? nodeAt(state.trace?.nodes ?? [], line, column) : null;
  /** @param {string | null} node @param {boolean} [isSought] its text is scrolled to */
  function highlight(node, isSought = false) {
    if (isShown()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], node), isSought);
  }

  /** @param {string} text */
  function take(text) {
    drafts.typed(text);
    editor.highlightSource(null);
    // Another program's groups are others, even where they have the same ids.
    const isOther = state.trace !== null && !related(state.trace.program, text);
    update({ program: text, open: isOther ? null : state.open });
    typed();
  }

  /** @param {string} text the page's own, in place of what is typed */
  function write(text) {
    editor.setText(text);
    take(text);
    ask();
  }

  return {
    editor,
    status,
    write,
    unrun,
    /** The text that was typed and not run before the page was left. */
    draft: drafts.text,
    fromBefore: drafts.fromBefore,

    /** The state's program is another one: it is put into the editor. */
    load: () => editor.setText(state.program),
    /** What was typed stays with the entry of the history that there is. */
    leave: drafts.flush,

    /** @param {Payload} trace */
    ran(trace) {
      if (isShown()) drafts.ran();
      status.ran(trace);
      editor.showError(null);
      editor.showPrinted(isShown() ? (trace.printed ?? {}) : {});
    },

    /** @param {Failure} failure */
    failed(failure) {
      const { line, column, end_column: end, message, missing } = failure;
      const text = editor.text().split("\n")[(line ?? 0) - 1] ?? "";
      const wrong = column === null ? "" : [...text].slice(column, end ?? column).join("");
      status.failed(failure, wrong);
      editor.showError(failure);
      editor.showPrinted(failure.printed ?? {});
      editor.highlightSource(null);
      if (!state.trace) {
        const reason = missing ? `${ended(message)} Give values under Inputs.` : message;
        const help = missing ? [status.setButton(failure)] : [];
        showStart("No circuit yet", reason, examples, help);
      } else if (!state.trace.too_large) {
        hideNotice();
      }
    },

    /** An empty text teaches instead of scolding. */
    empty() {
      status.empty();
      editor.showError(null);
      showStart("Type a formula to see its circuit", null, examples);
    },

    /**
     * @param {string | null} node a gate under the pointer; its text lights up
     * @param {string | null} origin the node of the trace that it belongs to
     */
    hover(node, origin) {
      outline(node);
      highlight(origin ?? current);
    },
    /** @param {string} node whose text is shown, for it was looked for */
    find: (node) => highlight(node, true),
    /** @param {string | null} node what the step is about */
    show(node) {
      current = node;
      highlight(current);
    },
  };
}
