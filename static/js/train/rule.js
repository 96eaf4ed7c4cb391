// The optimizer's rule as a formula, and under it the same with the numbers of one iteration.

import { byId, html, minus } from "../lib/dom.js";
import { createSelect } from "../lib/parts.js";
import { renderMath } from "../lib/typeset.js";
import { call, Problem } from "./run.js";
import { count } from "./words.js";

/** @typedef {import("./types.js").Update} Update */
/** @typedef {{iteration: number, parameters: Record<string, Update>, right?: [number, number] | null}} Known */

/** @param {string | string[]} latex lines of a formula */
const lines = (latex) => [latex].flat().filter(Boolean);

/**
 * @param {string} latex
 * @param {string} [kind]
 */
function line(latex, kind = "rule-line") {
  const element = html("p", { class: kind });
  renderMath(element, latex);
  return element;
}

/** @param {() => void} onUpdate the numbers of another iteration are there */
export function createRule(onUpdate) {
  const symbols = byId("train-symbols");
  const numbers = byId("train-numbers");
  const about = byId("train-about");
  /** @type {string} the parameter whose numbers are shown */
  let name = "";
  let shown = "";
  let busy = false;
  let turn = 0; // an answer to an earlier turn is dropped
  /** @type {{id: string, iteration: number} | null} */
  let wanted = null;
  /** @type {Known | null} */
  let update = null;
  let of = ""; // what was asked for last
  const select = createSelect("of", (next) => {
    name = next;
    draw();
    onUpdate();
  });
  byId("train-of").append(select.element);

  /** @param {string[]} formulas */
  function put(formulas) {
    const key = JSON.stringify(formulas);
    if (key === shown) return;
    shown = key;
    symbols.replaceChildren(...formulas.map((formula) => line(formula)));
  }

  function draw() {
    const names = Object.keys(update?.parameters ?? {});
    const first = names.find((each) => update?.parameters[each]?.lines.length) ?? names[0] ?? "";
    const chosen = update?.parameters[name] ?? update?.parameters[first];
    select.element.hidden = names.length < 2;
    numbers.hidden = about.hidden = !chosen;
    if (!chosen || !update) return;
    if (!names.includes(name)) name = first;
    const choices = names.map((value) => ({ value, label: value }));
    select.load(choices, name);
    about.textContent = `Update ${count(update.iteration + 1)}${names.length < 2 ? ` of ${name}` : ""}`;
    numbers.title = minus(chosen.text);
    numbers.replaceChildren(...lines(chosen.numbers).map((formula) => line(formula)));
  }

  /** One question at a time; the latest wins. */
  async function ask() {
    if (busy || !wanted) return;
    const { id, iteration } = wanted;
    wanted = null;
    busy = true;
    const mine = turn;
    /** @type {typeof update} */
    let next = null;
    try {
      next = await call(`/api/train/${id}/update?iteration=${iteration}`);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown; // the rule stands without numbers
      of = ""; // and they are asked for again
    }
    busy = false;
    if (mine === turn) {
      update = next;
      draw();
      onUpdate();
    }
    ask();
  }

  return {
    /** @param {import("./types.js").Optimizer | undefined} row its rule, in symbols */
    load(row) {
      put(lines(row?.latex ?? []));
    },

    /**
     * The update of the parameter that is looked at, where it is that of an iteration; of a run
     * that goes on the last one that is known.
     * @param {number} iteration
     * @param {boolean} going
     * @returns {import("./scene.js").Moved | null}
     */
    at(iteration, going) {
      const isKnown = going || update?.iteration === iteration;
      const found = isKnown ? update?.parameters[name] : null;
      const right = update?.iteration === iteration ? update.right : null;
      return found ? { name, update: found, right } : null;
    },

    /**
     * The numbers of the update that follows an iteration.
     * @param {import("./types.js").Run | null} run
     * @param {string} [settings] that it follows: others make another update of it
     */
    show(run, settings = "") {
      if (run) {
        const key = `${run.id} ${run.iteration} ${settings}`;
        if (key === of) return;
        of = key;
        wanted = run;
        ask();
      } else {
        turn += 1;
        of = "";
        wanted = update = null;
        draw();
      }
    },
  };
}
