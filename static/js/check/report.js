// The panel of check mode: what was found in words, the list of verdicts, examples to start from.
import { byId, html, minus } from "../lib/dom.js";
import { createSelect } from "../lib/parts.js";
import { createList, summaryOf } from "./verdicts.js";
import { summary } from "./words.js";

/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").Verdict} Verdict */

const HOW =
  "Write the forward and the backward pass together, in NumPy. Call gradients dx, grad_w1, " +
  "dL_dx or grads['W1']; every line that computes one is judged.";

/**
 * @param {Object} options
 * @param {(verdict: Verdict) => void} options.onPick
 * @param {(verdict: Verdict | null) => void} options.onPoint
 * @param {(name: string) => void} options.onLoss
 * @param {(line: number) => string} options.source
 */
export function createReport({ onPick, onPoint, onLoss, source }) {
  const panel = byId("verdicts");
  const said = byId("check-said"); // heard in any tab
  const list = createList({ onPick, onPoint, source });
  const words = html("div", { class: "verdict-words" });
  const start = html(
    "p",
    { class: "verdict-start" },
    html(
      "button",
      { type: "button", class: "link-button", "data-action": "openExamples" },
      "Examples with a slip inside",
    ),
  );
  panel.replaceChildren(html("div", { class: "verdict-about" }, words, start), list.element);

  /**
   * @param {string} title
   * @param {string | null} sentence
   * @param {HTMLElement[]} more
   */
  function say(title, sentence, ...more) {
    words.replaceChildren(
      html("h2", {}, title),
      sentence ? html("p", { class: "sentence" }, minus(sentence)) : "",
      ...more,
    );
    said.textContent = sentence ? `${title}. ${minus(sentence)}` : title;
  }

  /** @param {boolean} stale whether the list is of a text that has changed since */
  function outdated(stale) {
    panel.classList.toggle("is-stale", stale);
    document.body.classList.toggle("stale-verdicts", stale);
  }

  return {
    choose: list.choose,

    /** @param {CheckResult} found */
    load(found) {
      outdated(false);
      words.replaceChildren(...summaryOf(found, onPick));
      list.load(found.verdicts);
      panel.scrollTop = 0;
      const { headline, sentence, aside } = summary(found);
      const all = `${sentence} ${aside}`.trim();
      said.textContent = `${headline}${found.first_wrong ? ":" : "."} ${minus(all)}`;
    },

    /** The text cannot be read: the list stays, and says that it is of the text before. */
    fail(/** @type {string} */ message) {
      outdated(true);
      const kept = list.element.childElementCount
        ? [html("p", {}, "The verdicts are those of the text before.")]
        : [];
      say("This cannot be checked yet", message, ...kept);
    },

    /**
     * @param {string} question
     * @param {string[]} names
     */
    askLoss(question, names) {
      outdated(false);
      list.load([]);
      const select = createSelect("loss", onLoss);
      const choices = names.map((name) => ({ value: name, label: name }));
      select.load([{ value: "", label: "choose" }, ...choices], "");
      const [title = "", ...rest] = question.split("? ");
      if (rest.length) say(`${title}?`, rest.join("? "), select.element);
      else say("Which value is the loss?", question, select.element);
    },

    empty() {
      outdated(false);
      list.load([]);
      say("Nothing to check yet", HOW);
      said.textContent = "";
    },
  };
}
