// KaTeX with its own style sheet, in a layer that the page's rules for mathematics win over
// (static/css/libraries.css). The fonts that it names are in the page's sheet.

import katex from "katex";
import sheet from "katex/dist/katex.min.css";

const own = new CSSStyleSheet();
own.replaceSync(`@layer katex {${sheet.replace(/@font-face\s*\{[^}]*\}/g, "")}}`);
document.adoptedStyleSheets.push(own);

export default katex;
