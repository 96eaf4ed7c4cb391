// What was found while a run went on, in sentences; each leads to its iteration.
import { html, minus } from "../../lib/dom.js";
import { count } from "../words.js";

/** @typedef {import("./types.js").Finding} Finding */

/** @type {Record<string, string>} */
const TITLES = { rate: "learning rate" };

/** @param {(iteration: number) => void} onIteration */
export function createFindings(onIteration) {
  const list = html("ul");
  const element = html(
    "aside",
    { class: "findings", "aria-label": "Found", tabindex: 0 },
    html("p", { class: "findings-title" }, "Found (▲ in the loss)"),
    list,
  );
  let known = "";

  /**
   * @param {Finding} finding
   * @param {import("./types.js").Layer[]} layers
   */
  function item({ kind, message, iteration, layer }, layers) {
    const name = layers.find(({ id }) => id === layer)?.name ?? layer;
    const title = TITLES[kind] ?? kind;
    const head = html("strong", {}, name ? `${title}, ${name}` : title);
    const place = html("span", {}, `from iteration ${count(iteration)}`);
    const button = html(
      "button",
      { type: "button" },
      head,
      place,
      html("span", {}, minus(message)),
    );
    button.addEventListener("click", () => onIteration(iteration));
    return html("li", {}, button);
  }

  return {
    element,
    /** @param {{findings: Finding[], layers: import("./types.js").Layer[]} | null} status */
    show(status) {
      const findings = status?.findings ?? [];
      element.hidden = findings.length === 0;
      const key = JSON.stringify(findings);
      if (key === known) return;
      known = key;
      list.replaceChildren(...findings.map((finding) => item(finding, status?.layers ?? [])));
    },
  };
}
