// What the editor offers to complete.

/** @typedef {{label: string, detail?: string, info?: string}} GateCompletion */

/**
 * Completes a gate's name: bare, or after `np.` or `math.`.
 * @param {GateCompletion[]} gates
 * @returns {import("@codemirror/autocomplete").CompletionSource}
 */
export function gateSource(gates) {
  const options = gates.map((gate) => ({ ...gate, type: "function" }));
  return (context) => {
    const word = context.matchBefore(
      /(?:np\.|numpy\.|math\.)?[\p{L}_][\p{L}\p{N}_]*|(?:np|numpy|math)\./u,
    );
    const dot = word ? word.text.lastIndexOf(".") + 1 : 0;
    const brief = !word || (dot === 0 && word.text.length < 2); // one letter is a name
    if (brief && !context.explicit) return null;
    return { from: word ? word.from + dot : context.pos, options, validFor: /^[\p{L}\p{N}_]*$/u };
  };
}
