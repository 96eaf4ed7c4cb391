// Which examples a search finds, the likeliest first, and what comes near where it finds none. Pure.

/**
 * @typedef {Object} Findable
 * @property {string} title
 * @property {string} note
 * @property {string} group
 * @property {string} words what people may look for, with commas between
 * @property {string} gates
 * @property {string} program
 * @property {boolean} [starter]
 */

/** What a word of the search counts in each field: as the whole word, as its beginning, inside. */
const WEIGHTS = /** @type {const} */ ([
  ["title", 12, 9, 3],
  ["words", 8, 6, 3],
  ["gates", 6, 4, 0],
  ["group", 5, 4, 0],
  ["note", 4, 3, 1],
  ["program", 3, 2, 1],
]);
const WHOLE = { title: 30, words: 19 }; // the search as it stands is a title, or one of the words
const PHRASE = { title: 16, words: 8 }; // or stands in one
const STARTER = 2;
const INSIDE = 3; // letters at least of what is looked for inside words

/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** @param {string} text its words; @ and + are looked for too */
const wordsOf = (text) => [...(plain(text).match(/[\p{L}\p{N}_]+|[@+×÷]/gu) ?? [])];

const IDEOGRAPH = /\p{Script=Han}/u; // words have no spaces between them

/**
 * The examples in which every word of the search is found, the likeliest first.
 * @template {Findable} Entry
 * @param {readonly Entry[]} entries in the order of the gallery, which decides between equals
 * @param {string} query
 * @returns {Entry[]}
 */
export function search(entries, query) {
  const sought = wordsOf(query);
  if (!sought.length) return [];
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, sought, plain(query.trim())) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry);
}

/**
 * @param {Findable} entry
 * @param {string[]} sought
 * @param {string} query
 */
function scoreOf(entry, sought, query) {
  let score = entry.starter ? STARTER : 0;
  for (const word of sought) {
    const best = Math.max(...WEIGHTS.map((weights) => countOf(entry, word, weights)));
    if (!best) return 0;
    score += best;
  }
  const [title, words] = [plain(entry.title), plain(entry.words)];
  if (title === query) score += WHOLE.title;
  else if (title.includes(query)) score += PHRASE.title;
  if (words.split(", ").includes(query)) score += WHOLE.words;
  else if (words.includes(query)) score += PHRASE.words;
  return score;
}

/**
 * @param {Findable} entry
 * @param {string} word
 * @param {typeof WEIGHTS[number]} weights
 */
function countOf(entry, word, [field, whole, start, inside]) {
  const words = wordsOf(entry[field]);
  if (words.includes(word)) return whole;
  if (words.some((one) => one.startsWith(word))) return start;
  const isLong = word.length >= INSIDE || IDEOGRAPH.test(word);
  return isLong && words.some((one) => one.includes(word)) ? inside : 0;
}

/**
 * What to look for instead: what is known to come near, else words that are spelt nearly so.
 * @param {readonly Findable[]} entries
 * @param {string} query
 * @param {Readonly<Record<string, string>>} near by what is looked for
 * @returns {string[]} words that are found
 */
export function suggestions(entries, query, near) {
  const sought = wordsOf(query);
  const known = Object.entries(near).find(([word]) => sought.some((one) => one.startsWith(word)));
  if (known) return known[1].split(", ");
  const all = new Set(entries.flatMap(({ title, words }) => wordsOf(`${title} ${words}`)));
  const spelt = [...all]
    .map((word) => ({ word, off: Math.min(...sought.map((one) => distance(one, word))) }))
    .filter(({ word, off }) => word.length > 2 && off <= Math.max(1, Math.floor(word.length / 4)))
    .sort((one, other) => one.off - other.off)
    .map(({ word }) => word);
  return spelt.length ? spelt.slice(0, 2) : ["softmax", "fork", "LSTM"];
}

/**
 * How many letters have to be changed, added or left out.
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let down = 1; down <= one.length; down += 1) {
    const next = [down];
    for (let across = 1; across <= other.length; across += 1) {
      const changed = (row[across - 1] ?? 0) + Number(one[down - 1] !== other[across - 1]);
      next.push(Math.min(changed, (row[across] ?? 0) + 1, (next[across - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
