// Rows of numbers without brackets: what a spreadsheet copies, CSV, TSV, a printed table. Pure.
import { ReadError, readElement } from "./element.js";

/** @typedef {import("../../lib/nested.js").Element} Element */
/** @typedef {{text: string, start: number}} Field */

/**
 * @param {string} text
 * @returns {Element[][]}
 */
export function readTable(text) {
  const lines = linesOf(text);
  const separator = separatorOf(lines);
  // Where commas do not separate they may be decimal commas, as spreadsheets in half of Europe have.
  const comma = separator === "\t" || separator === ";";
  const rows = lines.map((line) => {
    const fields = fieldsOf(line, separator);
    return fields.map(({ text: field, start }) => {
      if (!field) throw new ReadError("A number is missing here.", start, start + 1);
      return readElement(comma ? field.replace(/^([-−+]?\d+),(\d+)$/, "$1.$2") : field, start);
    });
  });
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  const line = lines[ragged];
  if (line) {
    const [count, first] = [rows[ragged]?.length, width].map(plural);
    const message = `Row ${ragged + 1} has ${count}, row 1 has ${first}.`;
    throw new ReadError(message, line.start, line.start + line.text.length);
  }
  return rows;
}

/** @param {number | undefined} count */
const plural = (count) => `${count} number${count === 1 ? "" : "s"}`;

/**
 * The lines that hold something, without the blank ones round them.
 * @param {string} text
 * @returns {Field[]}
 */
function linesOf(text) {
  /** @type {Field[]} */
  const lines = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const kept = line.replace(/\r$/, "");
    if (kept.trim()) lines.push({ text: kept, start });
    start += line.length + 1;
  }
  return lines;
}

/** @param {Field[]} lines */
function separatorOf(lines) {
  const all = lines.map((line) => line.text.trim()).join("\n");
  return ["\t", ";", ","].find((sign) => all.includes(sign)) ?? " ";
}

/**
 * @param {Field} line
 * @param {string} separator
 * @returns {Field[]}
 */
function fieldsOf({ text, start }, separator) {
  if (separator === " ") {
    return [...text.matchAll(/\S+/g)].map((found) => ({
      text: found[0],
      start: start + found.index,
    }));
  }
  let at = start;
  const fields = text.split(separator).map((part) => {
    const field = {
      text: part.trim().replace(/^"(.*)"$/, "$1"),
      start: at + (part.length - part.trimStart().length),
    };
    at += part.length + 1;
    return field;
  });
  if (fields.length > 1 && !fields.at(-1)?.text) fields.pop(); // a comma may end a line
  return fields;
}
