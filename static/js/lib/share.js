// A link or a text on the clipboard, and a word that it is there.

/**
 * @param {HTMLElement | null} button shows that it worked
 * @param {HTMLElement} toast says so where the button is out of sight
 * @param {string} [otherwise] what to say where the browser forbids it
 */
export function createShare(button, toast, otherwise = "Copy it from the address bar") {
  const label = button?.querySelector(".label");
  const usual = label?.textContent ?? "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} link */
  return async (link) => {
    const said = (await copyText(link)) ? "Copied" : otherwise;
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
