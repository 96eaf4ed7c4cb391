// What lines print, in grey behind them: as much as there is room for beside the code.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import { html } from "../lib/dom.js";

const MOST = 120; // characters that are kept of a text
const GAP = 16; // pixels between the code and what it prints
const LEAST = 56; // pixels that it begins with; with less room it stands in a row of its own
const EDGE = 6; // pixels that a line leaves free at its end

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

/** Gives what is printed the room that its line leaves; it is cut there. */
export const printedRoom = ViewPlugin.fromClass(
  class {
    width = 0; // of the text when it was last measured: what is written here changes nothing else

    /** @param {EditorView} view */
    constructor(view) {
      this.measure(view);
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update({ view, docChanged, geometryChanged, viewportChanged, transactions }) {
      const isOther = transactions.some(({ effects }) => effects.some((one) => one.is(setPrinted)));
      const isResized = geometryChanged && view.contentDOM.clientWidth !== this.width;
      if (isOther || docChanged || isResized || viewportChanged) this.measure(view);
    }

    /** @param {EditorView} view */
    measure(view) {
      this.width = view.contentDOM.clientWidth;
      view.requestMeasure({
        key: this,
        read() {
          const edge = view.contentDOM.getBoundingClientRect().right - EDGE;
          const shown = [...view.contentDOM.querySelectorAll(".cm-printed")];
          return shown.map((printed) => {
            const end = view.coordsAtPos(view.posAtDOM(printed), -1)?.right ?? edge;
            return { printed: /** @type {HTMLElement} */ (printed), room: edge - end - GAP };
          });
        },
        write(found) {
          // Widths at which it stays in its row: the heights of lines are as they were measured.
          for (const { printed, room } of found)
            printed.style.maxWidth =
              room < LEAST ? `calc(100% - ${GAP}px)` : `${Math.floor(room)}px`;
        },
      });
    }
  },
);
