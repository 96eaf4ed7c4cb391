import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf } from "../../static/js/player/keys.js";

test("the keys of the player, the picture and the page", () => {
  const meant = {
    ArrowRight: "next",
    " ": "next",
    PageDown: "next",
    ArrowLeft: "back",
    PageUp: "back",
    Home: "first",
    End: "last",
    p: "play",
    0: "fit",
    "+": "zoomIn",
    "-": "zoomOut",
    F: "present",
    b: "blank",
    ".": "blank",
    s: "share",
    e: "edit",
    r: "run",
    o: "openGroup",
    c: "closeGroup",
    g: "goTo",
    "/": "goTo",
    "?": "help",
    Escape: "close",
  };
  for (const [key, action] of Object.entries(meant)) assert.equal(actionOf({ key }), action, key);
  assert.equal(actionOf({ key: " ", shiftKey: true }), "back");
  assert.equal(actionOf({ key: "?", shiftKey: true }), "help");
  assert.equal(actionOf({ key: "O", shiftKey: true }), "openAll");
  assert.equal(actionOf({ key: "C", shiftKey: true }), "closeAll");
});

test("the browser's own shortcuts are left alone", () => {
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
    assert.equal(actionOf({ key: "s", [modifier]: true }), null);
    assert.equal(actionOf({ key: "c", [modifier]: true }), null);
    assert.equal(actionOf({ key: "ArrowLeft", [modifier]: true }), null);
  }
  assert.equal(actionOf({ key: "Tab" }), null);
  assert.equal(actionOf({ key: "q" }), null);
});

test("one switch turns single characters off, not the arrows", () => {
  assert.equal(actionOf({ key: "p" }, { single: false }), null);
  assert.equal(actionOf({ key: " " }, { single: false }), null);
  assert.equal(actionOf({ key: "ArrowRight" }, { single: false }), "next");
  assert.equal(actionOf({ key: "Escape" }, { single: false }), "close");
});
