// What lines print, in grey behind them.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { html } from "../lib/dom.js";

const MOST = 60; // characters behind a line

export const setPrinted =
  /** @type {import("@codemirror/state").StateEffectType<Record<string, string>>} */ (
    StateEffect.define()
  );

/**
 * What is shown of a text: its lines in one, the latest where that is too long.
 * @param {string} text
 */
export function shortened(text) {
  const whole = text.trim().split("\n").join(" · ");
  return whole.length <= MOST ? whole : `… ${whole.slice(2 - MOST)}`;
}

class Printed extends WidgetType {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @param {Printed} other */
  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const { text } = this;
    const about = { class: "cm-printed", title: text, "data-printed": true };
    return html("span", about, html("span", { class: "hidden" }, "prints "), shortened(text));
  }
}

export const printedField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setPrinted)) continue;
      const { doc } = transaction.state;
      const lines = Object.entries(effect.value)
        .map(([line, text]) => ({ line: Number(line), text }))
        .filter(({ line, text }) => line >= 1 && line <= doc.lines && text.trim())
        .sort((one, other) => one.line - other.line);
      return Decoration.set(
        lines.map(({ line, text }) =>
          Decoration.widget({ widget: new Printed(text), side: 1 }).range(doc.line(line).to),
        ),
      );
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
