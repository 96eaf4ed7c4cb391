// A Python, NumPy or MATLAB list of numbers: [[1, 2], [3, 4]], np.array([…]), [[1. 2.]\n [3. 4.]].
// Pure.

import { shapeOf, shapeText } from "../../lib/nested.js";
import { ReadError, readElement } from "./element.js";

/** @typedef {import("../../lib/nested.js").Nested} Nested */
/** @typedef {{tokens: Token[], at: number, end: number, depth: number}} Reader */
/** @typedef {{kind: "open" | "close" | "comma" | "row" | "word", text: string, start: number}} Token */

const DEEPEST = 40;
const CLOSING = /** @type {Record<string, string>} */ ({ "[": "]", "(": ")" });
const KINDS = /** @type {Record<string, Token["kind"]>} */ ({
  "[": "open",
  "(": "open",
  "]": "close",
  ")": "close",
  ",": "comma",
  ";": "row",
});

/**
 * @param {string} text
 * @returns {Nested}
 */
export function readList(text) {
  const code = withoutCall(text);
  const tokens = tokensOf(code);
  const reader = { tokens, at: 0, end: code.trimEnd().length, depth: 0 };
  const first = tokens[0];
  if (!first) throw new ReadError("There are no numbers yet.", 0, text.length);
  const value = readValue(reader);
  let after = tokens[reader.at];
  if (after?.kind === "comma" && reader.at === tokens.length - 1) after = undefined;
  if (after) {
    const message =
      after.kind === "close"
        ? `This ${after.text} closes nothing.`
        : "The array ended before this: put all of it in one pair of brackets.";
    throw new ReadError(message, after.start, after.start + after.text.length);
  }
  return value;
}

/**
 * The list of `W = np.array([…], dtype=float)`; all else becomes spaces, so that places stay.
 * @param {string} text
 */
function withoutCall(text) {
  const blank = (/** @type {string} */ part) => part.replace(/\S/g, " ");
  const name = /^\s*[\p{L}_][\p{L}\p{N}_]*\s*=(?!=)/u.exec(text)?.[0] ?? "";
  const rest = text.slice(name.length);
  const call = /^\s*[\p{L}_][\p{L}\p{N}_.]*\s*\(/u.exec(rest)?.[0];
  if (!call) return blank(name) + rest;
  const end =
    /((?:,\s*[a-z_]+\s*=\s*[^()[\],]+|,\s*(?:np\.|torch\.)?(?:float|int|bool)\d*)*,?\s*)\)\s*;?\s*$/i.exec(
      rest,
    );
  if (!end) throw new ReadError("This bracket is never closed.", text.length - 1, text.length);
  const body = rest.slice(call.length, end.index);
  return blank(name) + blank(call) + body + blank(end[0]);
}

/**
 * @param {string} text
 * @returns {Token[]}
 */
function tokensOf(text) {
  return [...text.matchAll(/[[\](),;]|[^\s[\](),;]+/g)].map((found) => ({
    kind: KINDS[found[0]] ?? "word",
    text: found[0],
    start: found.index,
  }));
}

/**
 * @param {Reader} reader
 * @returns {Nested}
 */
function readValue(reader) {
  const token = reader.tokens[reader.at];
  if (!token) throw new ReadError("A number is missing at the end.", reader.end, reader.end + 1);
  reader.at += 1;
  if (token.kind === "word") return readElement(token.text, token.start);
  if (token.kind === "open") return readItems(reader, token);
  const message =
    token.kind === "close"
      ? "A number is missing before this bracket."
      : "A number is missing here.";
  throw new ReadError(message, token.start, token.start + 1);
}

/**
 * What stands between two brackets.
 * @param {Reader} reader
 * @param {Token} open
 * @returns {Nested}
 */
function readItems(reader, open) {
  reader.depth += 1;
  if (reader.depth > DEEPEST) throw new ReadError("These brackets are too deep.", 0, open.start);
  /** @type {Nested[][]} a semicolon begins a row, as in MATLAB */
  const rows = [[]];
  /** @type {[number, number][]} where each item stands */
  const places = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    const row = /** @type {Nested[]} */ (rows.at(-1));
    if (!token) throw new ReadError("This bracket is never closed.", open.start, open.start + 1);
    if (token.kind === "close") {
      reader.at += 1;
      if (token.text === CLOSING[open.text]) break;
      const message = `This ${token.text} closes a ${open.text}: the two must match.`;
      throw new ReadError(message, token.start, token.start + 1);
    }
    if (token.kind === "row") {
      reader.at += 1;
      rows.push([]);
      continue;
    }
    row.push(readValue(reader));
    const last = reader.tokens[reader.at - 1] ?? token;
    places.push([token.start, last.start + last.text.length]);
    if (reader.tokens[reader.at]?.kind === "comma") reader.at += 1;
  }
  reader.depth -= 1;
  if (!rows.at(-1)?.length) rows.pop();
  const items = rows.length > 1 ? rows : (rows[0] ?? []);
  if (!items.length) {
    throw new ReadError("There are no numbers between these brackets.", open.start, open.start + 1);
  }
  if (open.text === "(" && items.length === 1 && reader.tokens[reader.at - 2]?.kind !== "comma") {
    return /** @type {Nested} */ (items[0]); // (3) is a number, (3,) is a list
  }
  agree(items, places, open);
  return items;
}

/**
 * Every part of a list must have the shape of the first.
 * @param {Nested[]} items
 * @param {[number, number][]} places
 * @param {Token} open
 */
function agree(items, places, open) {
  const first = shapeOf(items[0]);
  for (const [index, item] of items.entries()) {
    const shape = shapeOf(item);
    if (shape.length === first.length && shape.every((length, axis) => length === first[axis])) {
      continue;
    }
    const [start, end] = places[index] ?? [open.start, open.start + 1];
    throw new ReadError(disagreement(index, shape, first), start, end);
  }
}

/**
 * @param {number} index
 * @param {number[]} shape
 * @param {number[]} first
 */
function disagreement(index, shape, first) {
  const row = `Row ${index + 1}`;
  if (!shape.length) return "Here stands a number where the rows before are lists.";
  if (!first.length) return "Here stands a list where the ones before are numbers.";
  if (shape.length === 1 && first.length === 1) {
    const count = `${shape[0]} number${shape[0] === 1 ? "" : "s"}`;
    return `${row} has ${count}, row 1 has ${first[0]}.`;
  }
  return `${row} is ${shapeText(shape)}, row 1 is ${shapeText(first)}.`;
}
