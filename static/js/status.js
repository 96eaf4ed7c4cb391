// What the page says about the text: an error inside the editor's box, counts, warnings.
import { byId, html, minus } from "./shapes.js";

/** @typedef {import("./types.js").Failure} Failure */

/**
 * @param {Object} options
 * @param {(failure: Failure) => void} options.onMend puts the mend into the text
 * @param {(names: string[]) => void} options.onSetInputs gives missing inputs the value 1
 */
export function createStatus({ onMend, onSetInputs }) {
  const error = byId("error");
  const line = byId("status");
  const warnings = byId("warnings");
  let counts = "";
  let shown = false;
  /** @type {string | null} */
  let away = null;
  /** @type {Failure | null} */
  let failure = null;

  function showLine() {
    const kept = failure && shown ? "The picture shows the last program that ran" : counts;
    line.textContent = away ?? kept;
  }

  return {
    /** @param {import("./types.js").Payload} payload */
    ran({ stats, warnings: notices }) {
      const plural = (/** @type {number} */ count, /** @type {string} */ word) =>
        `${count} ${word}${count === 1 ? "" : "s"}`;
      counts = `${plural(stats.gates, "gate")}, ${plural(stats.inputs, "input")}`;
      failure = null;
      shown = true;
      error.hidden = true;
      error.replaceChildren();
      document.body.classList.remove("has-error");
      warnings.replaceChildren(
        ...notices.map((notice) =>
          html("li", {}, `${notice.line ? `Line ${notice.line}: ` : ""}${minus(notice.message)}`),
        ),
      );
      showLine();
    },

    /** @param {Failure} next */
    failed(next) {
      failure = next;
      const place = next.line ? `Line ${next.line}: ` : "";
      const hint = next.hint && !next.mend && !next.missing?.length ? ` ${next.hint}` : "";
      error.replaceChildren(html("p", {}, `${place}${next.message}${hint}`));
      const { mend, missing } = next;
      if (mend) button(["Write ", html("code", {}, mend)], () => onMend(next));
      else if (missing?.length) {
        const them = missing.length === 1 ? "it" : "them";
        button([`Set ${them} to 1`], () => onSetInputs(missing));
      }
      error.hidden = false;
      document.body.classList.add("has-error");
      showLine();
    },

    /** Nothing was typed: nothing is wrong. */
    empty() {
      failure = null;
      counts = "";
      error.hidden = true;
      warnings.replaceChildren();
      showLine();
    },

    /** @param {string | null} reason the server does not answer; null: it does again */
    away(reason) {
      away = reason;
      showLine();
    },
  };

  /**
   * @param {(Node | string)[]} label
   * @param {() => void} run
   */
  function button(label, run) {
    const element = html("button", { type: "button", class: "button outlined" }, ...label);
    element.addEventListener("click", run);
    error.append(element);
  }
}
