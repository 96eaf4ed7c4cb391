// What is marked in the text: the error, and the source of a gate.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { columnOf, unitsOf } from "../lib/code-points.js";

export const setError =
  /** @type {import("@codemirror/state").StateEffectType<{from: number, to: number} | null>} */ (
    StateEffect.define()
  );
export const setSource =
  /** @type {import("@codemirror/state").StateEffectType<{from: number, to: number} | null>} */ (
    StateEffect.define()
  );
const source = Decoration.mark({ class: "cm-source" });
const lines = Decoration.mark({ class: "cm-source is-lines" }); // of a closed group
const FEW = 2; // lines that may be underlined
const wrong = Decoration.mark({ class: "cm-wrong" });
const wrongLine = Decoration.line({ class: "cm-wrong-line" });

export const sourceField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setSource)) {
        const range = effect.value;
        if (!range || range.from >= range.to) return Decoration.none;
        const { doc } = transaction.state;
        const count = doc.lineAt(range.to).number - doc.lineAt(range.from).number + 1;
        return Decoration.set((count > FEW ? lines : source).range(range.from, range.to));
      }
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const errorField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setError)) {
        return effect.value ? underline(transaction.state.doc, effect.value) : Decoration.none;
      }
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Underlines a range; an empty one takes in a neighbouring character, an empty line its whole.
 * @param {import("@codemirror/state").Text} doc
 * @param {{from: number, to: number}} range
 */
function underline(doc, { from, to }) {
  const line = doc.lineAt(from);
  if (line.length === 0) return Decoration.set(wrongLine.range(line.from));
  if (from < to) return Decoration.set(wrong.range(from, to));
  const column = columnOf(line.text, from - line.from);
  const start = from < line.to ? column : column - 1;
  return Decoration.set(
    wrong.range(line.from + unitsOf(line.text, start), line.from + unitsOf(line.text, start + 1)),
  );
}
