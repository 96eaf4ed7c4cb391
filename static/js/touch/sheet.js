// On a phone the program and More are sheets over the page. A sheet follows the finger that drags its
// head down, and closes where it is let go low enough. What it covers cannot be reached meanwhile.

import { byId } from "../lib/dom.js";

const PHONE = "(max-width: 599px)";
const LOW = 0.25; // of a sheet's height: as far down as that it closes
const HEAD = ".sheet-grip, .program > .bar, .bar-end, .drawer > header";
const PRESSED = "button, a, select, input";

/**
 * @param {Object} close
 * @param {() => void} close.column
 * @param {() => void} close.drawer
 */
export function createSheets(close) {
  const phone = matchMedia(PHONE);
  const { dataset } = document.body;
  const covered = /** @type {HTMLElement[]} */ ([...byId("main").children, byId("player")]);
  const isOpen = () => phone.matches && ("column" in dataset || "drawer" in dataset);

  function cover() {
    for (const part of covered) part.inert = isOpen();
  }
  const attributeFilter = ["data-column", "data-drawer"];
  new MutationObserver(cover).observe(document.body, { attributeFilter });
  phone.addEventListener("change", cover);
  cover();

  follow(byId("form"), close.column, isOpen);
  follow(byId("drawer"), close.drawer, isOpen);
}

/**
 * @param {HTMLElement} sheet
 * @param {() => void} close
 * @param {() => boolean} isSheet
 */
function follow(sheet, close, isSheet) {
  /** @type {{id: number, from: number} | null} the finger that holds it */
  let held = null;

  /** @param {number} down pixels */
  function place(down) {
    sheet.style.translate = down > 0 ? `0 ${down}px` : "";
  }

  sheet.addEventListener("pointerdown", (event) => {
    const { target, pointerId, clientY } = event;
    if (!isSheet() || !event.isPrimary || !(target instanceof Element)) return;
    if (!target.closest(HEAD) || target.closest(PRESSED)) return;
    held = { id: pointerId, from: clientY };
    sheet.setPointerCapture(pointerId);
    sheet.classList.add("is-held");
  });
  sheet.addEventListener("pointermove", ({ pointerId, clientY }) => {
    if (held?.id === pointerId) place(clientY - held.from);
  });
  for (const type of /** @type {const} */ (["pointerup", "pointercancel"])) {
    sheet.addEventListener(type, ({ pointerId, clientY }) => {
      if (held?.id !== pointerId) return;
      const isLow = type === "pointerup" && clientY - held.from > LOW * sheet.offsetHeight;
      held = null;
      sheet.classList.remove("is-held");
      if (isLow) close();
      place(0);
    });
  }
}
