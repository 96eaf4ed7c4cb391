// The gates in the help, by their roles.

import { html } from "../lib/dom.js";
import { gates } from "../state/gates.js";

/** @typedef {import("../state/gates.js").GateRow} GateRow */

/** @param {HTMLElement} place */
export async function listGates(place) {
  if (place.childElementCount) return;
  const rows = await gates();
  const roles = [...new Set(rows.flatMap(({ role }) => role ?? []))].sort();
  place.replaceChildren(
    ...roles.map((role) => {
      const own = rows.filter((gate) => gate.role === role);
      return entry(role, own[0]?.info ?? "", own);
    }),
    entry(
      "no gradient",
      "Compares, and only chooses a way.",
      rows.filter(({ role }) => role === null),
    ),
  );
}

/**
 * @param {string} role
 * @param {string} meaning
 * @param {GateRow[]} rows
 */
function entry(role, meaning, rows) {
  const codes = rows.flatMap(({ label, aliases, detail }) => [
    html("code", { title: [label, ...aliases.map((one) => `also ${one}`)].join(", ") }, detail),
    " ",
  ]);
  return html(
    "div",
    {},
    html("dt", {}, role),
    html("dd", {}, `${meaning} `, html("span", {}, ...codes)),
  );
}
