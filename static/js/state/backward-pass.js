// Whether a text holds a backward pass, by the names it assigns: those that the engine takes for
// gradients (graphs/language/gradient_names.py). Pure.

const PLACE = /((?:[\p{L}_][\p{L}\p{N}_]*\.)*)([\p{L}_][\p{L}\p{N}_]*)((?:\[[^\]]*\])*)/gu;
const BEFORE =
  /^(?:gradients?_?(?:of_)?|grads?_?(?:of_)?|nabla_?|slope_?(?:of_)?|delta_?|d_|d|g_|g(?=[A-Z]|[wb]\d*$)|D_(?=[a-z]\d*$))(.+)$/;
const AFTER = /^(.+?)_?(?:gradient|grad|delta|bar|slope)s?$/;
const NUMBERED = /^([A-Za-z]\d+)g$/; // W1g
const TABLE = /^(?:d_?params?|deltas?|\w*grad\w*)$/i; // of gradients
const ALONE = /^(?:grads?|gradients?|delta_?\d+)$/; // whatever is known
const OWNER = /(?:^|\.)(?:g|gs|\w*grads?)\.$/; // g.w
const LOSS = /^(?:L|J|E|[Ll]oss)_/; // grad_L_w
const LONGEST = 100; // of a name that is looked into
const HOLDS = /^(?:\{|dict\()/;

/**
 * What a line assigns and to what; none where it assigns nothing. Without a pattern: a long line of
 * spaces would take one many tries.
 * @param {string} line
 * @returns {[string, string][]}
 */
function assigned(line) {
  const at = line.indexOf("=");
  const target = line.slice(0, at);
  if (at < 1 || line[at + 1] === "=" || target.includes("#")) return [];
  return [[target, line.slice(at + 1).trim()]];
}

/** @param {string} name */
function* forms(name) {
  if (name.length > LONGEST) return;
  for (const shape of [BEFORE, AFTER, NUMBERED]) {
    const of = name.match(shape)?.[1];
    if (of) yield* [of, of.replace(LOSS, "")];
  }
  if (!name.startsWith("d")) return;
  for (const { index } of name.slice(1).matchAll(/d/g)) {
    yield name.slice(index + 2).replace(/^_/, ""); // dLdx, df_dq: after an inner d
  }
}

/**
 * Whether a text has lines that look like a backward pass: a name like dx or grad_w1 for an x or
 * w1 that it knows, or a table of gradients.
 * @param {string} text
 */
export function hasBackwardPass(text) {
  const known = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  return text
    .split("\n")
    .flatMap(assigned)
    .some(([target, value]) =>
      [...target.matchAll(PLACE)].some(([, owner = "", name = "", entry = ""]) => {
        if (ALONE.test(name) || (owner && name === "grad") || OWNER.test(owner)) return true;
        if (/^gs?$/.test(name) && /^\[["']/.test(entry)) return true;
        if (TABLE.test(name) && (entry || HOLDS.test(value))) return true;
        return [...forms(name)].some((of) => known.has(of));
      }),
    );
}
