// The tab Verdicts: what was found in a line, then every gradient with its verdict.

import { html, minus } from "../lib/dom.js";
import { arrayShape, arrayTag, isArray, spoken } from "../lib/matrix.js";
import { sign } from "./signs.js";
import { CAUSES, isFine, summary, WORDS } from "./words.js";

/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").Verdict} Verdict */
/** @typedef {import("./types.js").Shown} Shown */

const NONE = { value: null, expected: null };
const ROOM = { rows: 2, characters: 16 }; // of a matrix in a tag

/**
 * @param {Shown} shown
 * @param {string} word what it is
 * @param {string} state of the tag
 */
function value(shown, word, state) {
  const content = isArray(shown)
    ? arrayShape(shown, ROOM)
    : html("span", { class: "verdict-number" }, minus(shown));
  return html(
    "span",
    { class: "verdict-value", role: "img", "aria-label": `${word} ${spoken(shown)}` },
    arrayTag(content, state),
    html("small", {}, word),
  );
}

/** @param {string | null} of a node without a name is none to a reader */
const isNamed = (of) => of !== null && !/^n\d+$/.test(of);

/**
 * What the line has, and where that is not right, what it should have. Of an array that is right up
 * to a factor both would look alike.
 * @param {Verdict} verdict
 */
function values({ status, text }) {
  const { value: own, expected } = text ?? NONE;
  const parts = own === null ? [] : [value(own, "yours", "earlier")];
  const alike = isFine(status) && isArray(expected);
  if (status !== "right" && expected !== null && !alike) {
    const word = isFine(status) ? "exact" : "should be";
    parts.push(value(expected, word, isFine(status) ? "earlier" : "now"));
  }
  return html("span", { class: "verdict-values" }, ...parts);
}

/**
 * Two arrays beside each other, cell by cell; where they differ stands out.
 * @param {import("../lib/types.js").ShownArray} own
 * @param {import("../lib/types.js").ShownArray} expected
 */
function comparison(own, expected) {
  const grid = (
    /** @type {import("../lib/types.js").ShownArray} */ shown,
    /** @type {string} */ caption,
  ) => {
    const rows = (shown.cells ?? []).map((row, y) =>
      html(
        "tr",
        {},
        ...row.map((cell, x) => {
          const differs =
            own.shape === expected.shape && own.cells?.[y]?.[x] !== expected.cells?.[y]?.[x];
          const look = { "data-level": shown.heat[y]?.[x], class: differs ? "differs" : null };
          return html("td", look, minus(cell));
        }),
      ),
    );
    const title = html("caption", {}, `${caption}, ${shown.shape}`);
    return html("table", { class: "array-table" }, title, html("tbody", {}, ...rows));
  };
  return html(
    "div",
    {
      class: "verdict-comparison",
      tabindex: "0",
      role: "region",
      "aria-label": "Both, cell by cell",
    },
    grid(own, "yours"),
    grid(expected, "should be"),
  );
}

/**
 * @param {Object} options
 * @param {(verdict: Verdict) => void} options.onPick
 * @param {(verdict: Verdict | null) => void} options.onPoint
 * @param {(line: number) => string} options.source the text of a line
 */
export function createList({ onPick, onPoint, source }) {
  const list = html("ol", { class: "verdicts", "aria-label": "Verdicts, line by line" });
  /** @type {{verdict: Verdict, item: HTMLElement, button: HTMLElement}[]} */
  let rows = [];
  /** @type {Set<string>} lines and names that are compared cell by cell, also when judged again */
  const compared = new Set();

  /** @param {Verdict} verdict */
  function row(verdict) {
    const { name, of, line, status, cause, message, text } = verdict;
    const kind = [WORDS[status], status === "wrong" && cause ? CAUSES[cause] : null]
      .filter(Boolean)
      .join(": ");
    const plain = status === "right" && message === `${name} is right.`;
    const button = html(
      "button",
      { type: "button", class: "verdict-button" },
      sign(status),
      html(
        "span",
        { class: "verdict-line" },
        html("span", { class: "hidden" }, "Line "),
        `${line}`,
      ),
      html(
        "span",
        { class: "verdict-what" },
        html("span", {}, html("code", {}, name), isNamed(of) ? ` gradient of ${of}` : null),
        html("span", { class: "verdict-status" }, kind),
        html("code", { class: "verdict-source" }, source(line)),
        plain ? null : html("span", { class: "verdict-message" }, minus(message)),
      ),
      values(verdict),
    );
    const item = html("li", { "data-status": status }, button);
    const { value: own, expected } = text ?? NONE;
    if (!isFine(status) && isArray(own) && isArray(expected) && own.cells && expected.cells) {
      const both = comparison(own, expected);
      const compare = html("button", { type: "button", class: "link-button" }, "Cell by cell");
      const key = `${line} ${name}`;
      const show = (/** @type {boolean} */ on) => {
        both.hidden = !on;
        compare.setAttribute("aria-expanded", String(on));
      };
      compare.addEventListener("click", () => {
        show(Boolean(both.hidden));
        if (both.hidden) compared.delete(key);
        else compared.add(key);
        if (!both.hidden) item.scrollIntoView({ block: "nearest" });
      });
      show(compared.has(key));
      item.append(compare, both);
    }
    button.addEventListener("click", () => {
      choose(line, name);
      onPick(verdict);
    });
    for (const event of ["pointerenter", "focus"])
      button.addEventListener(event, () => onPoint(verdict));
    for (const event of ["pointerleave", "blur"])
      button.addEventListener(event, () => onPoint(null));
    return { verdict, item, button };
  }

  /**
   * @param {number} line
   * @param {string} [name]
   */
  function choose(line, name) {
    const on = (/** @type {Verdict} */ verdict) =>
      verdict.line === line && (name === undefined || verdict.name === name);
    for (const { verdict, button } of rows) {
      if (on(verdict)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    return rows.find(({ verdict }) => on(verdict)) ?? null;
  }

  return {
    element: list,

    /** @param {Verdict[]} verdicts */
    load(verdicts) {
      rows = verdicts.map(row);
      list.replaceChildren(...rows.map(({ item }) => item));
      const first = rows.find(({ verdict }) => !isFine(verdict.status));
      first?.item.classList.add("is-first"); // the words beside the list say why
      const end = first ? first.item.offsetTop + first.item.offsetHeight : 0;
      list.scrollTop = Math.max(0, end - list.clientHeight);
    },

    /** @param {number} line its verdict is marked and brought into sight */
    choose(line) {
      const chosen = choose(line);
      chosen?.item.scrollIntoView({ block: "nearest" });
      return chosen?.verdict ?? null;
    },
  };
}

/**
 * What was found, in words.
 * @param {CheckResult} found
 * @param {(verdict: Verdict) => void} onPick
 */
export function summaryOf(found, onPick) {
  const { headline, sentence } = summary(found);
  const { name, line } = found.first_wrong ?? {};
  const first = found.verdicts.find((one) => one.line === line && one.name === name);
  const notes = found.notes.map((note) => html("li", {}, minus(note.message)));
  const unjudged = found.unjudged.map((one) =>
    html("li", {}, `Line ${one.line}, `, html("code", {}, one.name), `: ${minus(one.reason)}`),
  );
  const there = html("button", { type: "button", class: "link-button" }, `Show line ${line}`);
  there.addEventListener("click", () => first && onPick(first));
  return [
    html(
      "h2",
      { "data-status": first?.status ?? "right" },
      sign(first?.status ?? "right"),
      headline,
    ),
    html("p", { class: "sentence" }, minus(sentence)),
    first ? there : null,
    notes.length ? html("ul", { class: "verdict-notes", "aria-label": "Notes" }, ...notes) : null,
    ...(unjudged.length
      ? [
          html("h3", { class: "verdict-unjudged" }, "Not judged"),
          html("ul", { class: "verdict-notes", "aria-label": "Not judged" }, ...unjudged),
        ]
      : []),
  ].filter((part) => part !== null);
}
