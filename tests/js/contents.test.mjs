import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, isIll, keyOf } from "../../static/js/picture/contents.js";

/** @param {string} className */
function element(className) {
  /** @type {Record<string, string>} */
  const attributes = { "data-level": "" };
  return {
    className,
    textContent: "",
    getAttribute: (/** @type {string} */ name) => attributes[name] ?? null,
    setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
      attributes[name] = value;
    },
  };
}

/**
 * As much of a mark as is asked of it.
 * @param {...string} classes
 * @returns {any}
 */
function mark(...classes) {
  const children = classes.map(element);
  const all = (/** @type {string} */ selector) =>
    children.filter(({ className }) => selector.includes(`.${className}`));
  const toggleAttribute = () => true;
  return {
    ...{ children, toggleAttribute },
    querySelector: (selector) => all(selector)[0],
    querySelectorAll: all,
  };
}

test("a number is written with the true minus sign", () => {
  const value = mark("ring", "number");
  fill(value, "-12");
  assert.equal(value.children[1].textContent, "−12");
  assert.equal(value.children[0].textContent, "");
});

test("the numbers of a small array stand in reading order", () => {
  const value = mark("bracket", "number", "number");
  fill(value, ["1", "-2.5"]);
  assert.deepEqual(
    value.children.map(({ textContent }) => textContent),
    ["", "1", "−2.5"],
  );
});

test("a thumbnail is coloured cell by cell", () => {
  const tag = mark("cell", "cell", "cell");
  fill(tag, { heat: "08x" });
  assert.deepEqual(
    tag.children.map((cell) => cell.getAttribute("data-level")),
    ["0", "8", "x"],
  );
});

test("a content that is longer than its mark is no mistake", () => {
  const value = mark("number", "cell");
  fill(value, ["1", "2"]);
  fill(value, { heat: "48" });
  assert.equal(value.children[0].textContent, "1");
});

test("contents are told apart by their text", () => {
  assert.equal(keyOf("1"), "1");
  assert.notEqual(keyOf(["1", "12"]), keyOf(["11", "2"]));
  assert.equal(keyOf({ heat: "048" }), "048");
});

test("what is not finite is ill, wherever it stands in a content", () => {
  for (const ill of ["nan", "inf", "-inf", "−inf", ["1", "nan"], { heat: "48x" }])
    assert.equal(isIll(ill), true);
  for (const well of ["1e+300", "0", ["1", "2"], { heat: "048" }]) assert.equal(isIll(well), false);
});
