// The pane of generated data: which set, by a thumbnail of its own points; how many rows, how noisy.
import { html } from "../lib/dom.js";
import { numberField } from "./fields.js";
import { thumbnail } from "./plots/symbols.js";
import { call, Problem } from "./run.js";

/**
 * @typedef {Object} Generator
 * @property {string} name
 * @property {string} title
 * @property {number} rows as many as usual
 * @property {number} noise
 * @property {string} noisy what it means
 * @property {string} remark
 * @property {number[][]} points a few of its own, each with its class
 * @property {Record<string, number>} [sizes] whole numbers that may be chosen besides
 */

/**
 * @param {HTMLElement} pane
 * @param {(body: object | null) => void} onChange what to ask for
 */
export function createGenerators(pane, onChange) {
  const remark = html("p", { class: "note" });
  const fields = html("div", { class: "data-fields" });
  /** @type {Generator[]} */
  let known = [];
  /** @type {Record<string, number>} */
  let values = {};
  let name = "";
  const sets = html(
    "fieldset",
    { class: "thumbnails" },
    html("legend", { class: "hidden" }, "Data set"),
  );
  sets.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    name = event.target.value;
    draw();
    read();
  });
  pane.append(sets, remark, fields);

  /** @param {Generator} row */
  const choice = ({ name: value, title, points }) =>
    html(
      "label",
      {},
      html("input", { type: "radio", name: "data-set", value, checked: value === name }),
      thumbnail(points),
      html("span", {}, title),
    );

  const row = () => known.find((each) => each.name === name);

  /**
   * @param {string} word
   * @param {string} title
   * @param {{whole?: boolean}} kind
   */
  function field(word, title, { whole = true } = {}) {
    const input = /** @type {HTMLInputElement} */ (
      html("input", { type: "text", inputmode: "decimal", autocomplete: "off" })
    );
    const number = numberField(input, { whole, least: 0 }, (next) => {
      values[word] = next ?? 0;
      read();
    });
    number.put(values[word] ?? 0);
    return html("label", { title }, html("span", {}, word), input);
  }

  function draw() {
    const made = row();
    if (!made) return;
    values = { rows: made.rows, noise: made.noise, seed: values.seed ?? 0, ...made.sizes };
    remark.textContent = made.remark;
    const sizes = Object.keys(made.sizes ?? {}).map((word) => field(word, ""));
    const noise = field("noise", made.noisy, { whole: false });
    fields.replaceChildren(field("rows", ""), noise, ...sizes, field("seed", ""));
  }

  function read() {
    onChange(row() ? { generator: name, ...values } : null);
  }

  return {
    /** Asks for the data as it is set now. */
    async read() {
      if (known.length) return read();
      try {
        ({ generators: known } = await call("/api/data"));
      } catch (thrown) {
        if (!(thrown instanceof Problem)) throw thrown;
        return onChange(null);
      }
      name = known[0]?.name ?? "";
      sets.append(...known.map(choice));
      draw();
      read();
    },
  };
}
