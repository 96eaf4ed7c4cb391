// What Train adds to the drawer: the rule with its numbers, and the plots that are read at leisure.
import { byId, html } from "../lib/dom.js";
import { createFindings } from "./plots/findings.js";
import { KINDS } from "./plots/kinds.js";
import { createPlot } from "./plots/plot.js";

const PLOTS = ["histograms", "gradients", "surface"];
const NONE =
  "Nothing was found so far: no dead unit, no vanishing gradient, no wild learning rate.";

/** @param {import("./plots/plot.js").Page} page */
export function createViews(page) {
  const plots = KINDS.filter(({ name }) => PLOTS.includes(name)).map((kind) => {
    const tools = html("div", { class: "plot-tools" });
    const body = html("div", { class: "picture-body" });
    byId(kind.name).append(tools, body);
    return createPlot(kind, { body, tools }, page);
  });
  const findings = createFindings(page.onIteration);
  const none = html("p", {}, NONE);
  byId("findings").append(findings.element, none);

  return {
    /**
     * @param {import("./plots/types.js").Status} status
     * @param {number} iteration
     */
    load(status, iteration) {
      for (const plot of plots) plot.load(status, iteration);
      findings.show(status);
      none.hidden = status.findings.length > 0;
    },
    theme() {
      for (const plot of plots) plot.theme();
    },
  };
}
