// Which marks of the picture lie on one another, on the screen. An init script beside walking.js:
// it defines `boxes`.
//
// A mark is what one of OWNERS holds: boxes (its texts by their ink, its shapes) and lines. What
// lies within one mark is its own affair, but for a text that its own border cuts. A mark is
// measured anew only when it changes, and only then held against the others.

globalThis.boxes = (() => {
  const TOUCH = 1; // pixels that may be shared
  const CHORD = 8; // pixels between two samples of a line
  const TOGETHER = 24; // pixels along which two lines that run on one another are a fault
  const KINDS = "tag value chip addends leaf constant broadcast gate wire stem".split(" ");
  const OWNERS = `${KINDS.map((kind) => `.${kind}`).join()}, .group, .name, .remark, .fork`;
  const SKIPPED = "title, defs, defs *, .cell, .flow, .halo, .fork, .reach";

  const canvas = document.createElement("canvas").getContext("2d");
  const inks = new Map();

  /** How far a text's ink goes above and below its baseline. */
  function inkOf(text, font) {
    const key = `${font}\n${text}`;
    let ink = inks.get(key);
    if (!ink) {
      canvas.font = font;
      const measured = canvas.measureText(text);
      ink = [measured.actualBoundingBoxAscent, measured.actualBoundingBoxDescent];
      inks.set(key, ink);
    }
    return ink;
  }

  const kindOf = (owner) =>
    KINDS.find((kind) => owner.classList.contains(kind)) ??
    (owner.matches(".group") ? "frame" : owner.matches(".name") ? "name" : "mark");

  // A part of a card that is closed has no box, and checkVisibility says that it is seen.
  const isSeen = (part) =>
    part.getClientRects().length > 0 &&
    part.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  let [toView, scale] = [new DOMMatrix(), 1]; // of the drawing, which may be panned

  /** Pixels of the screen for an element's own units, from the drawing's corner. */
  const unitsOf = (part) => toView.multiply(part.getScreenCTM());

  /** Whether the drawing is as large as it was. */
  function keepsScale(drawing) {
    const matrix = (drawing.querySelector(".view") ?? drawing).getScreenCTM();
    toView = new DOMMatrix().translate(-matrix.e, -matrix.f);
    const before = scale;
    scale = matrix.a;
    return Math.abs(scale - before) < 1e-6;
  }

  /** A box of an element's own units, as one of the screen. */
  function onScreen(matrix, left, top, right, bottom) {
    const [x0, x1] = [matrix.a * left + matrix.e, matrix.a * right + matrix.e];
    const [y0, y1] = [matrix.d * top + matrix.f, matrix.d * bottom + matrix.f];
    return {
      left: Math.min(x0, x1),
      top: Math.min(y0, y1),
      right: Math.max(x0, x1),
      bottom: Math.max(y0, y1),
    };
  }

  function textBoxes(text) {
    const found = [];
    const matrix = unitsOf(text);
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let place = 0;
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      const count = data.length;
      const first = place;
      place += count;
      if (!data.trim() || !isSeen(parentElement)) continue;
      const style = getComputedStyle(parentElement);
      const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const [above, below] = inkOf(data, font);
      const start = text.getStartPositionOfChar(first);
      const end = text.getEndPositionOfChar(first + count - 1);
      found.push(onScreen(matrix, start.x, start.y - above, end.x, start.y + below));
    }
    return found.length ? [found.reduce(union)] : [];
  }

  const union = (one, other) => ({
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  });

  const samples = new Map(); // points of lines, in their own units

  function samplesOf(path) {
    const matrix = unitsOf(path);
    const key = `${matrix.a} ${path.getAttribute("d")}`;
    if (!samples.has(key)) {
      const length = path.getTotalLength();
      const count = Math.max(1, Math.ceil((length * matrix.a) / CHORD));
      const at = (_, place) => {
        const { x, y } = path.getPointAtLength((length * place) / count);
        return { x, y };
      };
      samples.set(key, Array.from({ length: count + 1 }, at));
    }
    return samples
      .get(key)
      .map(({ x, y }) => ({ x: matrix.a * x + matrix.e, y: matrix.d * y + matrix.f }));
  }

  /** The parts of a mark: boxes {box, says} and lines {points}. */
  function measure(owner) {
    const parts = { owner, kind: kindOf(owner), texts: [], shapes: [], lines: [], extent: null };
    const drawn = owner.matches("text")
      ? [owner]
      : owner.querySelectorAll("text, rect, circle, path");
    for (const part of drawn) {
      if (part.matches(SKIPPED) || ownerOf(part) !== owner || !isSeen(part)) continue;
      if (part instanceof SVGTextElement) {
        for (const box of textBoxes(part)) parts.texts.push({ box, says: part.textContent });
        continue;
      }
      const style = getComputedStyle(part);
      if (style.fill === "none" && style.stroke === "none") continue;
      const { x, y, width, height } = part.getBBox();
      const isLine = part.matches(".line, .stub") || width === 0 || height === 0;
      if (isLine && !part.matches(".symbol")) {
        parts.lines.push(samplesOf(part));
        continue;
      }
      const box = onScreen(unitsOf(part), x, y, x + width, y + height);
      if (parts.kind === "frame") parts.lines.push(...sidesOf(box));
      else parts.shapes.push({ box });
    }
    for (const { box } of [...parts.texts, ...parts.shapes]) {
      parts.extent = parts.extent ? union(parts.extent, box) : box;
    }
    for (const points of parts.lines)
      for (const { x, y } of points) {
        const box = { left: x, top: y, right: x, bottom: y };
        parts.extent = parts.extent ? union(parts.extent, box) : box;
      }
    return parts;
  }

  const sidesOf = ({ left, top, right, bottom }) => [
    [
      { x: left, y: top },
      { x: right, y: top },
    ],
    [
      { x: left, y: bottom },
      { x: right, y: bottom },
    ],
    [
      { x: left, y: top },
      { x: left, y: bottom },
    ],
    [
      { x: right, y: top },
      { x: right, y: bottom },
    ],
  ];

  const ownerOf = (part) => part.closest(OWNERS);

  const share = (one, other, least = TOUCH) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > least &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > least;

  /** Whether a box stays clear of a round gate, in the corner of the gate's own box. */
  function isInCorner(gate, box) {
    const radius = (gate.right - gate.left) / 2;
    if (Math.abs(gate.bottom - gate.top - 2 * radius) > TOUCH) return false;
    const [x, y] = [(gate.left + gate.right) / 2, (gate.top + gate.bottom) / 2];
    const dx = Math.max(box.left - x, x - box.right, 0);
    const dy = Math.max(box.top - y, y - box.bottom, 0);
    return Math.hypot(dx, dy) > radius - TOUCH;
  }

  const holds = (outer, inner) =>
    inner.left >= outer.left - TOUCH &&
    inner.right <= outer.right + TOUCH &&
    inner.top >= outer.top - TOUCH &&
    inner.bottom <= outer.bottom + TOUCH;

  /** Whether a straight line goes through a box, but for its outermost pixels. */
  function crosses(from, to, box, touch) {
    let [enter, leave] = [0, 1];
    for (const [start, way, low, high] of [
      [from.x, to.x - from.x, box.left + touch, box.right - touch],
      [from.y, to.y - from.y, box.top + touch, box.bottom - touch],
    ]) {
      if (low >= high) return false;
      if (way === 0) {
        if (start <= low || start >= high) return false;
        continue;
      }
      const [one, other] = [(low - start) / way, (high - start) / way];
      enter = Math.max(enter, Math.min(one, other));
      leave = Math.min(leave, Math.max(one, other));
    }
    return enter < leave;
  }

  const goesThrough = (points, box, touch) =>
    points.some((point, place) => place > 0 && crosses(points[place - 1], point, box, touch));

  const near = (one, other, most = 1.5) =>
    Math.abs(one.x - other.x) <= most && Math.abs(one.y - other.y) <= most;

  /** How far a point is from a line. */
  function distance(point, points) {
    let least = Number.POSITIVE_INFINITY;
    for (let place = 1; place < points.length; place += 1) {
      const [from, to] = [points[place - 1], points[place]];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const size = dx * dx + dy * dy || 1;
      const at = Math.min(
        1,
        Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / size),
      );
      least = Math.min(least, Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy));
    }
    return least;
  }

  /** Where two lines of different values run on one another; those of one value begin as one. */
  function together(one, other) {
    if (near(one[0], other[0]) || near(one[0], other.at(-1)) || near(one.at(-1), other[0]))
      return null;
    let run = [];
    for (const point of one) {
      run = distance(point, other) < 1.5 ? [...run, point] : [];
      if (run.length && Math.hypot(point.x - run[0].x, point.y - run[0].y) >= TOGETHER) {
        const [from, to] = [run[0], point];
        return {
          left: Math.min(from.x, to.x),
          top: Math.min(from.y, to.y),
          right: Math.max(from.x, to.x),
          bottom: Math.max(from.y, to.y),
        };
      }
    }
    return null;
  }

  /** A broadcast stands on its own wire, and a frame around what it frames. */
  function belong(one, other) {
    if (one.owner.contains(other.owner) || other.owner.contains(one.owner)) return true;
    const kinds = [one.kind, other.kind];
    const same = (name) =>
      one.owner.getAttribute(name) === other.owner.getAttribute(name) &&
      one.owner.hasAttribute(name);
    return (
      kinds.includes("broadcast") &&
      kinds.includes("wire") &&
      same("data-node") &&
      same("data-slot")
    );
  }

  const rounded = ({ left, top, right, bottom }) =>
    [left, top, right - left, bottom - top].map((number) => Math.round(number * 10) / 10);

  const idOf = (mark) => mark.owner.id.replace(/^[^-]*-/, "") || mark.kind;
  const nameOf = (mark, part) =>
    `${mark.kind} ${idOf(mark)}${part.says ? ` “${part.says}”` : mark.texts[0] ? ` “${mark.texts[0].says}”` : ""}`;

  const LINES = ["wire", "stem"];
  const isLine = (mark) => LINES.includes(mark.kind);

  /** The first fault between two marks, if any. */
  function between(one, other) {
    if (!one.extent || !other.extent || !share(one.extent, other.extent, -2)) return null;
    if (belong(one, other)) return null;
    const report = (kind, a, b, first = one, second = other) => ({
      kind,
      one: nameOf(first, a),
      other: nameOf(second, b),
      boxes: [rounded(a.box), rounded(b.box)],
    });
    for (const a of [...one.texts, ...one.shapes])
      for (const b of [...other.texts, ...other.shapes]) {
        const arrow = isLine(one) || isLine(other);
        if (arrow && (isLine(one) ? isLine(other) || other.kind === "gate" : one.kind === "gate"))
          continue;
        if (one.kind === "gate" && one.shapes.includes(a) && isInCorner(a.box, b.box)) continue;
        if (other.kind === "gate" && other.shapes.includes(b) && isInCorner(b.box, a.box)) continue;
        if (share(a.box, b.box)) return report([one.kind, other.kind].sort().join(" on "), a, b);
      }
    for (const [line, mark] of [
      [one, other],
      [other, one],
    ])
      for (const points of line.lines)
        for (const part of [...mark.texts, ...mark.shapes]) {
          if (isLine(mark)) continue; // an arrowhead stands on lines
          // A line ends at its gate's circle, which is within the corners of its box.
          const touch = mark.kind === "gate" ? (part.box.bottom - part.box.top) / 4 : TOUCH;
          if (mark.kind === "gate" && line.kind === "frame") continue;
          if (goesThrough(points, part.box, touch)) {
            const what = isLine(line) ? "line" : line.kind === "frame" ? "frame" : "stub";
            const kind = `${what} ${mark.kind === "gate" ? "through" : "on"} ${mark.kind}`;
            return report(kind, { box: part.box, says: "" }, part, line, mark);
          }
        }
    if (isLine(one) && isLine(other))
      for (const points of one.lines)
        for (const others of other.lines) {
          const box = together(points, others);
          if (box) return report("line along line", { box }, { box });
        }
    return null;
  }

  /** Texts that the border of their own mark cuts, or that lie on one another in it. */
  function within(mark) {
    for (const [place, a] of mark.texts.entries()) {
      for (const b of mark.texts.slice(place + 1))
        if (share(a.box, b.box)) return fault("text on text in one mark", mark, a, b);
      if (mark.kind === "gate") continue; // a circle is not its box
      for (const b of mark.shapes)
        if (share(a.box, b.box) && !holds(b.box, a.box))
          return fault(`text out of its ${mark.kind}`, mark, a, b);
    }
    return null;
  }

  const fault = (kind, mark, a, b) => ({
    kind,
    one: nameOf(mark, a),
    other: nameOf(mark, b),
    boxes: [rounded(a.box), rounded(b.box)],
  });

  /** Walks the program that is open; every pair of marks is told of once, with its first step. */
  async function faults() {
    const found = new Map();
    let marks = new Map();
    let drawing = null;
    let watching = null;
    const told = []; // changes that the observer has been told of

    function look(step) {
      const now = walking.picture();
      if (!now) return;
      const records = [...told.splice(0), ...(watching?.takeRecords() ?? [])];
      const changed = new Set(records.map(ownerIn).filter((owner) => owner !== null));
      const isAll = [!keepsScale(now), now !== drawing, changed.delete(undefined)].some(Boolean);
      if (now !== drawing) {
        watching?.disconnect();
        watching = new MutationObserver((some) => told.push(...some));
        watching.observe(now, {
          attributes: true,
          childList: true,
          characterData: true,
          subtree: true,
        });
        drawing = now;
      }
      const owners = isAll ? [...now.querySelectorAll(OWNERS)] : [...changed];
      if (isAll) marks = new Map();
      const fresh = owners.filter((owner) => owner.isConnected);
      for (const owner of fresh) marks.set(owner, measure(owner));
      const isHeld = new Set(); // against all others
      for (const owner of fresh) {
        const mark = marks.get(owner);
        note(step, within(mark));
        for (const [beside, other] of marks) {
          if (beside !== owner && !isHeld.has(beside)) note(step, between(mark, other));
        }
        isHeld.add(owner);
      }
    }

    /** The mark that has changed; null: only the view, undefined: who knows. */
    function ownerIn({ target, attributeName }) {
      const part = target instanceof Element ? target : target.parentElement;
      const isView = part === drawing || part.matches(".view");
      if (isView && ["style", "transform", "viewBox"].includes(attributeName)) return null;
      return part.closest(OWNERS) ?? undefined;
    }

    function note(step, one) {
      if (!one) return;
      const key = [
        one.kind,
        ...[one.one, one.other].map((name) => name.split(" “")[0]).sort(),
      ].join();
      if (!found.has(key)) found.set(key, { step, ...one });
    }

    await walking.alone(() => walking.walk(look));
    watching?.disconnect();
    return [...found.values()];
  }

  return { faults };
})();
