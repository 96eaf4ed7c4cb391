// What is fetched once, when it is first needed.

/**
 * @template Fetched
 * @param {() => Promise<Fetched>} fetcher
 * @returns {() => Promise<Fetched>} gives everybody the same; what failed is asked for again
 */
export function once(fetcher) {
  /** @type {Promise<Fetched> | null} */
  let asked = null;
  return () => {
    asked ??= fetcher().catch((problem) => {
      asked = null;
      throw problem;
    });
    return asked;
  };
}
