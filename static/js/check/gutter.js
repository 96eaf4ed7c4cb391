// The verdicts in the editor's margin: a sign a line, the first wrong line tinted.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutter,
  gutterLineClass,
  keymap,
} from "@codemirror/view";
import { html } from "../lib/dom.js";
import { sign } from "./signs.js";
import { isFine, marksOf, passedOver } from "./words.js";

/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./signs.js").Signed} Signed */
/** @typedef {import("@codemirror/view").DecorationSet} Decorations */
/** @typedef {{signs: RangeSet<GutterMarker>, tints: Decorations, tinted: RangeSet<GutterMarker>, at: Decorations}} Margin */

/** @type {Margin} */
const NOTHING = {
  ...{ signs: RangeSet.empty, tinted: RangeSet.empty },
  ...{ tints: Decoration.none, at: Decoration.none },
};

const setVerdicts = /** @type {import("@codemirror/state").StateEffectType<CheckResult | null>} */ (
  StateEffect.define()
);
const setAt = /** @type {import("@codemirror/state").StateEffectType<number>} */ (
  StateEffect.define()
);
const cause = Decoration.mark({ class: "verdict-cause" });
const looked = Decoration.line({ class: "verdict-at" });

class Sign extends GutterMarker {
  /**
   * @param {Signed} status
   * @param {string} title
   */
  constructor(status, title) {
    super();
    this.status = status;
    this.title = title;
  }

  /** @param {Sign} other */
  eq(other) {
    return other.status === this.status && other.title === this.title;
  }

  toDOM() {
    const { status, title } = this;
    const about = { role: "img", "aria-label": title, title };
    const hooks = { "data-status": status, "data-verdict": status };
    return html("span", { class: "verdict-sign", ...about, ...hooks }, sign(status));
  }
}

/** In the margin of the first wrong line. */
const first = new (class extends GutterMarker {
  elementClass = "verdict-first-margin";
})();

/**
 * What a line assigns.
 * @param {import("@codemirror/state").Text} doc
 * @param {number} from where the line begins
 */
function causeOf(doc, from) {
  const [, before = "", value = ""] =
    /^(.*?=\s*)(.*?)\s*(?:#.*)?$/.exec(doc.lineAt(from).text) ?? [];
  const start = from + before.length;
  return value ? [cause.range(start, start + value.length)] : [];
}

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {CheckResult} found
 * @returns {Margin}
 */
function marginOf(doc, found) {
  const at = (/** @type {number} */ line) => doc.line(Math.min(Math.max(line, 1), doc.lines)).from;
  const judged = marksOf(found.verdicts);
  const signs = [...judged].map(([line, { status, title }]) =>
    new Sign(status, title).range(at(line)),
  );
  const dashes = passedOver(found, doc.toString()).map((line) =>
    new Sign("unjudged", `Line ${line}, not judged`).range(at(line)),
  );
  const reasons = new Map(found.unjudged.map((one) => [one.line, one]));
  for (const { name, line, reason } of reasons.values())
    if (!judged.has(line))
      dashes.push(
        new Sign("unjudged", `Line ${line}, ${name} is not judged: ${reason}`).range(at(line)),
      );
  const wrong = found.first_wrong;
  const status = judged.get(wrong?.line ?? 0)?.status ?? "wrong";
  const tint = Decoration.line({ class: "verdict-first", attributes: { "data-status": status } });
  const tints = wrong ? [tint.range(at(wrong.line)), ...causeOf(doc, at(wrong.line))] : [];
  return {
    signs: RangeSet.of([...signs, ...dashes], true),
    tints: Decoration.set(tints),
    tinted: wrong ? RangeSet.of(first.range(at(wrong.line))) : RangeSet.empty,
    at: Decoration.none,
  };
}

const margin = StateField.define({
  create: () => NOTHING,
  update(now, transaction) {
    const { changes, docChanged, effects, state } = transaction;
    for (const effect of effects) {
      if (effect.is(setVerdicts)) return effect.value ? marginOf(state.doc, effect.value) : NOTHING;
      if (effect.is(setAt)) return { ...now, at: Decoration.set(looked.range(effect.value)) };
    }
    if (!docChanged) return now;
    const { signs, tints, tinted, at } = now;
    return {
      ...{ signs: signs.map(changes), tinted: tinted.map(changes) },
      ...{ tints: tints.map(changes), at: at.map(changes) },
    };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ tints }) => tints),
    EditorView.decorations.from(field, ({ at }) => at),
    gutterLineClass.from(field, ({ tinted }) => tinted),
  ],
});

/**
 * @param {(line: number) => void} onPick a sign was clicked, or a key went to its line
 */
export function createMargin(onPick) {
  let pasted = false;
  /** @type {number[]} lines with something to mend */
  let wrong = [];

  /**
   * The next line that is not right, round the end.
   * @param {EditorView} view
   * @param {1 | -1} direction
   */
  function walk(view, direction) {
    const line = view.state.doc.lineAt(view.state.selection.main.head).number;
    const ahead =
      direction > 0 ? wrong.find((one) => one > line) : wrong.findLast((one) => one < line);
    const next = ahead ?? wrong.at(direction > 0 ? 0 : -1);
    if (next === undefined) return false;
    goTo(view, next);
    onPick(next);
    return true;
  }

  /**
   * @param {EditorView} view
   * @param {number} line
   */
  function goTo(view, line) {
    const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
    view.dispatch({
      selection: { anchor: from },
      effects: [setAt.of(from), EditorView.scrollIntoView(from, { y: "center" })],
    });
  }

  return {
    goTo,

    extension: [
      margin,
      gutter({
        class: "cm-verdicts",
        markers: (view) => view.state.field(margin).signs,
        domEventHandlers: {
          click(view, block) {
            onPick(view.state.doc.lineAt(block.from).number);
            return true;
          },
        },
      }),
      keymap.of([{ key: "F8", run: (view) => walk(view, 1), shift: (view) => walk(view, -1) }]),
      EditorView.updateListener.of(({ transactions }) => {
        pasted ||= transactions.some((transaction) => transaction.isUserEvent("input.paste"));
      }),
    ],

    /**
     * @param {EditorView} view
     * @param {CheckResult | null} found
     * @param {number} [stays] the line that is looked at
     */
    show(view, found, stays) {
      const marks = marksOf(found?.verdicts ?? []);
      wrong = [...marks.entries()].flatMap(([line, { status }]) => (isFine(status) ? [] : [line]));
      wrong.sort((one, other) => one - other);
      view.dispatch({ effects: setVerdicts.of(found) });
      const first = found?.first_wrong;
      if (stays !== undefined) {
        view.dispatch({ effects: setAt.of(view.state.doc.line(stays).from) });
      } else if (first && (pasted || !view.hasFocus)) {
        // Whoever is typing is not taken away from their line.
        const { from } = view.state.doc.line(Math.min(first.line, view.state.doc.lines));
        view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
      }
      pasted = false;
    },
  };
}
