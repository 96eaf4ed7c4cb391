// Walks a program's steps in the page, by the contract's hooks: for tests and figures that look at
// every step, which a round trip a step would make slow. An init script: it defines `walking`.

globalThis.walking = (() => {
  const FRAMES = 600; // only ends what hangs

  const picture = () => document.querySelector("#picture svg.circuit, #picture svg");

  /** The step shown, 0 before the first, and how many there are. */
  function where() {
    const hook = document.querySelector("[data-step][data-steps]");
    if (hook) return { step: Number(hook.dataset.step), steps: Number(hook.dataset.steps) };
    const slider = document.querySelector("#step");
    return { step: Number(slider?.value ?? 0), steps: Number(slider?.max ?? 0) };
  }

  const frame = () => new Promise((done) => requestAnimationFrame(done));

  /** Waits, frame by frame, until something is so. */
  async function until(isSo, what) {
    for (let waited = 0; !isSo(); waited += 1) {
      if (waited === FRAMES) throw new Error(`Not within ${FRAMES} frames: ${what}`);
      await frame();
    }
  }

  function press(key) {
    const event = { key, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", event));
  }

  let answers = 0; // of the server that have been read whole
  const ask = globalThis.fetch;
  globalThis.fetch = async (...request) => {
    const answer = await ask(...request);
    await answer.clone().arrayBuffer();
    answers += 1;
    return answer;
  };

  /** Opens a program as an entry of the history does, which needs no new page. */
  async function open(state) {
    const before = answers;
    dispatchEvent(new PopStateEvent("popstate", { state }));
    await until(() => answers > before && picture(), "a picture");
    await frame();
    await frame();
  }

  /**
   * Goes to the first step and on to the last, and calls `look` at each, before the first too.
   * @param {(step: number) => void} look
   */
  async function walk(look) {
    document.activeElement?.blur();
    await document.fonts.ready;
    press("Home");
    await frame();
    look(where().step);
    while (where().step < where().steps) {
      const { step } = where();
      press("ArrowRight");
      await until(() => where().step !== step, `step ${step + 1}`);
      look(where().step);
    }
  }

  /** All that stands in the page beside an element and what holds it. */
  function besides(part) {
    if (part === document.body) return [];
    const { parentElement: around } = part;
    return [...[...around.children].filter((other) => other !== part), ...besides(around)];
  }

  /**
   * Does something while the picture stands alone, where it stood: then the rest of the page, which
   * at each step is laid out anew, takes no time.
   * @param {() => Promise<unknown>} work
   */
  async function alone(work) {
    const { left, top, width, height } = document.querySelector("#picture").getBoundingClientRect();
    const sheet = new CSSStyleSheet();
    const place = `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`;
    sheet.replaceSync(`#picture { position: fixed !important; ${place} }
      [data-beside] { display: none !important }`);
    const beside = besides(document.querySelector("#picture"));
    for (const part of beside) part.dataset.beside = "";
    const sheets = document.adoptedStyleSheets;
    document.adoptedStyleSheets = [...sheets, sheet];
    await frame();
    const result = await work();
    document.adoptedStyleSheets = sheets;
    for (const part of beside) delete part.dataset.beside;
    await frame();
    return result;
  }

  return { alone, frame, open, picture, walk, where };
})();
