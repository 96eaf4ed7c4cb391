// Bundles the page's modules and KaTeX's style sheet and fonts into static/build (not in git).
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const out = "static/build";
await rm(out, { recursive: true, force: true });
await build({
  entryPoints: {
    main: "static/js/main.js",
    examples: "static/js/gallery/page.js",
    katex: "katex/dist/katex.min.css",
  },
  outdir: out,
  bundle: true,
  format: "esm",
  splitting: true, // KaTeX is loaded when the first formula is shown
  minify: true,
  target: "es2022",
  loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty" },
  assetNames: "fonts/[name]-[hash]",
  chunkNames: "chunk-[hash]",
  legalComments: "linked",
  logLevel: "warning",
});
