// Histograms over the iterations as a grid of shades. Pure.

/** @typedef {import("./types.js").Histogram} Histogram */
/** @typedef {import("./types.js").Moment} Moment */

const COLUMNS = 64; // at most
const ROWS = 32;
const TAIL = 0.002; // of the elements: an outlier does not stretch the axis
const MOST = 24; // layers that are drawn
const LEAST = 148; // pixels of a cell
const GAP = 12; // between two cells, as in plots.css
const PEEK = 40; // of the next one, where not all have room

/**
 * The layers to draw: all, or some from first to last.
 * @template Layer
 * @param {Layer[]} layers
 */
export function pickedOf(layers) {
  if (layers.length <= MOST) return layers;
  const step = (layers.length - 1) / (MOST - 1);
  return Array.from(
    { length: MOST },
    (_, at) => /** @type {Layer} */ (layers[Math.round(at * step)]),
  );
}

/**
 * From where to where most elements of a histogram lie.
 * @param {Histogram} histogram
 * @returns {[number, number]}
 */
export function extent({ low, high, counts }) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const step = (high - low) / counts.length;
  let [from, to] = [0, counts.length];
  for (let sum = counts[from] ?? 0; sum <= TAIL * total && from < to - 1; sum += counts[from] ?? 0)
    from += 1;
  for (
    let sum = counts[to - 1] ?? 0;
    sum <= TAIL * total && to > from + 1;
    sum += counts[to - 1] ?? 0
  )
    to -= 1;
  return [low + from * step, low + to * step];
}

/**
 * Rows from the highest value down, a column for each stretch of the run; 1 is the fullest bin of
 * its column.
 * @param {Moment[]} moments
 * @param {"activations" | "gradients"} kind
 * @param {string} id of the layer
 */
export function heatOf(moments, kind, id) {
  const found = moments.flatMap((moment) => {
    const histogram = moment[kind][id];
    const known = histogram && Number.isFinite(histogram.low) && Number.isFinite(histogram.high);
    return known ? [{ iteration: moment.iteration, histogram }] : [];
  });
  const extents = found.map(({ histogram }) => extent(histogram));
  let low = Math.min(...extents.map(([from]) => from));
  let high = Math.max(...extents.map(([, to]) => to));
  if (!found.length) [low, high] = [0, 1];
  if (low === high)
    [low, high] = [low - (Math.abs(low) || 1) * 0.5, high + (Math.abs(high) || 1) * 0.5];
  const columns = Math.min(Math.max(found.length, 1), COLUMNS);
  const cells = new Float64Array(columns * ROWS);
  const end = found.at(-1)?.iteration ?? 0;
  let index = 0;
  for (let column = 0; column < columns; column++) {
    const middle = ((column + 0.5) / columns) * end;
    while (index < found.length - 1 && nearer(found, index, middle)) index += 1;
    const histogram = found[index]?.histogram;
    if (!histogram) continue;
    const most = Math.max(...histogram.counts, 1);
    for (let row = 0; row < ROWS; row++) {
      const value = high - ((row + 0.5) / ROWS) * (high - low);
      cells[row * columns + column] = countAt(histogram, value, (high - low) / ROWS) / most;
    }
  }
  return { cells, columns, rows: ROWS, low, high };
}

/**
 * Whether the entry after an index is nearer to an iteration than the one at it.
 * @param {{iteration: number}[]} found
 * @param {number} index
 * @param {number} iteration
 */
function nearer(found, index, iteration) {
  const [here, next] = [found[index]?.iteration ?? 0, found[index + 1]?.iteration ?? 0];
  return Math.abs(next - iteration) < Math.abs(here - iteration);
}

/**
 * The count of the bin that a value lies in.
 * @param {Histogram} histogram
 * @param {number} value
 * @param {number} size of a row: equal elements fill the one they lie in
 */
function countAt({ low, high, counts }, value, size) {
  if (high - low < size)
    return Math.abs(value - (low + high) / 2) <= size / 2 ? Math.max(...counts) : 0;
  const bin = Math.floor(((value - low) / (high - low)) * counts.length);
  return counts[bin] ?? 0;
}

/**
 * How wide a cell is: all have room, or as many whole ones as do and a glimpse of the next.
 * @param {number} room
 * @param {number} cells
 */
export function wideOf(room, cells) {
  const all = Math.floor((room - GAP * (cells - 1)) / cells);
  if (all >= LEAST) return all;
  const whole = Math.max(Math.floor((room - PEEK) / (LEAST + GAP)), 1);
  return Math.floor((room - PEEK) / whole) - GAP;
}
