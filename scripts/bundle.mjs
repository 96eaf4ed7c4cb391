// Bundles the page's scripts into static/build (not in git), each under a name with its hash, and
// writes down for each entry which files it begins with: static/build/bundle.json.
import { rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build } from "esbuild";

const out = "static/build";
await rm(out, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { boot: "static/js/boot.js", main: "static/js/main.js" },
  outdir: out,
  bundle: true,
  format: "esm",
  splitting: true, // what is imported when it is used is a file of its own
  minify: true,
  target: "es2022",
  loader: { ".css": "text" }, // KaTeX's sheet travels with KaTeX
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  legalComments: "linked",
  logLevel: "warning",
  metafile: true,
});

/**
 * A file and all that it imports before it runs.
 * @param {string} file
 * @returns {string[]}
 */
function begun(file) {
  const { imports } = metafile.outputs[file];
  const statics = imports.filter(({ kind }) => kind === "import-statement");
  return [file, ...statics.flatMap(({ path }) => begun(path))];
}

const entries = Object.entries(metafile.outputs).filter(([file]) => !file.endsWith(".txt"));
const scripts = entries
  .filter(([, { entryPoint }]) => entryPoint?.match(/^static\/js\/(boot|main)\.js$/))
  .map(([file, { entryPoint = "" }]) => [
    basename(entryPoint, ".js"),
    [...new Set(begun(file))].map((path) => basename(path)),
  ]);
await writeFile(`${out}/bundle.json`, JSON.stringify(Object.fromEntries(scripts), null, 1));
