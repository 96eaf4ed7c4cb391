// A text or a picture on the clipboard, and a word that it is there.

/**
 * @param {HTMLElement | null} button shows that it worked
 * @param {HTMLElement} toast says so where the button is out of sight
 * @param {string} otherwise what to say where the browser forbids it
 */
export function createShare(button, toast, otherwise) {
  const label = button?.querySelector(".label");
  const usual = label?.textContent ?? "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} text */
  return async (text) => {
    const said = (await copyText(text)) ? "Copied" : otherwise;
    const visible =
      label instanceof HTMLElement && label.offsetParent !== null && label.offsetWidth > 2;
    if (visible && label) label.textContent = said;
    toast.textContent = visible ? "" : said;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (label) label.textContent = usual;
      toast.textContent = "";
    }, 2000);
  };
}

/**
 * Puts text on the clipboard; false where the browser does not let it.
 * @param {string} text
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Puts a PNG on the clipboard; false where the browser does not let it.
 * @param {Promise<Blob>} png on its way: a browser asks for the item while the key is pressed
 */
export async function copyPng(png) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
    return true;
  } catch {
    return false;
  }
}
