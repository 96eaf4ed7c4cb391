// The dialog "Data": rows from a generator, or from a spreadsheet, given to the program's inputs.
import { createChoice } from "../lib/choice.js";
import { byId, ended, minus } from "../lib/dom.js";
import { createSelect } from "../lib/parts.js";
import { createCsv } from "./csv.js";
import { createGenerators } from "./generators.js";
import { drawPoints } from "./plots/preview.js";
import { call, Problem } from "./run.js";
import { fitted, guessed, isRows, summary } from "./table.js";

/** @typedef {import("./types.js").Table} Table */
/** @typedef {import("../lib/types.js").InputDetail} InputDetail */
/** @typedef {import("../lib/types.js").Value} Value */

const WAYS = { Generate: "generate", CSV: "csv" };
const NOWHERE = "";

/**
 * @param {Object} page
 * @param {() => Record<string, InputDetail>} page.details of the inputs there are
 * @param {(values: Record<string, Value>) => void} page.onAccept
 * @param {(lines: string) => void} page.onWrite the data as lines of the program
 */
export function createData({ details, onAccept, onWrite }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("train-data"));
  const problem = byId("data-problem");
  const about = byId("data-about");
  const preview = byId("data-preview");
  const accept = byId("data-accept");
  const write = byId("data-write");
  const panes = /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-pane]"));
  const choice = createChoice("data-way", "Where the data comes from", Object.keys(WAYS), turn);
  byId("data-ways").append(choice.element);
  /** @type {Table | null} */
  let table = null;
  let turnOf = 0; // an answer to an earlier question is dropped
  /** @type {Record<"X" | "y", string>} the inputs that get them */
  const targets = { X: NOWHERE, y: NOWHERE };
  const selects = {
    X: createSelect("Features go to", (name) => aim("X", name)),
    y: createSelect("Targets go to", (name) => aim("y", name)),
  };
  byId("data-targets").append(selects.X.element, selects.y.element);

  const generators = createGenerators(byId("data-generator"), (body) => ask(body));
  const csv = createCsv(dialog, {
    onText: (body) => ask(body),
    onProblem: (message) => say(message),
    onDrop() {
      choice.choose("CSV");
      turn("CSV");
    },
  });
  accept.addEventListener("click", take);
  write.addEventListener("click", () => {
    dialog.close();
    if (table?.text) onWrite(table.text);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  /** @param {string} message */
  function say(message) {
    problem.textContent = minus(message);
  }

  /** @param {string} way */
  function turn(way) {
    for (const pane of panes) pane.hidden = pane.dataset.pane !== way;
    if (way === "CSV") csv.read();
    else generators.read();
  }

  /** @param {object | null} body none: nothing is there to read */
  async function ask(body) {
    const mine = ++turnOf;
    if (!body) return show(null);
    try {
      const found = await call("/api/data", body);
      if (mine !== turnOf) return;
      say("");
      csv.showHeader(found.columns);
      show(found);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      if (mine !== turnOf) return;
      const { line, hint } = thrown.failure ?? {};
      const place = line && !/^(Line|Row)/.test(thrown.message) ? `Line ${line}: ` : "";
      say(`${place}${ended(thrown.message)} ${hint ?? ""}`.trim());
      show(null);
    }
  }

  /** @param {Table | null} next */
  function show(next) {
    table = next;
    about.textContent = next ? summary(next) : "";
    preview.replaceChildren(...(next ? [drawPoints(next)] : []));
    aims();
  }

  /** @param {"X" | "y"} part @param {string} name */
  function aim(part, name) {
    targets[part] = name;
    aims();
  }

  /** Which inputs could take the data, and whether that is settled. */
  function aims() {
    const names = Object.entries(details()).filter(([, each]) => isRows(each));
    const none = { value: NOWHERE, label: "nowhere" };
    const choices = [none, ...names.map(([name]) => ({ value: name, label: name }))];
    selects.y.element.hidden = !table?.y || !names.length;
    selects.X.element.hidden = accept.hidden = !names.length;
    write.hidden = !table?.text;
    write.classList.toggle("primary", !names.length);
    for (const part of /** @type {const} */ (["X", "y"])) {
      if (!choices.some(({ value }) => value === targets[part])) targets[part] = NOWHERE;
      selects[part].load(choices, targets[part]);
    }
    const used = [targets.X, table?.y ? targets.y : NOWHERE].filter(Boolean);
    const right = table !== null && used.length > 0 && new Set(used).size === used.length;
    accept.setAttribute("aria-disabled", String(!right));
    const twice = table && used.length === 2 && !right;
    if (twice) say("Features and targets cannot be the same input.");
    else if (table) say("");
  }

  function take() {
    if (!table || accept.getAttribute("aria-disabled") === "true") return;
    /** @type {Record<string, Value>} */
    const values = {};
    const known = details();
    if (targets.X) values[targets.X] = fitted(table.X, known[targets.X]?.shape);
    if (table.y && targets.y) values[targets.y] = fitted(table.y, known[targets.y]?.shape);
    dialog.close();
    onAccept(values);
  }

  function open() {
    const names = Object.entries(details());
    if (!targets.X) Object.assign(targets, guessed(names));
    if (!dialog.open) dialog.showModal();
    turn(choice.value());
  }
  return {
    open,
    /** @param {File} file of rows: it is shown, and asked which inputs its columns are for */
    drop(file) {
      choice.choose("CSV");
      open();
      accept.focus();
      csv.load(file);
    },
  };
}
