// The state in the address bar. Pure but for the two functions that compress.

/**
 * @typedef {Object} State
 * @property {string} program
 * @property {Record<string, import("../lib/types.js").Value>} inputs
 * @property {string | null} output
 * @property {number | null} step
 * @property {number | null} [seed] of the random values that the program leaves open
 * @property {string} numbers
 * @property {string | null} [view] the open tab
 * @property {import("../lib/types.js").Options} [options] of that view
 * @property {string[]} [fold] patterns drawn as one gate
 * @property {string[] | "auto" | "all" | null} [open] groups drawn open; null: as usual
 * @property {string} [find] what is looked for
 * @property {string | null} [mode] "check": the text holds a backward pass too; "train"
 * @property {string | null} [loss] of which its gradients are, where that was chosen
 * @property {import("../train/types.js").Train | null} [train] how it is trained
 * @property {import("../train/types.js").Run | null} [run] which iteration of which run is in view
 */

const LONG = 1200;

/**
 * One field, readable: only what would break a link, Markdown or an e-mail is percent-encoded.
 * @param {string} text
 */
function encode(text) {
  return new URLSearchParams([["", text]])
    .toString()
    .slice(1)
    .replace(/\*/g, "%2A")
    .replace(/%(3D|2F|3A|2C|40)/g, (code) => decodeURIComponent(code));
}

/**
 * A state without what is as usual, in the order the link shows it.
 * @param {State} state
 * @returns {Partial<State>}
 */
function told(state) {
  const { program, inputs, output, step, seed, numbers, view, options = {}, fold = [] } = state;
  return {
    ...(state.mode ? { mode: state.mode } : {}),
    program,
    ...(Object.keys(inputs).length ? { inputs } : {}),
    ...(output ? { output } : {}),
    ...(state.loss ? { loss: state.loss } : {}),
    ...(step === null ? {} : { step }),
    ...(typeof seed === "number" ? { seed } : {}),
    ...(numbers && numbers !== "3 digits" ? { numbers } : {}),
    ...(view ? { view } : {}),
    ...(view && Object.keys(options).length ? { options } : {}),
    ...(fold.length ? { fold } : {}),
    ...(state.open && state.open !== "auto" ? { open: state.open } : {}),
    ...(state.find ? { find: state.find } : {}),
    ...(state.train ? { train: state.train } : {}),
    ...(state.run ? { run: state.run } : {}),
  };
}

/**
 * A field as the text of a link.
 * @param {unknown} value
 */
function written(value) {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * The query of a state: "?program=…&inputs=…&step=3".
 * @param {State} state
 * @returns {string}
 */
export function queryOf(state) {
  return `?${Object.entries(told(state))
    .map(([key, value]) => `${key}=${encode(written(value))}`)
    .join("&")}`;
}

/**
 * The query of a state; where that would be long, the whole state packed in `z`.
 * @param {State} state
 * @returns {Promise<string>}
 */
export async function shortQueryOf(state) {
  const query = queryOf(state);
  if (query.length <= LONG || typeof CompressionStream === "undefined") return query;
  return `?z=${await deflate(JSON.stringify(told(state)))}`;
}

/**
 * Text as deflate (zlib), base64url without padding: what Python's zlib.decompress reads.
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function deflate(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * Keeps the address bar up to date: a new program is a new entry of the history, a step replaces
 * the entry, at most once a second.
 * @param {{now?: () => number, later?: (run: () => void, milliseconds: number) => unknown, write: (query: string, fresh: boolean) => void}} options
 */
export function createAddress({ now = Date.now, later = setTimeout, write }) {
  let last = Number.NEGATIVE_INFINITY;
  let turn = 0;
  let waiting = false;
  let fresh = false;
  /** @type {State | null} */
  let latest = null;

  async function flush() {
    waiting = false;
    if (!latest) return;
    last = now();
    const mine = ++turn;
    const isFresh = fresh;
    fresh = false;
    const query = await shortQueryOf(latest);
    if (mine === turn) write(query, isFresh);
    else fresh ||= isFresh;
  }

  return {
    /**
     * @param {State} state
     * @param {boolean} [isFresh] a new program, not a step of the old one
     */
    show(state, isFresh = false) {
      latest = state;
      fresh ||= isFresh;
      if (fresh) {
        flush();
      } else if (!waiting) {
        waiting = true;
        later(flush, Math.max(0, last + 1000 - now()));
      }
    },
  };
}
