// The inputs panel: a row for each input, in the order of the program.
import { makeRow, put, showTag } from "./input-row.js";
import { byId } from "./shapes.js";

/** @typedef {import("./types.js").Payload} Payload */
/** @typedef {import("./input-row.js").Row} Row */

const MANY = 6;

/**
 * @param {(name: string, value: number) => void} onChange
 */
export function createInputs(onChange) {
  const list = byId("input-rows");
  /** @type {Map<string, Row>} */
  const rows = new Map();

  /** @param {string[]} names keeps the rows of these names, in this order */
  function arrange(names) {
    for (const [name, row] of rows) {
      if (names.includes(name)) continue;
      row.item.remove();
      rows.delete(name);
    }
    for (const [index, name] of names.entries()) {
      const row = rows.get(name) ?? makeRow(name, onChange);
      rows.set(name, row);
      if (list.children[index] !== row.item)
        list.insertBefore(row.item, list.children[index] ?? null);
    }
    list.classList.toggle("many", names.length > MANY);
  }

  return {
    /** @param {Payload} payload */
    load(payload) {
      const places = new Map(payload.nodes.map((node, index) => [node.id, index]));
      const place = (/** @type {string} */ name) =>
        places.get(payload.input_details[name]?.node ?? "") ?? 0;
      arrange(Object.keys(payload.inputs).sort((one, other) => place(one) - place(other)));
      for (const [name, value] of Object.entries(payload.inputs)) {
        const row = rows.get(name);
        if (!row) continue;
        const details = payload.input_details[name];
        const fresh = row.node === "";
        row.node = details?.node ?? "";
        const busy = row.item.matches(":active, .in-use");
        if (busy || typeof value !== "number") continue;
        if (row.value !== value || fresh) put(row, value, fresh, details?.structural ?? false);
      }
    },

    /**
     * Offers fields for inputs that have no value yet.
     * @param {string[]} names
     */
    offer(names) {
      arrange([...new Set([...names, ...rows.keys()])]);
      for (const name of names) {
        const row = rows.get(name);
        if (!row || row.value !== null) continue;
        Object.assign(row.slider, { min: "-5", max: "5", step: "0.1", value: "0" });
        row.field.placeholder = "value";
        showTag(row, null, "pending");
      }
    },

    /** @param {import("./types.js").Marks} picture the tags follow the picture's */
    show(picture) {
      for (const row of rows.values()) {
        const [state, text] = picture[`${row.node}-grad`] ?? ["pending", null];
        showTag(row, state === "pending" ? null : (text ?? null), state);
      }
    },
  };
}
