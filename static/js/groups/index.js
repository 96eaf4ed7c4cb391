// Opening and closing groups. What is asked for is what changes in the picture; the step stays at
// its gate, and the group in sight.
import { byId } from "../lib/dom.js";
import { createAsking } from "./ask.js";
import { buttonOf } from "./buttons.js";
import { createFollow } from "./follow.js";
import { createMenu } from "./menu.js";
import { createPlaces } from "./places.js";
import { createSearch } from "./search.js";
import { stepAfter } from "./steps.js";
import { around, closedAt, closing, opened, shortest } from "./tree.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../state/store.js").Open} Open */
/** @typedef {import("../state/requests.js").Mapping} Mapping */
/** @typedef {(open: Open, options?: {kept?: string | null, mapping?: Mapping, quiet?: boolean}) => Promise<boolean>} Have */

const STAYS = 3000; // milliseconds that a remark is shown

/**
 * @param {import("../state/store.js").Store} store
 * @param {Object} page
 * @param {boolean} page.embedded without a menu and a search
 * @param {() => import("../lib/types.js").Request | null} page.request for what the picture shows
 * @param {() => boolean} page.onStage whether it is the trace that the picture shows
 * @param {(trace: Payload, kept: string | null) => void} page.regrouped the trace has other groups open; `kept` is to stay in sight
 * @param {(step: number) => void} page.show
 * @param {() => void} page.ask for all anew
 * @param {(node: string) => void} page.highlight its text
 * @param {ReturnType<typeof import("../picture/picture.js").createPicture>} page.picture
 */
export function createGroups({ state, update }, page) {
  const { embedded, request, onStage, regrouped, ask, picture } = page;
  const asking = createAsking();
  const stage = byId("stage");
  const toast = document.getElementById("toast");
  /** @type {Open | undefined} what is being asked for */
  let pending;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Whether the picture shows what is typed. */
  const current = () => state.trace?.program === state.program;
  const menu = embedded ? null : createMenu({ turn, point: (part) => picture.outline(part) });
  const following = () => onStage() && (menu?.following() ?? false);
  const follow = createFollow(state, { following, have, cancel });
  const places = createPlaces(state, { ...page, current, have, say });
  const shown = () => (state.trace ? request() : null);
  const search = embedded ? null : createSearch(shown, current, places.go);

  const parts = () => state.trace?.parts ?? [];
  /** What is open, or soon will be. */
  const base = () => (Array.isArray(pending) ? pending : opened(parts()));

  /** @param {string} words */
  function say(words) {
    if (!toast) return;
    toast.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => {
      toast.textContent = "";
    }, STAYS);
  }

  /** Whether the picture is a view's own, which has no groups to open: then it is said. */
  function elsewhere() {
    if (onStage()) return false;
    say("This view draws the whole program. Groups are opened in its circuit: close More first.");
    return true;
  }

  /** The gate or group that is focused in the picture, else the one the step is about. */
  function here() {
    const focused = stage.contains(document.activeElement) ? document.activeElement : null;
    const mark = focused?.closest("[data-part], [data-node]");
    const step = state.trace?.steps[state.step];
    const id = mark?.getAttribute("data-part") ?? mark?.getAttribute("data-node");
    return id ?? step?.node ?? step?.to ?? null;
  }

  /**
   * Has other groups open; whether that came to be.
   * @param {Open} open
   * @param {{kept?: string | null, mapping?: Mapping, quiet?: boolean}} [options] `kept`: what
   *   stays in sight; `quiet`: the reader has not asked for it
   * @returns {Promise<boolean>}
   */
  async function have(open, { kept = null, mapping = stepAfter, quiet = false } = {}) {
    const sent = request();
    if (!sent || !onStage()) return false;
    const inside = stage.contains(document.activeElement);
    pending = open;
    if (!quiet) stage.setAttribute("aria-busy", "true");
    try {
      const answer = await asking.ask({ ...sent, open: open ?? "auto" }, current());
      if (!answer) return false;
      pending = undefined;
      if (!state.trace || request()?.program !== sent.program) return false;
      const same = JSON.stringify(request()) === JSON.stringify(sent);
      if (!same) return have(open, { kept, mapping, quiet }); // values have changed meanwhile
      const trace = { ...state.trace, ...answer };
      const step = mapping(state.trace, state.step, trace);
      const { window } = sent;
      const answered = state.answered && { ...state.answered, window, open: open ?? "auto" };
      update({ open, trace, answered, step: Math.min(step, trace.steps.length - 1) });
      regrouped(trace, kept);
      if (inside && kept) buttonOf(stage, kept)?.focus();
      return true;
    } catch (problem) {
      pending = undefined;
      if (!quiet) say(/** @type {Error} */ (problem).message);
      return false;
    } finally {
      if (pending === undefined) stage.removeAttribute("aria-busy");
    }
  }

  /** What is being opened or closed stays as it is. */
  function cancel() {
    if (pending === undefined) return;
    asking.cancel();
    pending = undefined;
    stage.removeAttribute("aria-busy");
  }

  /** @param {string} id */
  function open(id) {
    follow.keep(id);
    return have(shortest(parts(), [...base(), id]), { kept: id });
  }

  /** @param {string} id */
  function close(id) {
    follow.keep(id);
    return have(closing(parts(), [id]), { kept: id });
  }

  /** @param {string} id */
  function turn(id) {
    const part = parts().find((each) => each.id === id);
    if (part) (part.open ? close : open)(id);
  }

  /**
   * Opens or closes everything, recognised patterns too.
   * @param {"all" | []} next
   */
  async function all(next) {
    const patterns = embedded ? [] : (state.trace?.patterns ?? []);
    const fold = next === "all" ? [] : patterns.map(({ id }) => id);
    follow.forget();
    if (String(fold) !== String(state.fold)) {
      update({ fold, open: next });
      ask();
    } else if (parts().length && (await have(next))) {
      const left = next === "all" && parts().some((part) => !part.open);
      if (left) say("Opened as far as a picture can be read. Open the rest one by one.");
    }
  }

  stage.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-part]") : null;
    if (!button) return;
    const pointed = event.detail > 0;
    if (pointed && button instanceof SVGElement) button.blur(); // keys go on
    turn(button.getAttribute("data-part") ?? "");
  });
  stage.addEventListener("keydown", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-part]") : null;
    if (!button || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    turn(button.getAttribute("data-part") ?? "");
  });
  stage.addEventListener("dblclick", (event) => {
    const gate = event.target instanceof Element ? event.target.closest(".group-gate") : null;
    const id = gate?.getAttribute("data-node") ?? "";
    if (state.trace && onStage() && closedAt(state.trace, id)) open(id);
  });

  return {
    reached: follow.reached,
    reveal: places.reveal,
    cancel,

    /** The same groups, drawn anew: for a window of another size. */
    redraw() {
      if (pending === undefined) have(state.open, { quiet: true });
    },

    /** @param {Payload} trace */
    load(trace) {
      menu?.load(trace);
    },

    actions: {
      openGroup() {
        if (elsewhere()) return;
        const group = state.trace && closedAt(state.trace, here());
        if (group) open(group.id);
        else if (parts().some((part) => !part.open)) say("No closed group stands at this step.");
      },
      closeGroup() {
        if (elsewhere()) return;
        const at = here();
        const part = parts().find((each) => each.id === at && each.open);
        const id = part?.id ?? (state.trace ? around(state.trace, at)[0] : undefined);
        if (id) close(id);
        else if (parts().length) say("No open group is around this step.");
      },
      openAll: () => elsewhere() || all("all"),
      closeAll: () => elsewhere() || all([]),
      goTo: () => elsewhere() || search?.open(),
    },
  };
}
