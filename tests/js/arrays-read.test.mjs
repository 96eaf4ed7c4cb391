import assert from "node:assert/strict";
import { test } from "node:test";
import { readArray, readBlock, readCell, readShape } from "../../static/js/inputs/arrays/read.js";

/** What a text is read as, which must be an array. */
function read(text, hint) {
  const reading = readArray(text, hint);
  assert.ok(!("problem" in reading), `${text}: ${reading.problem?.message}`);
  return reading.value;
}

/** Why a text is refused, and the piece of it that is to blame. */
function refused(text, hint) {
  const reading = readArray(text, hint);
  assert.ok("problem" in reading, `${text} was read as ${JSON.stringify(reading.value)}`);
  const { message, start, end } = reading.problem;
  return [message, text.slice(start, end)];
}

const SQUARE = [
  [1, 2],
  [3, 4],
];

test("lists as Python and NumPy write them", () => {
  for (const text of [
    "[[1, 2], [3, 4]]",
    "[[1, 2],\n [3, 4],\n]",
    "((1, 2), (3, 4))",
    "([1,2],[3,4],)",
    "W = [[1, 2], [3, 4]]",
    "W=np.array([[1., 2.], [3., 4.]])",
    "np.array([[1, 2], [3, 4]], dtype=np.float64)",
    "array([[1, 2],\n       [3, 4]], dtype=float32)",
    "np.array([[1, 2], [3, 4]], float)",
    "np.array([[1, 2], [3, 4]],)",
    "torch.tensor([[1, 2], [3, 4]], dtype=torch.float64, requires_grad=True)",
    "tensor([[1., 2.],\n        [3., 4.]])",
    "[[1. 2.]\n [3. 4.]]", // printed by NumPy
    "[[ 1.   2. ]\n [ 3.   4. ]]\n",
    "[1 2; 3 4]", // MATLAB
    "[1, 2; 3, 4];".slice(0, -1),
    "[ # weights\n [1, 2], # first\n [3, 4]]",
    "[[1e0, 0.2e1], [3., +4]]",
  ]) {
    assert.deepEqual(read(text), SQUARE, text);
  }
});

test("any rank", () => {
  assert.deepEqual(read("[1, 2, 3]"), [1, 2, 3]);
  assert.deepEqual(read("[1]"), [1]);
  assert.deepEqual(read("(1,)"), [1]);
  assert.equal(read("(1)"), 1);
  assert.deepEqual(read("[[1], [2]]"), [[1], [2]]);
  assert.deepEqual(read("[[[1, 2]], [[3, 4]]]"), [[[1, 2]], [[3, 4]]]);
  assert.deepEqual(readArray("[[[1, 2, 3]], [[3, 4, 5]]]").shape, [2, 1, 3]);
  assert.equal(readArray("[[[[[[[[[1]]]]]]]]]").problem?.message, "At most 8 axes.");
});

test("numbers of every spelling", () => {
  assert.deepEqual(
    read("[-1.5, −2, +3, .5, 5., 1e-3, 1E3, 1_000]"),
    [-1.5, -2, 3, 0.5, 5, 0.001, 1000, 1000],
  );
  assert.deepEqual(read("[True, False]"), [true, false]);
  assert.deepEqual(read("[nan, np.nan, inf, -inf, -np.inf, NaN]"), [
    "NaN",
    "NaN",
    "Infinity",
    "-Infinity",
    "-Infinity",
    "NaN",
  ]);
  assert.equal(read("0.25"), 0.25);
});

test("rows as a spreadsheet copies them", () => {
  for (const text of [
    "1\t2\n3\t4",
    "1\t2\r\n3\t4\r\n",
    "1,2\n3,4\n",
    "1, 2\n3, 4",
    "1;2\n3;4",
    '"1","2"\n"3","4"',
    "1,2,\n3,4,",
    "1 2\n3 4",
    "\n  1   2\n  3   4\n\n",
    "1, 2 # first row\n3, 4",
  ]) {
    assert.deepEqual(read(text), SQUARE, text);
  }
});

test("a decimal comma, where commas do not separate", () => {
  assert.deepEqual(read("0,5\t1\n−2\t3,25"), [
    [0.5, 1],
    [-2, 3.25],
  ]);
  assert.deepEqual(read("0,5;1,5"), [0.5, 1.5]);
  assert.deepEqual(read("0,5"), [0, 5]);
});

test("one row or column keeps the rank it had", () => {
  assert.deepEqual(read("1, 2, 3"), [1, 2, 3]);
  assert.deepEqual(read("1\t2\t3", { rank: 2 }), [[1, 2, 3]]);
  assert.deepEqual(read("1\n2\n3"), [[1], [2], [3]]);
  assert.deepEqual(read("1\n2\n3", { rank: 1 }), [1, 2, 3]);
  assert.deepEqual(read("1\n2\n3", { rank: 2 }), [[1], [2], [3]]);
  assert.deepEqual(read("7", { rank: 1 }), [7]);
  assert.deepEqual(read("7", { rank: 2 }), [[7]]);
});

test("what is wrong is said in words, at its place", () => {
  const cases = [
    ["", "There are no numbers yet.", ""],
    ["# only words\n", "There are no numbers yet.", "# only words\n"],
    ["[]", "There are no numbers between these brackets.", "["],
    ["[[], []]", "There are no numbers between these brackets.", "["],
    ["[1, two]", "“two” is not a number.", "two"],
    ["[1, 2", "This bracket is never closed.", "["],
    ["[[1, 2], [3, 4]", "This bracket is never closed.", "["],
    ["np.array([1, 2]", "This bracket is never closed.", "]"],
    ["[1, 2]]", "This ] closes nothing.", "]"],
    ["[1, 2)", "This ) closes a [: the two must match.", ")"],
    ["[1,, 2]", "A number is missing here.", ","],
    ["[, 1]", "A number is missing here.", ","],
    ["[1, 2], [3, 4]", "The array ended before this: put all of it in one pair of brackets.", ","],
    ["[[1, 2], [3]]", "Row 2 has 1 number, row 1 has 2.", "[3]"],
    ["[[1, 2], 3]", "Here stands a number where the rows before are lists.", "3"],
    ["[1, [2]]", "Here stands a list where the ones before are numbers.", "[2]"],
    ["[[[1]], [[1], [2]]]", "Row 2 is (2, 1), row 1 is (1, 1).", "[[1], [2]]"],
    ["1, 2\n3", "Row 2 has 1 number, row 1 has 2 numbers.", "3"],
    ["1,,2", "A number is missing here.", ","],
    ["a, b\n1, 2", "“a” is not a number.", "a"],
    ["[1/2, 3]", "1/2 is not worked out here: write the number itself.", "1/2"],
    ["[1+2j]", "“1+2j” is not a number.", "1+2j"],
    ["[2j]", "2j is complex; only real numbers are read.", "2j"],
    ["[1e999]", "1e999 is too large for a float64.", "1e999"],
    [
      "[0 1 ... 9]",
      "The array was shortened when it was printed: the numbers at … are missing.",
      "...",
    ],
    ["[__import__('os')]", "“__import__” is not a number.", "__import__"],
  ];
  for (const [text, message, piece] of cases) {
    assert.deepEqual(refused(text), [message, piece], text);
  }
});

test("more numbers than fit are refused", () => {
  const [message] = refused(`[${"1,".repeat(100_001)}]`);
  assert.equal(message, "100,001 numbers are more than the 100,000 that fit.");
});

test("deep brackets do not overflow", () => {
  const [message] = refused(`${"[".repeat(5000)}1${"]".repeat(5000)}`);
  assert.equal(message, "These brackets are too deep.");
});

test("what is read again from its own JSON is the same", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const make = (shape) =>
    shape.length
      ? Array.from({ length: shape[0] }, () => make(shape.slice(1)))
      : (random() - 0.5) * 10 ** Math.round(random() * 20 - 10);
  for (let count = 0; count < 300; count += 1) {
    const shape = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
      Math.ceil(random() * 4),
    );
    const value = make(shape);
    assert.deepEqual(read(JSON.stringify(value)), value);
    assert.deepEqual(read(JSON.stringify(value).replaceAll(",", " ")), value);
    if (shape.length === 2) {
      assert.deepEqual(read(value.map((row) => row.join("\t")).join("\r\n"), { rank: 2 }), value);
      assert.deepEqual(read(value.map((row) => row.join(", ")).join("\n"), { rank: 2 }), value);
    }
  }
});

test("any text is read or refused, and never throws", () => {
  let seed = 7;
  const signs = "[]()  ,;\t\n\r.-+eE_0123456789nainftrue…−#\"'=xW";
  for (let count = 0; count < 5000; count += 1) {
    let text = "";
    for (let length = 0; length < 1 + (count % 18); length += 1) {
      seed = (seed * 16_807) % 2_147_483_647;
      text += signs[seed % signs.length];
    }
    const reading = readArray(text);
    if (!("problem" in reading)) continue;
    assert.ok(reading.problem.message.endsWith("."), reading.problem.message);
    assert.ok(reading.problem.start <= reading.problem.end);
  }
});

test("a block for the cells of a grid", () => {
  assert.deepEqual(readBlock("1\t2\n3\t4"), { rows: SQUARE });
  assert.deepEqual(readBlock("[[1, 2], [3, 4]]"), { rows: SQUARE });
  assert.deepEqual(readBlock("1\n2"), { rows: [[1], [2]] });
  assert.deepEqual(readBlock("[1, 2]"), { rows: [[1, 2]] });
  assert.deepEqual(readBlock("5"), { rows: [[5]] });
  assert.ok("problem" in readBlock("[[[1]]]"));
  assert.ok("problem" in readBlock("1\tx"));
});

test("one cell", () => {
  assert.equal(readCell(" −0.5 "), -0.5);
  assert.equal(readCell("0,5"), 0.5);
  assert.equal(readCell("True"), true);
  assert.equal(readCell("nan"), "NaN");
  assert.equal(readCell(""), null);
  assert.equal(readCell("x"), null);
  assert.equal(readCell("1 2"), null);
});

test("shapes", () => {
  for (const text of ["3, 4", "(3, 4)", "3 4", "3 x 4", "3×4", "[3,4]", " 3,4 "]) {
    assert.deepEqual(readShape(text), { shape: [3, 4] }, text);
  }
  assert.deepEqual(readShape("(3,)"), { shape: [3] });
  assert.deepEqual(readShape("5"), { shape: [5] });
  assert.deepEqual(readShape(""), { shape: [] });
  assert.deepEqual(readShape("()").shape, []);
  for (const text of ["3, n", "-1", "0, 3", "2.5", "1e3", "3,,4"]) {
    assert.match(readShape(text).problem?.message ?? "", /whole numbers above 0/, text);
  }
  assert.match(readShape("1000, 1000").problem?.message ?? "", /1,000,000 numbers are more/);
  assert.match(readShape("1,1,1,1,1,1,1,1,1").problem?.message ?? "", /At most 8/);
});
