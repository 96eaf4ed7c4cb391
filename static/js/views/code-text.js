// A script that is read, not written: CodeMirror in the editor's own look. The lines of the step on
// the screen are lit; a click on a line that belongs to a step goes there.
import { pythonLanguage } from "@codemirror/lang-python";
import { LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { theme } from "../editor/theme.js";

/** @typedef {{current: number[], steps: Set<number>}} Lines numbers of lines, from 1 */

const setLines = /** @type {import("@codemirror/state").StateEffectType<Lines>} */ (
  StateEffect.define()
);

const linesField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setLines)) return decorated(transaction.state.doc, effect.value);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {Lines} lines
 */
function decorated(doc, { current, steps }) {
  const known = [...new Set([...steps, ...current])].filter((line) => line >= 1);
  const ranges = known
    .filter((line) => line <= doc.lines)
    .map((line) => {
      const look = current.includes(line) ? "has-step is-current" : "has-step";
      return Decoration.line({ class: look }).range(doc.line(line).from);
    });
  return Decoration.set(ranges, true);
}

/**
 * @param {Object} options
 * @param {HTMLElement} options.parent
 * @param {string} options.label what the text is, for those who hear it
 * @param {string} options.nonce of the page's Content-Security-Policy
 * @param {(line: number) => void} options.onPick
 */
export function createCodeText({ parent, label, nonce, onPick }) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-readonly": "true",
          tabindex: "0",
        }),
        lineNumbers(),
        new LanguageSupport(pythonLanguage),
        syntaxHighlighting(classHighlighter),
        linesField,
        EditorView.domEventHandlers({
          click(event, editor) {
            const at = editor.posAtCoords({ x: event.clientX, y: event.clientY });
            const selected = !getSelection()?.isCollapsed; // to be copied, not clicked
            if (at !== null && !selected) onPick(editor.state.doc.lineAt(at).number);
          },
        }),
        theme,
      ],
    }),
  });

  return {
    text: () => view.state.doc.toString(),

    /** @param {string} text */
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },

    /** @param {Lines} lines the first current one is brought into sight */
    show(lines) {
      const first = Math.min(...lines.current);
      const seen = Number.isFinite(first)
        ? [EditorView.scrollIntoView(view.state.doc.line(first).from, { yMargin: 48 })]
        : [];
      view.dispatch({ effects: [setLines.of(lines), ...seen] });
    },
  };
}
