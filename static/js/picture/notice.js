// What stands on the stage where there is no picture.

import { byId, ended, html } from "../lib/dom.js";

const HOW =
  "Names you do not assign are inputs, the last name you assign is the output. " +
  "Try f = (x + y) * z.";

const SAMPLES = 3;

/**
 * How to begin, with examples to begin with.
 * @param {string} title
 * @param {string | null} reason why there is nothing to see; none: how to write a program
 */
export async function showStart(title, reason) {
  const samples = html("ul", { class: "starters" });
  put(
    html("h2", {}, title),
    html("p", {}, `${ended(reason ?? HOW)} Or start from one of these:`),
    samples,
  );
  const { firstStarters } = await import("../gallery/entries.js");
  samples.append(...(await firstStarters(SAMPLES).catch(() => [])));
}

/** @param {string} reason why a circuit is too large to draw; the table stands in */
export function showTooLarge(reason) {
  put(
    html("h2", {}, "This circuit is too large to draw"),
    html("p", {}, `${reason} The table below has every value and gradient.`),
  );
}

/** @param {{message: string, hint?: string | null}} problem why a view has nothing to draw */
export function showProblem({ message, hint }) {
  put(html("h2", {}, ended(message)), hint ? html("p", {}, hint) : html("p"));
}

/**
 * Inputs alone: they stand in the picture as short wires.
 * @param {string[]} names
 */
export function showBare(names) {
  put(html("p", {}, `Nothing is computed from ${names.join(", ") || "the program"} yet`));
  byId("notice").dataset.kind = "bare";
}

export function hideNotice() {
  byId("notice").hidden = true;
}

/** @param {...HTMLElement} parts */
function put(...parts) {
  byId("notice").replaceChildren(...parts);
  byId("notice").hidden = false;
  delete byId("notice").dataset.kind;
}
