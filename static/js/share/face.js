// The dialog as elements: what people will see, a link, an embed, files.

import { html } from "../lib/dom.js";
import { button, choice, field, file, icon } from "./parts.js";

const OUTLINED = { class: "button outlined" };

export function face() {
  return html(
    "dialog",
    { class: "share-dialog", id: "share", "aria-labelledby": "share-title" },
    html(
      "header",
      {},
      html("h2", { id: "share-title" }, "Share"),
      html(
        "form",
        { method: "dialog" },
        html("button", { class: "button icon-only", "aria-label": "Close" }, icon("close")),
      ),
    ),
    html(
      "div",
      { class: "share-body" },
      html("div", { class: "share-preview", inert: true }),
      html("p", { class: "share-caption" }),
      link(),
      embed(),
      files(),
      html("p", { class: "share-hint", role: "status" }),
    ),
  );
}

function link() {
  const copy = { class: "button primary", autofocus: true };
  return html(
    "section",
    { class: "share-link" },
    ...field("share-link", "Link", "the link", "link", copy),
    html(
      "div",
      { class: "share-options" },
      html(
        "label",
        { class: "share-check" },
        html("input", { type: "checkbox", name: "here", checked: true }),
        html("span", {}),
      ),
      button("send", "Send to …", { ...OUTLINED, "data-send": "", hidden: true }),
    ),
  );
}

function embed() {
  const length = (/** @type {string} */ name, /** @type {string} */ label) =>
    html("input", { type: "text", inputmode: "numeric", name, "aria-label": label });
  return html(
    "section",
    { class: "share-embed" },
    html(
      "button",
      { type: "button", class: "link-button", "data-try": "", "aria-pressed": "false" },
      "Preview",
    ),
    ...field("share-snippet", "Embed", "the HTML", "copy", OUTLINED),
    html(
      "div",
      { class: "share-options" },
      choice("size", "Size of the embed", {
        "480x320": "480 × 320",
        "640x400": "640 × 400",
        "800x500": "800 × 500",
        "960x640": "960 × 640",
        own: "Own size",
      }),
      html(
        "span",
        { class: "share-lengths", hidden: true },
        length("width", "Width in pixels"),
        " × ",
        length("height", "Height in pixels"),
      ),
      choice("embedTheme", "Theme of the embed", {
        "": "System theme",
        light: "Light",
        dark: "Dark",
      }),
      choice("start", "Where the embed opens", { here: "This step", first: "The start" }),
      choice("controls", "What the embed has to press", {
        full: "All controls",
        steps: "Steps only",
        none: "No controls",
      }),
      choice("limit", "What a reader of the embed may do", {
        "": "With Open full",
        edit: "No editing",
        "edit,views": "No editing, no views",
      }),
    ),
  );
}

function files() {
  return html(
    "section",
    { class: "share-files", "aria-labelledby": "share-files-title" },
    html(
      "div",
      { class: "share-options" },
      html("h3", { class: "share-title", id: "share-files-title" }, "Files"),
      choice("theme", "Colours of the files", { light: "Light", dark: "Dark" }),
      choice("ground", "Ground of the files", { "": "Filled", clear: "Transparent" }),
      choice("scale", "Pixels of the PNG", { 1: "PNG 1×", 2: "PNG 2×", 4: "PNG 4×" }),
    ),
    html(
      "div",
      { class: "share-grid" },
      file("image", "svg", "SVG", "any size"),
      file("image", "png", "PNG", ""),
      file("file", "pdf", "PDF", "this step"),
      file("copy", "copy", "Copy image", "for a slide"),
    ),
  );
}
