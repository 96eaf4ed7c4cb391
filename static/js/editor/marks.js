// What is marked in the text: the error, the source of a gate, and the empty line after the last.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutterLineClass,
  ViewPlugin,
} from "@codemirror/view";
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
const unseen = Decoration.line({ class: "cm-unseen" });

/** In the margin of a line with an error: its tint and its sign. */
const wrongMargin = new (class extends GutterMarker {
  elementClass = "cm-wrong-margin";
})();

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
  provide: (field) => [
    EditorView.decorations.from(field),
    gutterLineClass.compute([field], (state) => {
      const { value, from } = state.field(field).iter();
      return value ? RangeSet.of([wrongMargin.range(state.doc.lineAt(from).from)]) : RangeSet.empty;
    }),
  ],
});

/** A text that ends with a line break has no line after it, but where one is about to be written. */
export const lastLine = ViewPlugin.fromClass(
  class {
    /** @param {EditorView} view */
    constructor(view) {
      this.decorations = this.find(view);
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update({ view, docChanged, focusChanged }) {
      if (docChanged || focusChanged) this.decorations = this.find(view);
    }

    /** @param {EditorView} view */
    find({ state: { doc }, hasFocus }) {
      const isSeen = hasFocus || doc.lines === 1 || doc.line(doc.lines).length > 0;
      return isSeen ? Decoration.none : Decoration.set(unseen.range(doc.length));
    }
  },
  { decorations: ({ decorations }) => decorations },
);

/**
 * Underlines a range on its tinted line; an empty one takes in a neighbouring character.
 * @param {import("@codemirror/state").Text} doc
 * @param {{from: number, to: number}} range
 */
function underline(doc, { from, to }) {
  const line = doc.lineAt(from);
  const tint = wrongLine.range(line.from);
  if (line.length === 0) return Decoration.set(tint);
  if (from < to) return Decoration.set([tint, wrong.range(from, to)]);
  const column = columnOf(line.text, from - line.from);
  const start = from < line.to ? column : column - 1;
  const [left, right] = [start, start + 1].map((at) => line.from + unitsOf(line.text, at));
  return Decoration.set([tint, wrong.range(left ?? from, right ?? to)]);
}
