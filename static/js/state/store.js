// The page's state: one table, rows.json. Everyone reads it, `update` alone writes it, and who
// subscribes is told which rows have changed. The server reads the same rows (its links and
// requests hold those with `link` and `request`), so a new piece of state is one row there, and its
// type here. A row with its default is left out of a request, unless it is marked `always`.

import rows from "./rows.json" with { type: "json" };

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Value} Value */
/** @typedef {import("../lib/types.js").Nested} Nested */
/** @typedef {import("../lib/types.js").Options} Options */

/** @typedef {string[] | "auto" | "all" | null} Open groups: these, as much as can be; null, "auto": as usual */

/** @typedef {Readonly<Record<string, "once" | "every">>} Loops */

/**
 * @typedef {Object} State
 * @property {string | null} mode "check": its backward lines are gone through; "train"; null: explore
 * @property {string} program the text as it is typed
 * @property {Readonly<Record<string, Value>>} inputs values set on the page or in the link
 * @property {string | null} output the chosen one; null: the text's own
 * @property {string | null} call the definition that is called where the text calls none
 * @property {Loops} loops by line, for how many passes a loop is drawn
 * @property {boolean} generate whether what is read from outside is drawn at random
 * @property {Nested | null} upstream the output's gradient, where the link gives one
 * @property {string | null} loss of which the checked gradients are, where that was chosen
 * @property {number} step from 0; START before the first
 * @property {number | null} seed of the random values that the program leaves open
 * @property {string} numbers how numbers are written
 * @property {string | null} view the open one
 * @property {Options} options of the open view
 * @property {readonly string[]} fold patterns drawn as one gate
 * @property {Open} open groups drawn open
 * @property {import("../train/types.js").Train | null} train how it is trained
 * @property {import("../train/types.js").Run | null} run the iteration of a run that is in view
 * @property {readonly [number, number] | null} window see rows.json
 * @property {Payload | null} trace what the picture shows
 * @property {import("../lib/types.js").Request | null} answered the request that the trace answers
 * @property {Readonly<Record<string, string | null>>} literals see rows.json
 * @property {number | null} opening the step at which a program on its way will open
 * @property {Checked | null} checked the verdicts on the text's backward pass
 * @property {import("../check/types.js").Verdict | null} judged the one in view in Check
 */

/** @typedef {{program: string, found: import("../check/types.js").CheckResult}} Checked verdicts, and the text that they are of */

/**
 * @typedef {Object} Program what can be opened: an example, a preset, what the page shows
 * @property {string} program
 * @property {Readonly<Record<string, Value>>} inputs
 * @property {string | null} [output]
 * @property {string | null} [call]
 * @property {Loops} [loops]
 * @property {boolean} [generate]
 * @property {number | null} [seed] none: one is drawn
 * @property {State["upstream"]} [upstream]
 * @property {readonly string[]} [fold]
 * @property {Open} [open]
 * @property {number | null} [step] none: the first
 * @property {string | null} [mode]
 * @property {string | null} [loss]
 * @property {State["train"]} [train]
 */

/** @typedef {ReturnType<typeof createStore>} Store */
/** @typedef {{name: string, default: unknown, link: boolean, request: boolean, always?: boolean, json?: boolean}} Row */

/** The step before the first: nothing is computed yet. */
export const START = -1;

export const ROWS = /** @type {Row[]} */ (rows);
export const NAMES = /** @type {(keyof State)[]} */ (ROWS.map(({ name }) => name));

/**
 * Whether two values of a row are equal: numbers, words, lists and objects of them.
 * @param {unknown} one
 * @param {unknown} other
 */
export const isSame = (one, other) =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {Partial<State>} [initial] what is not as usual
 */
export function createStore(initial = {}) {
  /** @type {Record<string, unknown>} */
  const values = Object.fromEntries(ROWS.map((row) => [row.name, row.default]));
  /** @type {Set<{names: readonly string[], callback: (changed: string[]) => void}>} */
  const subscribers = new Set();
  const comparable = new Set(ROWS.filter(({ link }) => link).map(({ name }) => name));

  const state = {};
  for (const { name } of ROWS)
    Object.defineProperty(state, name, { enumerable: true, get: () => values[name] });
  Object.freeze(state);

  /**
   * Changes rows. Subscribers are told of those whose value is another, once all are written.
   * @param {Partial<State>} patch
   */
  function update(patch) {
    /** @type {string[]} */
    const changed = [];
    for (const [name, value] of Object.entries(patch)) {
      if (!Object.hasOwn(values, name)) throw new Error(`The page's state has no row ${name}.`);
      const same = comparable.has(name) ? isSame(values[name], value) : values[name] === value;
      if (same) continue;
      values[name] = Object.freeze(value);
      changed.push(name);
    }
    for (const { names, callback } of [...subscribers]) {
      const own = names.filter((name) => changed.includes(name));
      if (own.length) callback(own);
    }
  }

  update(initial);
  return {
    state: /** @type {Readonly<State>} */ (state),
    update,

    /**
     * @param {readonly (keyof State)[]} names of rows
     * @param {(changed: string[]) => void} callback
     * @returns {() => void} ends it
     */
    subscribe(names, callback) {
      const subscriber = { names, callback };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
}
