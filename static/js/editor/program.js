// The text: what is typed, what is wrong with it, and the gates that it became, both ways.

import { byId } from "../lib/dom.js";
import { hideNotice, showStart } from "../picture/notice.js";
import { createDrafts } from "../state/drafts.js";
import { isVersion } from "../state/likeness.js";
import { withLoop } from "../state/loops.js";
import { createReplaced } from "../state/replaced.js";
import { mended, renamed } from "../state/text-parts.js";
import { withRows } from "../state/values.js";
import { createEditor } from "./editor.js";
import { createNotices } from "./notices.js";
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
 * @param {(isOther: boolean) => void} page.typed another text is on the screen; `isOther`: nothing of the former one is left
 */
export function createProgram({ state, update }, page) {
  const { first, examples, completions, extension, ask, outline, typed } = page;
  /** @type {string | null} what the step is about */
  let current = null;
  const drafts = createDrafts(() => (editor.text().trim() ? unrun() : null));
  const replaced = createReplaced();
  if (drafts.first) replaced.leave(state); // the page's own text is one step back
  byId("editor").replaceChildren();

  const editor = createEditor({
    parent: byId("editor"),
    doc: drafts.first?.program ?? state.program,
    nonce: document.body.dataset.nonce ?? "",
    completions,
    describedBy: "error check-said",
    extension,
    onChange(text, isReplaced) {
      const isOther = isReplaced && !isVersion(state.program, text);
      take(text, isOther);
      ask({ typing: !isOther });
    },
    onCursor: (line, column) => outline(at(line, column)),
    onHover: (line, column) => outline(at(line, column)),
    onRun: () => ask(),
  });
  const status = createStatus({
    onMend({ line, column, end_column, mend }) {
      if (line !== null && column !== null)
        editor.replaceRange(line, column, end_column ?? column, mend ?? "");
    },
    onGenerate() {
      update({ generate: true });
      ask();
    },
    onFresh: () => replace(first),
  });
  const notices = createNotices(state, {
    rename: (name, other) => write(renamed(state.program, name, other)),
    mend: (line, found, meant) => write(mended(state.program, line, found, meant)),
    call(name) {
      update({ call: name });
      ask();
    },
    draw(line, passes) {
      update(withLoop(state, line, passes));
      ask();
    },
  });

  /** The text on the screen is the one that was traced: places in it mean gates. */
  const isShown = () => state.trace !== null && state.trace.program === editor.text();
  /** The text on the screen, where it is not one that ran. */
  const unrun = () =>
    isShown() && !state.trace?.partial ? null : { ...withRows(state), program: editor.text() };
  const at = (/** @type {number | null} */ line, /** @type {number | null} */ column) =>
    isShown() ? nodeAt(state.trace?.nodes ?? [], line, column) : null;
  /** @param {string | null} node @param {boolean} [isSought] its text is scrolled to */
  function highlight(node, isSought = false) {
    if (isShown()) editor.highlightSource(sourceOf(state.trace?.nodes ?? [], node), isSought);
  }

  /**
   * @param {string} text
   * @param {boolean} [isOther] nothing of the former one is left: it gets an entry of its own
   */
  function take(text, isOther = false) {
    if (isOther) {
      drafts.flush();
      replaced.leave(state);
    }
    editor.highlightSource(null);
    update(replaced.change(state, text, isOther));
    if (!isOther) drafts.typed(withRows(state));
    typed(isOther);
  }

  /** @param {string} text an edit of the page's own */
  function write(text) {
    editor.setText(text);
    take(text);
    ask();
  }

  /** @param {string} text in place of what is typed, with nothing of what was set for that */
  function replace(text) {
    editor.setText(text, true);
    take(text, true);
    ask();
  }

  return {
    editor,
    status,
    write,
    replace,
    /** @param {string} problem why a file is not opened; the text stays as it is */
    refuse: (problem) => status.refused(problem),
    unrun,
    /** The text that was typed and not run before the page was left. */
    draft: drafts.first,
    fromBefore: drafts.fromBefore,

    /** The state's program is another one: it is put into the editor. */
    load() {
      replaced.enter(state.program);
      editor.setText(state.program);
    },
    /** What was typed stays with the entry of the history that there is, and what was set too. */
    leave() {
      drafts.flush();
      replaced.leave(state);
    },

    /** @param {Payload} trace */
    ran(trace) {
      if (isShown()) drafts.ran();
      status.ran(trace);
      notices.show(trace);
      editor.showError(null);
      editor.showPrinted(isShown() ? (trace.printed ?? {}) : {});
    },

    /** @param {Failure} failure */
    failed(failure) {
      const { line, column, end_column: end, message, partial = null } = failure;
      const text = editor.text().split("\n")[(line ?? 0) - 1] ?? "";
      const wrong = column === null ? "" : [...text].slice(column, end ?? column).join("");
      status.failed(failure, wrong);
      editor.showError(failure);
      editor.showPrinted(partial?.printed ?? {});
      editor.highlightSource(null);
      notices.show(partial);
      if (!isShown()) drafts.typed(withRows(state));
      if (!state.trace) {
        showStart("No circuit yet", message, examples);
      } else if (!state.trace.too_large) {
        hideNotice();
      }
    },

    /** An empty text teaches instead of scolding. */
    empty() {
      status.empty();
      notices.clear();
      editor.showError(null);
      showStart("Type or paste a program", null, examples);
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
