// The text: what is typed, what is wrong with it, and the gates that it became, both ways.

import { judged } from "../check/judged.js";
import { newSeed } from "../inputs/arrays/generate.js";
import { byId } from "../lib/dom.js";
import { hideNotice, showStart } from "../picture/notice.js";
import { createDrafts } from "../state/drafts.js";
import { isVersion } from "../state/likeness.js";
import { withLoop } from "../state/loops.js";
import { createReplaced } from "../state/replaced.js";

import { mended, renamed } from "../state/text-parts.js";
import { withRows } from "../state/values.js";
import { createColumn } from "./column.js";
import { createEarly } from "./early.js";
import { createEditor } from "./editor.js";
import { createNotices } from "./notices.js";
import { errorOf, remarks, shownBeside } from "./remarks.js";
import { nodeAt, sourceOf } from "./source.js";
import { createStatus } from "./status.js";
import { createTouchKeys } from "./touch-keys.js";

const UNFINISHED = 800; // milliseconds without a key before an unfinished line is an error

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Failure} Failure */

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {string} page.first the text that the page began with
 * @param {import("@codemirror/state").Extension} page.extension of the editor
 * @param {(options?: {typing?: boolean}) => void} page.ask
 * @param {(nodes: string | string[] | null) => void} page.outline
 * @param {() => void} [page.check] turns to the verdicts
 * @param {(isOther: boolean) => void} page.typed another text is on the screen; `isOther`: nothing of the former one is left
 */
export function createProgram({ state, update }, page) {
  const { first, extension, ask, outline, typed, check } = page;
  /** @type {string | null} what the step is about */
  let current = null;
  let typedAt = 0; // when the last key changed the text
  let hasRun = false;
  const drafts = createDrafts(() => (editor.text().trim() ? unrun() : null));
  const replaced = createReplaced();
  if (drafts.first) replaced.leave(state); // the page's own text is one step back
  const early = createEarly(first);

  const editor = createEditor({
    parent: byId("editor"),
    doc: drafts.first?.program ?? state.program,
    nonce: document.body.dataset.nonce ?? "",
    describedBy: "error check-said",
    extension,
    onChange(text, isReplaced) {
      const isOther = isReplaced && !isVersion(state.program, text);
      typedAt = isOther ? 0 : Date.now();
      take(text, isOther);
      ask({ typing: !isOther });
    },
    onCursor: (line, column) => outline(at(line, column)),
    onHover: (line, column) => outline(at(line, column)),
    onRun: () => ask(),
  });
  createTouchKeys(editor.type);
  const column = createColumn(editor);
  column.arrived(editor.text());
  const status = createStatus();
  const notices = createNotices();
  const actions = {
    rename: (/** @type {string} */ name, /** @type {string} */ other) =>
      write(renamed(state.program, name, other)),
    mend: (/** @type {number} */ line, /** @type {string} */ found, /** @type {string} */ meant) =>
      write(mended(state.program, line, found, meant)),
    call: (/** @type {string} */ name) => change({ call: name }),
    draw: (/** @type {number} */ line, /** @type {"every" | null} */ passes) =>
      change(withLoop(state, line, passes)),
    redraw: () => change({ seed: newSeed() }),
  };

  /** @param {Partial<import("../state/store.js").State>} patch how the text is read */
  function change(patch) {
    update(patch);
    ask();
  }

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

  /** @param {Failure} failure */
  function mend({ line, column: from, end_column: to, mend: text }) {
    if (line !== null && from !== null) editor.replaceRange(line, from, to ?? from, text ?? "");
  }

  /**
   * A line as it makes a gradient right.
   * @param {import("../check/types.js").Fix} fix
   */
  function fix({ line, text }) {
    const before = editor.text().split("\n")[line - 1] ?? "";
    editor.replaceRange(line, 0, [...before].length, text);
  }

  /**
   * The ways out of an error.
   * @param {Failure} failure
   */
  const waysOut = (failure) => ({
    mend: () => mend(failure),
    /** @param {import("../lib/types.js").Way} way */
    take: ({ line, column, end_column: end, text }) => editor.replaceRange(line, column, end, text),
    generate: () => change({ generate: true }),
  });

  /**
   * @param {string} text
   * @param {boolean} [isOther] nothing of the former one is left: it gets an entry of its own
   */
  function take(text, isOther = false) {
    if (isOther) {
      drafts.flush();
      replaced.leave(state);
      column.arrived(text);
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
    notices,
    column,
    waysOut,
    fix,
    /** @param {string} problem why a file is not opened; the text stays as it is */
    refuse: (problem) => notices.say("error", [{ kind: "error", message: problem }]),
    /** @param {string | null} reason the server does not answer; null: it does again */
    away(reason) {
      status.away(reason);
      notices.say("server", reason ? [{ kind: "away", message: reason }] : []);
    },
    /** The text on the screen was typed in an earlier visit. */
    restored() {
      const message = "Your text from last time, not run yet.";
      const choices = [{ label: "Start fresh", run: () => replace(first) }];
      notices.say("text", [{ kind: "restored", message, choices }]);
    },
    unrun,
    /** The text that was typed and not run before the page was left. */
    draft: drafts.first,
    fromBefore: drafts.fromBefore,

    /** What was typed before the editor was there goes on in it. */
    arrived() {
      const { text, at } = early;
      if (text !== null) write(text);
      if (at === null) return;
      editor.focus();
      editor.view.dispatch({ selection: { anchor: Math.min(at, editor.text().length) } });
    },

    /** The state's program is another one: it is put into the editor. */
    load() {
      replaced.enter(state.program);
      editor.setText(state.program);
      column.arrived(state.program);
    },
    /** What was typed stays with the entry of the history that there is, and what was set too. */
    leave() {
      drafts.flush();
      replaced.leave(state);
    },

    /**
     * How long an error waits before it is one: a line is not wrong while it is being written.
     * @param {Failure} failure
     */
    patience({ line }) {
      const isWritten = editor.view.hasFocus && line === editor.line();
      return isWritten ? Math.max(typedAt + UNFINISHED - Date.now(), 0) : 0;
    },

    /** The verdicts on the text's backward pass, as far as there are any. */
    judged() {
      const found = state.checked?.program === state.program ? state.checked.found : null;
      if (found?.verdicts.length) column.mark();
      const said = judged(found, state.program, {
        mode: state.mode,
        onCheck: check,
        onFix: fix,
      });
      notices.say("verdicts", said);
    },

    /** @param {Payload} trace */
    ran(trace) {
      if (isShown()) drafts.ran();
      hasRun = true;
      status.counted(trace);
      status.say(null);
      notices.say("error", []);
      notices.say("text", []);
      notices.say("remarks", remarks(state, trace, actions));
      editor.showError(null);
      editor.showPrinted(isShown() ? (trace.printed ?? {}) : {});
    },

    /** @param {Failure} failure */
    failed(failure) {
      const { message, partial = null } = failure;
      const beside = shownBeside(failure, hasRun);
      status.say(beside[0]?.message ?? null);
      notices.say("error", [errorOf(failure, waysOut(failure)), ...beside]);
      notices.say("verdicts", []);
      notices.say("remarks", remarks(state, partial, actions));
      if (failure.line) column.mark();
      editor.showError(failure);
      editor.showPrinted(partial?.printed ?? {});
      editor.highlightSource(null);
      if (!isShown()) drafts.typed(withRows(state));
      if (!state.trace) {
        showStart("No circuit yet", message);
      } else if (!state.trace.too_large) {
        hideNotice();
      }
    },

    /** An empty text teaches instead of scolding. */
    empty() {
      status.counted(null);
      status.say(null);
      for (const part of ["error", "text", "verdicts", "remarks"]) notices.say(part, []);
      editor.showError(null);
      showStart("Type or paste a program", null);
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
      // Whoever types is not taken away, nor who looks at a line that is judged.
      highlight(current, !editor.view.hasFocus && state.mode !== "check");
    },
  };
}
