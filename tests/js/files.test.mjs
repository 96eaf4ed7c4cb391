import assert from "node:assert/strict";
import { test } from "node:test";
import { programIn, refusal } from "../../static/js/editor/files.js";

test("text is a program as it stands, with line ends as Python has them", () => {
  assert.deepEqual(programIn("a.py", "\ufeffx = 1\r\ny = x\r"), { program: "x = 1\ny = x\n" });
  assert.deepEqual(programIn("a.TXT", ""), { program: "" });
  assert.deepEqual(programIn("a.py", "x\0y"), { problem: "a.py is no text." });
});

test("a notebook's cells with code are joined in their order", () => {
  const cells = [
    { cell_type: "code", source: ["x = 1\n", "y = x\n"] },
    { cell_type: "markdown", source: ["# no code"] },
    { cell_type: "raw", source: "z" },
    { cell_type: "code", source: "  \n" },
    { cell_type: "code", source: "f = y\r\n\r\n" },
  ];
  const joined = { program: "x = 1\ny = x\n# %%\nf = y" };
  assert.deepEqual(programIn("n.ipynb", JSON.stringify({ cells })), joined);
  const old = { worksheets: [{ cells: [{ cell_type: "code", input: ["x = 1"] }] }] };
  assert.deepEqual(programIn("n.IPYNB", JSON.stringify(old)), { program: "x = 1" });
});

test("what is no notebook says so", () => {
  const bad = [
    "",
    "{",
    "null",
    "3",
    "[]",
    '{"cells": 3}',
    '{"cells": [null, {"cell_type": "code"}]}',
  ];
  for (const content of bad) assert.ok("problem" in programIn("n.ipynb", content), content);
});

test("files of other kinds and large ones are not read", () => {
  assert.equal(refusal({ name: "a.py", size: 10 }), null);
  assert.equal(refusal({ name: "Net.IPYNB", size: 1_000_000 }), null);
  assert.match(refusal({ name: "a.py", size: 1_000_001 }) ?? "", /too large/);
  assert.match(refusal({ name: "py", size: 1 }) ?? "", /not a program/);
});
