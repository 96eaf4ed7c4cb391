// The floors of the page: a room imports only from its own floor or those below, and no two rooms
// import from each other, be it through others.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../../static/js/", import.meta.url));

// From the ground up. A room is a folder, or a module that is a room by itself.
const FLOORS = [
  ["lib"],
  ["state"],
  [
    ...["picture", "player", "explain", "inputs", "editor", "views", "groups", "check", "train"],
    ...["activations", "share", "gallery", "touch"],
  ],
  ["workbench.js"],
  ["main.js", "boot.js"],
];

const COMMENT = /\/\*[\s\S]*?\*\//g; // types in JSDoc may be of any room
const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

const floorOf = (/** @type {string} */ room) =>
  FLOORS.findIndex((rooms) => /** @type {string[]} */ (rooms).includes(room));
const roomOf = (/** @type {string} */ file) => file.split("/", 1)[0] ?? file;

const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".js"));

/** What a file imports from other rooms. */
const arrows = files.flatMap((file) => {
  const code = readFileSync(join(SOURCES, file), "utf8").replace(COMMENT, "");
  return [...code.matchAll(IMPORT)]
    .map(([, path = ""]) => ({ file, target: join(dirname(file), path) }))
    .filter(({ target }) => roomOf(file) !== roomOf(target));
});

test("every room has its floor, and every floor its rooms", () => {
  assert.deepEqual([...new Set(files.map(roomOf))].sort(), FLOORS.flat().sort());
});

test("a room imports nothing from a floor above its own", () => {
  assert.ok(arrows.some(({ file, target }) => file === "main.js" && target === "workbench.js"));
  const upward = arrows.filter(
    ({ file, target }) => floorOf(roomOf(target)) > floorOf(roomOf(file)),
  );
  assert.deepEqual(upward, []);
});

test("no rooms import from each other in a circle", () => {
  let left = FLOORS.flat();
  let before = 0;
  while (left.length !== before) {
    before = left.length;
    // What imports from no room that is left is in no circle.
    left = left.filter((room) =>
      arrows.some(({ file, target }) => roomOf(file) === room && left.includes(roomOf(target))),
    );
  }
  const circle = arrows.filter(({ file, target }) =>
    [file, target].every((path) => left.includes(roomOf(path))),
  );
  assert.deepEqual(circle, []);
});
