// The "Training" section beside the program: what is trained, how, and for how long.
import { nameOf } from "../inputs/arrays/row.js";
import { byId, html, minus } from "../lib/dom.js";
import { numberField, rateFields, settingField } from "./fields.js";
import { createRoles } from "./roles.js";
import { batchesOf } from "./table.js";
import { count } from "./words.js";

/** @typedef {import("./types.js").Train} Train */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Optimizer} Optimizer */

const RATE = "lr"; // which has a slider
const USUAL = { iterations: 200, batch: null, seed: 0 };
const MOST_NAMES = 5; // of what is trained
const ALL = ""; // rows

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));

/**
 * @param {(train: Train) => void} onChange
 */
export function createSettings(onChange) {
  const select = /** @type {HTMLSelectElement} */ (byId("train-optimizer"));
  const remark = byId("train-remark");
  const others = byId("train-others");
  /** @type {Optimizer[]} */
  let optimizers = [];
  let name = "sgd";
  /** @type {Map<string, Record<string, number>>} what was set, by optimizer */
  const set = new Map();
  /** @type {{iterations: number, batch: number | null, seed: number}} */
  let counts = { ...USUAL };

  let rows = 0; // of the data; 0: there is none

  function changed() {
    drawNames();
    onChange(train());
  }
  const roles = createRoles(byId("train-roles"), changed);
  const batch = /** @type {HTMLSelectElement} */ (byId("train-batch"));
  batch.addEventListener("change", () => {
    counts.batch = batch.value === ALL ? null : Number(batch.value);
    changed();
  });
  const rate = rateFields(field("train-slider"), field("train-rate"), (next) => own(RATE, next));
  const fields = {
    iterations: numberField(field("train-iterations"), { whole: true, least: 1 }, (next) => {
      counts.iterations = next ?? counts.iterations;
      changed();
    }),
    seed: numberField(field("train-seed"), { whole: true, least: 0 }, (next) => {
      counts.seed = next ?? counts.seed;
      changed();
    }),
  };
  select.addEventListener("change", () => {
    name = select.value;
    draw();
    changed();
  });

  const row = () => optimizers.find((each) => each.name === name) ?? optimizers[0];

  /** @returns {Record<string, number>} the settings of the chosen optimizer */
  const settings = () => ({ ...row()?.settings, ...set.get(name) });

  /** @param {string} setting @param {number} value */
  function own(setting, value) {
    set.set(name, { ...set.get(name), [setting]: value });
    changed();
  }

  /** @returns {Train} */
  const train = () => ({
    ...{ parameters: roles.parameters(), data: roles.data() },
    ...{ optimizer: name, settings: settings(), ...counts },
  });

  /** The chosen optimizer: its remark and its numbers. */
  function draw() {
    select.value = name;
    remark.textContent = minus(row()?.remark);
    const { [RATE]: lr = 0, ...rest } = settings();
    rate.put(lr);
    const made = Object.entries(rest).map(([setting, value]) =>
      settingField(setting, value, (next) => own(setting, next)),
    );
    others.replaceChildren(...made);
  }

  /** What is trained and what is data, by their names. */
  function drawNames() {
    const few = roles.parameters().slice(0, MOST_NAMES);
    const more = roles.parameters().length - few.length;
    const put = (/** @type {string} */ name) =>
      html("span", { class: "train-name" }, ...nameOf(name));
    byId("train-names").replaceChildren(
      ...(few.length ? few.map(put) : [html("span", { class: "note" }, "nothing yet")]),
      ...(more > 0 ? [html("span", { class: "note" }, `and ${more} more`)] : []),
    );
    const data = roles.data().slice(0, MOST_NAMES);
    const none = html("span", { class: "note" }, "none");
    byId("train-data-names").replaceChildren(...(data.length ? data.map(put) : [none]));
  }

  function drawCounts() {
    fields.iterations.put(counts.iterations);
    fields.seed.put(counts.seed);
    const sizes = batchesOf(rows, counts.batch);
    const all = html("option", { value: ALL }, rows ? `all ${count(rows)} rows` : "all rows");
    const options = sizes.map((size) =>
      html("option", { value: size }, `${count(size)} row${size === 1 ? "" : "s"}`),
    );
    batch.replaceChildren(all, ...options);
    batch.value = counts.batch === null ? ALL : String(counts.batch);
  }
  drawCounts();

  return {
    train,
    row,
    parameters: roles.parameters,

    /** @param {string} input @param {import("./types.js").Role} role */
    choose(input, role) {
      roles.choose(input, role);
      changed();
    },

    /** Whether a field holds what is no number that it could take. */
    wrong() {
      const found = byId("training-settings").querySelector("[aria-invalid=true]");
      const more = found?.closest("details");
      if (more) more.open = true; // it stands in there
      return found !== null;
    },

    /** @param {number} next how many rows of data there are */
    rows(next) {
      if (next === rows) return;
      rows = next;
      drawCounts();
      drawNames();
    },

    data: roles.data,

    /** What was chosen was chosen for another text. */
    forget() {
      roles.forget();
      set.clear();
      name = "sgd";
      counts = { ...USUAL };
      drawCounts();
      if (optimizers.length) draw();
    },

    /** @param {Train} train what a link, an example or a recognised loop says */
    set(train) {
      roles.set(train);
      name = train.optimizer ?? name;
      if (train.settings) set.set(name, { ...train.settings });
      const { iterations, batch = null, seed = 0 } = train;
      if (iterations !== undefined) counts = { iterations, batch, seed };
      drawCounts();
      if (optimizers.length) draw();
    },

    /**
     * @param {Plan} plan
     * @param {string[]} names the inputs there are
     */
    load(plan, names) {
      const fresh = JSON.stringify(plan.optimizers) !== JSON.stringify(optimizers);
      optimizers = plan.optimizers;
      roles.load(names, plan);
      drawNames();
      if (!fresh) return;
      const options = optimizers.map((each) => html("option", { value: each.name }, each.title));
      select.replaceChildren(...options);
      draw();
    },
  };
}
