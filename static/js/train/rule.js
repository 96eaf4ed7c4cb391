// The optimizer's rule as a formula, and under it the same with the numbers of one iteration.

import { byId, html, minus } from "../lib/dom.js";
import { createSelect } from "../lib/parts.js";
import { renderMath } from "../lib/typeset.js";
import { call, Problem } from "./run.js";
import { count } from "./words.js";

/** @typedef {import("./types.js").Update} Update */

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

export function createRule() {
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
  /** @type {{iteration: number, parameters: Record<string, Update>} | null} */
  let update = null;
  const select = createSelect("of", (next) => {
    name = next;
    draw();
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
    const chosen = update?.parameters[name] ?? update?.parameters[names[0] ?? ""];
    select.element.hidden = names.length < 2;
    numbers.hidden = about.hidden = !chosen;
    if (!chosen || !update) return;
    if (!names.includes(name)) name = names[0] ?? "";
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
    }
    busy = false;
    if (mine === turn) {
      update = next;
      draw();
    }
    ask();
  }

  return {
    /** @param {import("./types.js").Optimizer | undefined} row its rule, in symbols */
    load(row) {
      put(lines(row?.latex ?? []));
    },

    /**
     * The numbers of the update that follows an iteration.
     * @param {import("./types.js").Run | null} run
     */
    show(run) {
      if (run) {
        wanted = run;
        ask();
      } else {
        turn += 1;
        wanted = update = null;
        draw();
      }
    },
  };
}
