// The program editor: CodeMirror behind a small face that speaks lines and columns as the server
// does (lines from 1, columns in code points from 0, ends exclusive).
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  ifNotIn,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { localCompletionSource, pythonLanguage } from "@codemirror/lang-python";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  LanguageSupport,
  syntaxHighlighting,
} from "@codemirror/language";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import {
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { classHighlighter, tagHighlighter, tags } from "@lezer/highlight";
import { difference } from "../lib/code-points.js";
import { whenSeen } from "../lib/seen.js";
import { gateSource } from "./completions.js";
import { errorField, lastLine, setError, setSource, sourceField } from "./marks.js";
import { placeOf, rangeOf } from "./places.js";
import { printedField, printedRoom, setPrinted } from "./printed.js";
import { theme } from "./theme.js";

/**
 * @typedef {import("./places.js").Place} Place
 * @typedef {Object} EditorOptions
 * @property {HTMLElement} parent
 * @property {string} doc
 * @property {string} nonce the page's Content-Security-Policy nonce, for CodeMirror's style sheet
 * @property {string} [describedBy] id of the element that shows the error's message
 * @property {(text: string, isReplaced: boolean) => void} [onChange] typing, undo, a mend; not setText; `isReplaced`: nothing of the former text is left
 * @property {(line: number, column: number) => void} [onCursor] the cursor moved
 * @property {(line: number | null, column: number | null) => void} [onHover] null: off the text
 * @property {() => void} [onRun] Ctrl-Enter
 * @property {import("@codemirror/state").Extension} [extension] what else belongs to it
 *
 * @typedef {Object} Editor
 * @property {() => string} text
 * @property {() => number} line where the cursor is
 * @property {(text: string, whole?: boolean) => void} setText replaces the text; undo brings the old one back; `whole`: in one piece
 * @property {(place: {line: number | null, column: number | null, end_column?: number | null} | null) => void} showError
 * @property {(printed: Record<string, string>) => void} showPrinted by line
 * @property {(place: Place | null, seen?: boolean) => void} highlightSource `seen`: it is scrolled to
 * @property {(line: number, column: number, endColumn: number, text: string) => void} replaceRange
 * @property {(text: string) => void} type where the cursor is
 * @property {() => void} focus
 * @property {EditorView} view
 */

/**
 * Whether a change leaves nothing of the text that was there: another one was pasted over it.
 * @param {import("@codemirror/view").ViewUpdate} update
 */
function isReplaced({ startState, changes, transactions }) {
  if (transactions.some((transaction) => transaction.isUserEvent("input.mend"))) return false;
  let kept = "";
  changes.iterGaps((from, _to, length) => {
    kept += startState.doc.sliceString(from, from + length);
  });
  return !kept.trim() && startState.doc.toString().trim() !== "";
}

const dots = tagHighlighter([{ tag: tags.derefOperator, class: "tok-dot" }]); // part of a name
const CLEAR = { yMargin: 44 }; // two lines round the one that is shown

const quiet = /** @type {import("@codemirror/state").AnnotationType<boolean>} */ (
  Annotation.define()
);

/**
 * @param {EditorOptions} options
 * @returns {Editor}
 */
export function createEditor({
  parent,
  doc,
  nonce,
  describedBy,
  onChange = () => {},
  onCursor = () => {},
  onHover = () => {},
  onRun = () => {},
  extension = [],
}) {
  /** @type {number | null} */
  let hovered = null;

  /** @param {number | null} position */
  function hover(position) {
    if (position === hovered) return;
    hovered = position;
    if (position === null) onHover(null, null);
    else onHover(...placeOf(view.state.doc, position));
  }

  const listener = EditorView.updateListener.of((update) => {
    const loud = !update.transactions.some((transaction) => transaction.annotation(quiet));
    if (update.docChanged && loud) onChange(update.state.doc.toString(), isReplaced(update));
    if ((update.selectionSet || update.docChanged) && loud) {
      onCursor(...placeOf(update.state.doc, update.state.selection.main.head));
    }
  });

  const run = () => {
    onRun();
    return true;
  };

  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        EditorView.cspNonce.of(nonce),
        Prec.highest(
          keymap.of([
            { key: "Ctrl-Enter", mac: "Cmd-Enter", run },
            ...completionKeymap.filter(({ key }) => key !== "Enter"), // it ends a line, always
            { key: "Tab", run: acceptCompletion },
          ]),
        ),
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        new LanguageSupport(pythonLanguage),
        indentUnit.of("    "),
        indentOnInput(),
        syntaxHighlighting(classHighlighter),
        syntaxHighlighting(dots),
        bracketMatching(),
        closeBrackets(),
        autocompletion({
          icons: false,
          defaultKeymap: false,
          override: [ifNotIn(["Comment", "String"], gateSource), localCompletionSource],
        }),
        // Escape, then Tab, leaves the editor: CodeMirror lets the first Tab after Escape through.
        keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        EditorView.lineWrapping,
        sourceField,
        errorField,
        lastLine,
        printedField,
        printedRoom,
        placeholder("Type or paste a program"),
        EditorView.contentAttributes.compute([errorField], (state) => ({
          "aria-label": "Program",
          tabindex: "0",
          "aria-invalid": String(state.field(errorField).size > 0),
          ...(describedBy ? { "aria-describedby": describedBy } : {}),
        })),
        EditorView.domEventHandlers({
          mousemove(event, editor) {
            hover(editor.posAtCoords({ x: event.clientX, y: event.clientY }));
          },
          mouseleave() {
            hover(null);
          },
        }),
        listener,
        theme,
        extension,
      ],
    }),
  });

  const whenLit = whenSeen(view.dom);

  return {
    view,
    text: () => view.state.doc.toString(),
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    setText(text, whole = false) {
      const there = view.state.doc.toString();
      const all = { from: 0, to: there.length, insert: text };
      const change = whole && text !== there ? all : difference(there, text);
      if (change) view.dispatch({ changes: change, annotations: quiet.of(true) });
    },
    showError(place) {
      const range =
        place && place.line !== null && place.column !== null
          ? rangeOf(view.state.doc, {
              line: place.line,
              column: place.column,
              end_column: place.end_column ?? place.column,
            })
          : null;
      const seen = range ? [EditorView.scrollIntoView(range.from)] : [];
      view.dispatch({ effects: [setError.of(range), ...seen] });
    },
    showPrinted(printed) {
      view.dispatch({ effects: [setPrinted.of(printed)] });
    },
    highlightSource(place, seen = false) {
      whenLit(() => {
        const range = place && rangeOf(view.state.doc, place);
        const shown = seen && range ? [EditorView.scrollIntoView(range.from, CLEAR)] : [];
        view.dispatch({ effects: [setSource.of(range), ...shown] });
      });
    },
    replaceRange(line, column, endColumn, text) {
      const { from, to } = rangeOf(view.state.doc, { line, column, end_column: endColumn });
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length },
        userEvent: "input.mend",
        scrollIntoView: true,
      });
      view.focus();
    },
    type(text) {
      view.dispatch(view.state.replaceSelection(text), { userEvent: "input.type" });
      view.focus();
    },
    focus: () => view.focus(),
  };
}
