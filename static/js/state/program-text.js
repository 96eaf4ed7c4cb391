// What a text says without being run: its names, the literal of a name. Pure.

/** @typedef {{text: string, depth: number}} Token `depth`: in how many brackets it is */
/** @typedef {{tokens: Token[], indent: number, isDefinition: boolean}} Statement */

const NAME = /[\p{L}_][\p{L}\p{N}_]*/gu;
// Strings, comments, continued lines, operators that hold a "=", any other character.
export const TOKEN =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*|\\\n|(?:\*\*|\/\/|<<|>>|[-=!<>:+*/%&|^@])=|[\s\S]/gu;
const START = /^([ \t]*)(?:async[ \t]+)?(?:(def|class)(?=[ \t]))?/;

/**
 * The names in a text, those in comments aside.
 * @param {string} program
 */
export const namesIn = (program) => new Set(program.replace(/#.*$/gm, "").match(NAME) ?? []);

/**
 * A text's statements, without comments and spaces.
 * @param {string} program
 */
export function statementsOf(program) {
  /** @type {(at: number) => Statement} */
  const begin = (at) => {
    const { 1: space = "", 2: word } = program.slice(at).match(START) ?? [];
    return { tokens: [], indent: space.length, isDefinition: word !== undefined };
  };
  const statements = [begin(0)];
  let depth = 0;
  for (const { 0: text, index } of program.matchAll(TOKEN)) {
    const last = /** @type {Statement} */ (statements.at(-1));
    if (")]}".includes(text)) depth = Math.max(depth - 1, 0);
    if (text === "\n" && depth === 0) statements.push(begin(index + 1));
    else if (text === ";" && depth === 0) statements.push({ ...last, tokens: [] });
    else if (text.trim() && !text.startsWith("#") && text !== "\\\n")
      last.tokens.push({ text, depth });
    if ("([{".includes(text)) depth += 1;
  }
  return statements.filter(({ tokens }) => tokens.length > 0);
}

/**
 * Without what is inside of functions and classes, where names are others.
 * @param {Statement[]} statements
 */
function outsideDefinitions(statements) {
  let around = Number.POSITIVE_INFINITY; // the indentation of the definition that we are in
  return statements.filter(({ indent, isDefinition }) => {
    if (indent <= around) around = isDefinition ? indent : Number.POSITIVE_INFINITY;
    return indent <= around;
  });
}

/**
 * Tokens between separators outside of brackets.
 * @param {Token[]} tokens
 * @param {string} separator
 * @param {number} [level] how many brackets count as outside
 */
function split(tokens, separator, level = 0) {
  /** @type {Token[][]} */
  const parts = [[]];
  for (const token of tokens) {
    if (token.text === separator && token.depth === level) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** @param {Token[]} tokens */
const textOf = (tokens) => tokens.map(({ text }) => text).join("");

/**
 * The elements of "a, b", "(a, b)" or "[a, b]" as texts.
 * @param {Token[]} tokens
 */
function elementsOf(tokens) {
  const bracketed =
    "([".includes(tokens[0]?.text ?? "?") &&
    tokens.slice(1, -1).every(({ depth }) => depth > 0) &&
    ")]".includes(tokens.at(-1)?.text ?? "?");
  const inside = bracketed ? tokens.slice(1, -1) : tokens;
  const parts = split(inside, ",", bracketed ? 1 : 0).map(textOf);
  return parts.filter((part) => part !== "");
}

/**
 * The names that a statement assigns, each with the text that it gets: x 1 and y 2 of "x, y = 1, 2".
 * @param {Statement} statement
 * @returns {[string, string][]}
 */
function assignedBy({ tokens }) {
  const parts = split(tokens, "=");
  const value = parts.pop() ?? [];
  return parts.flatMap((part) => {
    const [target = []] = split(part, ":"); // without its annotation
    const names = elementsOf(target);
    const values = names.length > 1 ? elementsOf(value) : [];
    const each = values.length === names.length;
    return names.map((name, at) => [name, (each ? values[at] : null) ?? textOf(value)]);
  });
}

let known = { program: "", literals: /** @type {Map<string, string>} */ (new Map()) };

/**
 * What a text first assigns each of its names, without spaces: "[1,2]" for x in "x = [1, 2]".
 * @param {string} program
 */
function literalsOf(program) {
  if (known.program === program) return known.literals;
  const literals = new Map();
  for (const [name, text] of outsideDefinitions(statementsOf(program)).flatMap(assignedBy))
    if (!literals.has(quoted(name))) literals.set(quoted(name), text);
  known = { program, literals };
  return literals;
}

/** @param {string} path with its keys in the quotes of Python's own writing */
const quoted = (path) => path.replaceAll('"', "'");

/**
 * The name that a path begins with: params of "params['W1']".
 * @param {string} path
 */
export const rootOf = (path) => path.match(NAME)?.[0] ?? path;

/**
 * Whether a text has the names of a path: net and w of "net.w". Its keys may be made as it runs.
 * @param {string} program
 * @param {string} path
 */
export function hasPath(program, path) {
  const names = namesIn(program);
  return (path.replace(/\[[^\]]*\]/g, "").match(NAME) ?? []).every((name) => names.has(name));
}

/**
 * What a text first assigns a name, an attribute or an entry.
 * @param {string} program
 * @param {string} path
 * @returns {string | null} null where the text does not assign it
 */
export function literalIn(program, path) {
  const own = literalsOf(program).get(quoted(path));
  const root = rootOf(path);
  if (own !== undefined || root === path) return own ?? null;
  const whole = literalsOf(program).get(root) ?? null;
  if (whole === null) return null;
  const key = path.match(/\['([^']*)'\]$/)?.[1];
  if (key !== undefined) return entryOf(whole, key) ?? whole;
  const attribute = path.match(/\.([\p{L}_][\p{L}\p{N}_]*)(?:\[\d+\])*$/u)?.[1];
  const set = statementsOf(program)
    .flatMap(assignedBy)
    .find(([name]) => attribute !== undefined && name.endsWith(`.${attribute}`));
  return set ? `${set[1]} in ${whole}` : whole;
}

/**
 * The text of an entry in the text of a dictionary.
 * @param {string} whole
 * @param {string} key
 */
function entryOf(whole, key) {
  const tokens = statementsOf(whole)[0]?.tokens ?? [];
  for (const part of split(tokens, ",", 1)) {
    const [name = [], value] = split(part, ":", 1);
    if (value && quoted(textOf(name)).replace(/^\{/, "") === `'${key}'`)
      return textOf(
        value.at(-1)?.text === "}" && value.at(-1)?.depth === 0 ? value.slice(0, -1) : value,
      );
  }
  return null;
}

/**
 * Whether two literals say the same: 2 and 2.0 do.
 * @param {string | null} one
 * @param {string | null} other
 */
export const isSameLiteral = (one, other) =>
  one === other || (Boolean(one && other) && Number(one) === Number(other));
