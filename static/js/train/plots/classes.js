// The look of each class: its symbol, its colour, the tint of its ground. Pure.

const LOOKS = /** @type {const} */ ([
  { symbol: "circle", stroke: "var(--value)", tint: "var(--value-tint)" },
  { symbol: "triangle", stroke: "var(--gradient)", tint: "var(--gradient-tint)" },
  { symbol: "square", stroke: "var(--heat-0)", tint: "var(--heat-3)" },
  { symbol: "diamond2", stroke: "var(--ink)", tint: "var(--line)" },
  { symbol: "cross", stroke: "var(--muted)", tint: "var(--heat-4)" },
  { symbol: "star", stroke: "var(--heat-1)", tint: "var(--heat-2)" },
]);

/** @param {number} rank of a class among all; those past the sixth look like the first ones again */
export const look = (rank) => LOOKS[rank % LOOKS.length] ?? LOOKS[0];
