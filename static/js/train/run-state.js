// Whether a run is of what the page shows: the same program at the same values.
import { rowsIn } from "../state/values.js";
import { same } from "./session.js";
import { withPoint } from "./spark.js";
import { isOpen } from "./words.js";

export const OWN = "written"; // the row of optimizers that is the program's own update

/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Train} Train */

/** @param {Train} train what takes effect on the way */
const live = ({ optimizer, settings, batch }) => ({ optimizer, settings, batch });

/**
 * Whether a run goes on with other settings; the program's own update has none.
 * @param {Status} status
 * @param {Train} now
 */
const isTakenOver = (status, now) =>
  isOpen(status) && ![now.optimizer, status.train.optimizer].includes(OWN);

/**
 * @param {import("../state/store.js").State} state
 * @param {() => Train} chosen the settings
 * @param {() => Status | null} last what is known of the last run
 */
export function createRunState(state, chosen, last) {
  /** @type {{id: string, point: [number, number]} | null} the loss that the picture shows */
  let pictured = null;
  /** @type {number | null} the loss of the program's own values */
  let initial = null;

  /** The seed of the values that the text leaves to chance; it draws the batches too. */
  const chance = () => (typeof state.trace?.seed === "number" ? state.seed : null);

  /** @returns {Train} how the page would train now */
  const planned = () => {
    const seed = chance();
    return { ...chosen(), ...(seed === null ? {} : { seed }) };
  };

  /** What would be trained now. */
  const trained = () => {
    const { inputs, output } = rowsIn(state);
    return { program: state.program, inputs, output };
  };

  /** The same as a text: another program, or other values, are for another run. */
  const subject = () => same([...Object.values(trained()), chance()]);

  return {
    chance,
    subject,

    /** What to start a run with. */
    body: () => ({
      ...trained(),
      fill: true,
      generate: rowsIn(state).generate,
      train: planned(),
    }),

    /** The run of what the page shows. */
    attached() {
      const status = last();
      if (!status) return null;
      const { program, inputs, output, train } = status;
      const of = same([program, inputs, output, chance() === null ? null : train.seed]);
      return of === subject() ? status : null;
    },

    /** @param {Status | null} status whether other settings begin another run */
    outdated(status) {
      if (!status) return false;
      const [now, before] = [planned(), status.train];
      return same(before) !== same(isTakenOver(status, now) ? { ...now, ...live(before) } : now);
    },

    /** What a run that is not over can go on with, where that is not what it does already. */
    otherSettings(/** @type {Status | null} */ status) {
      const now = planned();
      if (!status || !isTakenOver(status, now)) return null;
      return same(live(now)) === same(live(status.train)) ? null : live(now);
    },

    /**
     * The program as it stands, for pictures of it before a run.
     * @param {number} iterations that a run would have
     * @returns {any}
     */
    blank: (iterations) => ({
      ...{ id: "", state: "queued", iteration: 0, iterations, train: planned() },
      ...{ loss: initial === null ? [] : [[0, initial]], parameters: {}, layers: [] },
      ...{ histograms: [], findings: [] },
    }),

    /** The loss before a run. */
    initial: () => initial,

    /**
     * Long series are sent thinned; the picture has its own iteration's loss.
     * @template {Status | null} Known
     * @param {Known} status
     * @returns {Known}
     */
    withShownLoss(status) {
      if (!status || pictured?.id !== status.id) return status;
      return { ...status, loss: withPoint(status.loss ?? [], pictured.point) };
    },

    /**
     * @param {import("../lib/types.js").Payload} trace
     * @param {import("./types.js").Run | null | undefined} run whose values it has
     */
    ran(trace, run) {
      const output = trace.names[trace.output] ?? trace.output;
      const loss = Number(trace.nodes.find(({ id }) => id === output)?.text);
      if (run) pictured = { id: run.id, point: [run.iteration, loss] };
      else initial = Number.isFinite(loss) ? loss : null;
    },
  };
}
