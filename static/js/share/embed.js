// What is an embed's alone: the way to the whole page, the size that it tells to the page around it,
// and what its maker has taken out of the picture. It listens to no message.

import { createAsking } from "../groups/ask.js";
import { byId } from "../lib/dom.js";
import { LEAST } from "../picture/view.js";
import { shortQueryOf } from "../state/address.js";
import { shownState } from "../state/history.js";
import { NAMES } from "../state/store.js";
import { sizeOf, wishOf } from "./size.js";

const HIGH = 4000; // units: room enough for the drawing that nothing is cut from
const ARRAYS = ".value[role=button], .tag[role=button]";

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {string} [page.controls]
 * @param {string} page.limit
 * @param {() => import("../picture/room.js").Room | null} page.room
 * @param {() => boolean} page.fits
 * @param {() => import("../lib/types.js").Request | null} page.request for what the picture shows
 */
export function createEmbed(store, { controls, limit, room, fits, request }) {
  const stage = byId("stage");
  const stands = controls === "none";
  if (stands) stand(stage);
  if (stands || limit.includes("views")) closeViews(stage, stands ? "[role=button]" : ARRAYS);
  followState(store);
  if (parent !== window) tellSize(store, { stage, room, fits, request });
}

/**
 * @param {import("../state/store.js").Store} store
 * @param {{stage: HTMLElement} & Pick<Parameters<typeof createEmbed>[1], "room" | "fits" | "request">} page
 */
function tellSize({ state, subscribe }, { stage, room, fits, request }) {
  const asking = createAsking();
  let told = "";

  /** The drawing as it is where height is no matter; the one that is there, if nothing was cut. */
  async function natural() {
    const { trace } = state;
    const [width] = room() ?? [];
    const asked = request();
    if (!trace || trace.too_large || !asked || !width) return null;
    if (fits() && !trace.tightened) return sizeOf(trace.svg);
    const answer = await asking.ask({ ...asked, window: [width, HIGH] });
    return answer && sizeOf(answer.svg);
  }

  async function tell() {
    const picture = await natural().catch(() => null);
    if (!picture) return;
    const view = { width: stage.clientWidth, height: stage.clientHeight };
    const frame = { width: innerWidth, height: innerHeight };
    const message = { type: "backflow:size", ...wishOf(picture, view, frame, LEAST) };
    if (JSON.stringify(message) === told) return;
    told = JSON.stringify(message);
    parent.postMessage(message, "*"); // two numbers, which anybody may know
  }
  subscribe(["trace"], tell);
  new ResizeObserver(tell).observe(stage);
}

/**
 * The link to the whole page keeps the exact state.
 * @param {import("../state/store.js").Store} store
 */
async function followState({ state, subscribe }) {
  const full = document.getElementById("open-full");
  if (!(full instanceof HTMLAnchorElement)) return;
  const show = async () => {
    full.href = `/${await shortQueryOf(shownState(state))}`;
  };
  subscribe(NAMES, show);
  show();
}

/**
 * Nothing opens: no table of an array, no group.
 * @param {HTMLElement} stage
 * @param {string} buttons the marks that are none any more
 */
function closeViews(stage, buttons) {
  const close = () => {
    for (const layer of stage.querySelectorAll(".group-buttons")) layer.remove();
    for (const mark of stage.querySelectorAll(buttons)) {
      mark.setAttribute("role", "img");
      mark.removeAttribute("tabindex");
    }
  };
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  stage.addEventListener("dblclick", stop, true);
  byId("explain").addEventListener("click", stop, true);
  new MutationObserver(close).observe(stage, { childList: true });
  close();
}

/**
 * The picture stands still.
 * @param {HTMLElement} stage
 */
function stand(stage) {
  const stop = (/** @type {Event} */ event) => event.stopImmediatePropagation();
  for (const kind of ["click", "keydown"]) stage.addEventListener(kind, stop, true);
}
