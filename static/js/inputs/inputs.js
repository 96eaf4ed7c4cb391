// The inputs panel: a row for each input, in the order of the program.

import { byId, html } from "../lib/dom.js";
import { makeArrayRow } from "./arrays/row.js";
import { makeRow, put, showDrawn, showSizes, showTag } from "./input-row.js";
import { createSection } from "./section.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("./input-row.js").Row} NumberRow */
/** @typedef {ReturnType<typeof makeArrayRow>} ArrayRow */
/** @typedef {NumberRow | ArrayRow} Row */

/** @param {boolean} isArray */
const filledNote = (isArray) =>
  html(
    "span",
    { class: "hidden", "data-filled": true },
    isArray ? "drawn at random" : "no value in the text",
  );

/**
 * @param {(name: string, value: import("../lib/types.js").Value) => void} onChange
 * @param {import("./arrays/row.js").Actions} actions
 */
export function createInputs(onChange, actions) {
  const list = byId("input-rows");
  const section = createSection();
  /** @type {Map<string, Row>} */
  const rows = new Map();

  /**
   * A row of a kind for a name: the one there is, or a new one in its place.
   * @template {Row["kind"]} Kind
   * @param {string} name
   * @param {Kind} kind
   * @returns {Extract<Row, {kind: Kind}>}
   */
  function row(name, kind) {
    const there = rows.get(name);
    if (there?.kind === kind) return /** @type {Extract<Row, {kind: Kind}>} */ (there);
    const makers = {
      number: () => makeRow(name, onChange),
      array: () => makeArrayRow(name, actions),
    };
    const made = makers[kind]();
    there?.item.replaceWith(made.item);
    rows.set(name, made);
    return /** @type {Extract<Row, {kind: Kind}>} */ (made);
  }

  /** @param {string[]} names keeps the rows of these names, in this order */
  function arrange(names) {
    for (const [name, { item }] of rows) {
      if (names.includes(name)) continue;
      item.remove();
      rows.delete(name);
    }
    for (const [index, name] of names.entries()) {
      const item = rows.get(name)?.item;
      if (item && list.children[index] !== item)
        list.insertBefore(item, list.children[index] ?? null);
    }
    section.load(names);
  }

  /**
   * @param {string} name
   * @param {number} value
   * @param {import("../lib/types.js").InputDetail | undefined} details
   */
  function loadNumber(name, value, details) {
    const number = row(name, "number");
    const fresh = number.node === "";
    number.node = details?.node ?? "";
    number.sizes = details?.structural ?? false;
    if (number.item.matches(":active, .in-use")) return;
    if (number.value !== value || fresh) put(number, value, fresh, details?.structural ?? false);
  }

  /**
   * Says of an input that the text gives it no value, until the reader does.
   * @param {HTMLElement | undefined} item
   * @param {boolean} isFilled
   * @param {boolean} isArray
   */
  function mark(item, isFilled, isArray) {
    const there = item?.querySelector("[data-filled]");
    if (!isFilled) there?.remove();
    else if (!there) item?.append(filledNote(isArray));
  }

  return {
    section,

    /** @param {Pick<Payload, "nodes" | "inputs" | "input_details" | "filled">} payload */
    load({ nodes, inputs, input_details: details, filled = [] }) {
      const places = new Map(nodes.map((node, index) => [node.id, index]));
      const place = (/** @type {string} */ name) => places.get(details[name]?.node ?? "") ?? 0;
      const names = Object.keys(inputs).sort((one, other) => place(one) - place(other));
      for (const name of names) {
        const [value, detail] = [inputs[name], details[name]];
        if (detail?.shape?.length) row(name, "array").load(detail);
        else if (typeof value === "number") loadNumber(name, value, detail);
        else row(name, "number").node = detail?.node ?? "";
        mark(rows.get(name)?.item, filled.includes(name), Boolean(detail?.shape?.length));
      }
      arrange(names);
    },

    /**
     * While the server does not answer, a number that is set and not drawn says what is.
     * @param {Payload["inputs"] | null} drawn by name; null: the picture shows all of them
     */
    waits(drawn) {
      for (const [name, entry] of rows)
        if (entry.kind === "number") showDrawn(entry, drawn?.[name] ?? null);
    },

    /** @param {import("../lib/types.js").Marks} picture the tags follow the picture's */
    show(picture) {
      for (const entry of rows.values()) {
        const node = entry.kind === "number" ? entry.node : entry.node();
        const [state, content] = picture[`${node}-grad`] ?? ["pending", null];
        if (entry.kind !== "number") entry.show(state, content ?? null);
        else if (entry.sizes && !picture[`${node}-grad`]) showSizes(entry);
        else
          showTag(
            entry,
            state === "pending" || typeof content !== "string" ? null : content,
            state,
          );
      }
    },
  };
}
