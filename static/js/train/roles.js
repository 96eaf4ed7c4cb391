// Which inputs are trained, which are data and which stay: a choice of three for each.
import { nameOf } from "../inputs/arrays/row.js";
import { createChoice } from "../lib/choice.js";
import { html } from "../lib/dom.js";

/** @typedef {import("./types.js").Role} Role */
/** @typedef {import("./types.js").Train} Train */

/** @type {Record<Role, string>} */
const WORDS = { parameter: "Parameter", data: "Data", constant: "Constant" };
const ROLES = /** @type {Role[]} */ (Object.keys(WORDS));

/**
 * @param {HTMLElement} list
 * @param {() => void} onChange
 */
export function createRoles(list, onChange) {
  /** @type {Map<string, Role>} what the reader or the link says */
  const chosen = new Map();
  /** @type {Map<string, Role>} of the inputs that there are */
  let roles = new Map();
  /** @type {Train | null} of a link, which names every parameter and all data */
  let linked = null;
  let shown = "";

  /**
   * @param {string} name
   * @param {Role} role
   */
  function row(name, role) {
    const options = ROLES.map((each) => WORDS[each]);
    const choice = createChoice(`role-${name}`, `${name} is`, options, (word) => {
      const next = ROLES.find((each) => WORDS[each] === word) ?? "constant";
      chosen.set(name, next);
      roles.set(name, next);
      shown = keyOf(); // the row stands, and keeps the focus
      onChange();
    });
    choice.choose(WORDS[role]);
    const label = html("span", { class: "role-name", title: name }, ...nameOf(name));
    return html("li", {}, label, choice.element);
  }

  const keyOf = () => JSON.stringify([...roles]);

  function draw() {
    const key = keyOf();
    if (key === shown) return;
    shown = key;
    list.replaceChildren(...[...roles].map(([name, role]) => row(name, role)));
  }

  const named = (/** @type {Role} */ role) =>
    [...roles].filter(([, each]) => each === role).map(([name]) => name);

  return {
    parameters: () => named("parameter"),
    data: () => named("data"),
    names: () => [...roles.keys()],

    /** @param {Train} train what a link, an example or a recognised loop says */
    set(train) {
      chosen.clear();
      linked = train.parameters ? train : null;
    },

    forget() {
      chosen.clear();
      linked = null;
    },

    /** @param {string} name @param {Role} role */
    choose(name, role) {
      chosen.set(name, role);
      if (roles.has(name)) roles.set(name, role);
      draw();
    },

    /**
     * @param {string[]} names the inputs there are
     * @param {{parameters: string[], data: string[]}} plan what the server takes them for
     */
    load(names, plan) {
      const parameters = linked?.parameters ?? plan.parameters;
      const data = linked?.data ?? plan.data;
      const guess = (/** @type {string} */ name) =>
        parameters.includes(name) ? "parameter" : data.includes(name) ? "data" : "constant";
      if (linked) for (const name of names) chosen.set(name, guess(name));
      linked = null;
      roles = new Map(names.map((name) => [name, chosen.get(name) ?? guess(name)]));
      draw();
    },
  };
}
