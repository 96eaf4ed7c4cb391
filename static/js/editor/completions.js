// What the editor offers to complete.

import { gates } from "../state/gates.js";

/**
 * Completes a gate's name: bare, or after `np.` or `math.`.
 * @type {import("@codemirror/autocomplete").CompletionSource}
 */
export async function gateSource(context) {
  const word = context.matchBefore(
    /(?:np\.|numpy\.|math\.)?[\p{L}_][\p{L}\p{N}_]*|(?:np|numpy|math)\./u,
  );
  const dot = word ? word.text.lastIndexOf(".") + 1 : 0;
  const brief = !word || (dot === 0 && word.text.length < 2); // one letter is a name
  if (brief && !context.explicit) return null;
  const rows = await gates().catch(() => []); // without the server there is nothing to offer
  const options = rows
    .filter((gate) => gate.function)
    .map(({ label, detail, info }) => ({ label, detail, info, type: "function" }));
  return { from: word ? word.from + dot : context.pos, options, validFor: /^[\p{L}\p{N}_]*$/u };
}
