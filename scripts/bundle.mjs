// Bundles the page's scripts into static/build (not in git), each under a name with its hash, and
// writes down for each entry which files it begins with: static/build/bundle.json. What is imported
// when it is used is a file of its own.
import { rm, writeFile } from "node:fs/promises";
import { build } from "rolldown";

const out = "static/build";
await rm(out, { recursive: true, force: true });
const { output } = await build({
  input: {
    boot: "static/js/boot.js",
    main: "static/js/main.js",
    examples: "static/js/gallery/page.js",
  },
  platform: "browser",
  moduleTypes: { ".css": "text" }, // KaTeX's sheet travels with KaTeX
  transform: { target: "es2022" },
  output: {
    dir: out,
    format: "esm",
    minify: true,
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "[name]-[hash].js",
  },
});

const chunks = output.filter((file) => file.type === "chunk");
const importsOf = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]));

/**
 * A file and all that it imports before it runs.
 * @param {string} file
 * @returns {string[]}
 */
const begun = (file) => [file, ...(importsOf.get(file) ?? []).flatMap(begun)];

const entries = chunks.filter(({ isEntry }) => isEntry);
const files = entries.map(({ name, fileName }) => [name, [...new Set(begun(fileName))]]);
await writeFile(`${out}/bundle.json`, JSON.stringify(Object.fromEntries(files), null, 1));
