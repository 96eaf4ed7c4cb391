// The pane of generated data: which set, how many rows, how noisy.
import { html } from "../lib/dom.js";
import { createSelect } from "../lib/parts.js";
import { numberField } from "./fields.js";
import { call, Problem } from "./run.js";

/**
 * @typedef {Object} Generator
 * @property {string} name
 * @property {string} title
 * @property {number} rows as many as usual
 * @property {number} noise
 * @property {string} noisy what it means
 * @property {string} remark
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
  const select = createSelect("Data set", (next) => {
    name = next;
    draw();
    read();
  });
  pane.append(select.element, remark, fields);

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
      select.load(
        known.map((each) => ({ value: each.name, label: each.title })),
        name,
      );
      draw();
      read();
    },
  };
}
