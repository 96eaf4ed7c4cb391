// Opening and closing groups. What is asked for is what changes in the picture; the step stays at
// its gate, and the group in sight.
import { byId } from "../shapes.js";
import { gradientStep } from "../steps.js";
import { createAsking } from "./ask.js";
import { buttonOf } from "./buttons.js";
import { createMenu } from "./menu.js";
import { createSearch } from "./search.js";
import { shownOf, stepAfter, stepInside } from "./steps.js";
import { around, closedAt, closing, opened, shortest } from "./tree.js";

/** @typedef {import("../types.js").Payload} Payload */
/** @typedef {import("../types.js").Place} Place */
/** @typedef {import("./tree.js").Open} Open */
/** @typedef {(before: Payload, step: number, after: Payload) => number} Mapping */

const STAYS = 3000; // milliseconds that a remark is shown

/**
 * @param {import("../main.js").State} state its open groups are written here
 * @param {Object} page
 * @param {boolean} page.embedded without a menu and a search
 * @param {() => import("../types.js").Request | null} page.request for what the picture shows
 * @param {() => boolean} page.onStage whether it is the trace that the picture shows
 * @param {(trace: Payload, step: number, kept: string | null) => void} page.take
 * @param {(step: number) => void} page.show
 * @param {() => void} page.ask for all anew
 * @param {(node: string) => void} page.highlight its text
 * @param {ReturnType<typeof import("../picture.js").createPicture>} page.picture
 */
export function createGroups(state, page) {
  const { embedded, request, onStage, take, show, ask, highlight, picture } = page;
  const asking = createAsking();
  const stage = byId("stage");
  const toast = document.getElementById("toast");
  /** @type {Open | undefined} what is being asked for */
  let pending;
  /** @type {Set<string>} what a step has opened: it closes again */
  let followed = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const menu = embedded ? null : createMenu({ turn, point: (part) => picture.outline(part) });
  const search = embedded ? null : createSearch(() => (state.trace ? request() : null), go);

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
    say("This view draws the whole program. Groups are opened in the other tabs.");
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
   * @param {{kept?: string | null, mapping?: Mapping}} [options] `kept`: what stays in sight
   * @returns {Promise<boolean>}
   */
  async function have(open, { kept = null, mapping = stepAfter } = {}) {
    const asked = request();
    if (!asked || !onStage()) return false;
    const inside = stage.contains(document.activeElement);
    pending = open;
    stage.setAttribute("aria-busy", "true");
    try {
      const answer = await asking.ask({ ...asked, open: open ?? "auto" });
      if (!answer) return false;
      pending = undefined;
      if (!state.trace || request()?.program !== asked.program) return false;
      const same = JSON.stringify(request()) === JSON.stringify(asked);
      if (!same) return have(open, { kept, mapping }); // values have changed meanwhile
      state.open = open;
      const after = { ...state.trace, ...answer };
      take(after, mapping(state.trace, state.step, after), kept);
      if (inside && kept) buttonOf(stage, kept)?.focus();
      return true;
    } catch (problem) {
      pending = undefined;
      say(/** @type {Error} */ (problem).message);
      return false;
    } finally {
      if (pending === undefined) stage.removeAttribute("aria-busy");
    }
  }

  /** @param {string} id */
  function open(id) {
    followed.delete(id);
    return have(shortest(parts(), [...base(), id]), { kept: id });
  }

  /** @param {string} id */
  function close(id) {
    followed.delete(id);
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
    followed = new Set();
    if (String(fold) !== String(state.fold)) {
      state.fold = fold;
      state.open = next;
      ask();
    } else if (parts().length && (await have(next))) {
      const left = next === "all" && parts().some((part) => !part.open);
      if (left) say("Opened as far as a picture can be read. Open the rest one by one.");
    }
  }

  /**
   * Where the reader has asked for it, a closed group that a step reaches is opened, and closed
   * again when the step has left it.
   * @param {number} from the step before
   */
  async function reached(from) {
    const { trace, step } = state;
    if (!trace || !menu?.following() || !onStage()) return;
    const at = trace.steps[step]?.node ?? trace.steps[step]?.to;
    const group = closedAt(trace, at);
    const inside = around(trace, at);
    const left = [...followed].filter((id) => !inside.includes(id));
    if (pending !== undefined) asking.cancel();
    pending = undefined;
    stage.removeAttribute("aria-busy");
    if (!group && left.length === 0) return;
    const ahead = step >= from;
    const wanted = [...closing(parts(), left), ...(group ? [group.id, ...inside] : [])];
    /** @type {Mapping} */
    const mapping = (before, now, after) =>
      group ? stepInside(before, now, after, ahead) : stepAfter(before, now, after);
    if (!(await have(shortest(parts(), wanted), { kept: group?.id ?? null, mapping }))) return;
    for (const id of left) followed.delete(id);
    if (group) followed.add(group.id);
    await reached(ahead ? -1 : Number.POSITIVE_INFINITY); // a group may begin with a group
  }

  /**
   * Opens what is around a place, shows the step that computes it, centres and marks it.
   * @param {Pick<Place, "node" | "part" | "open">} place
   */
  async function go({ node, part, open: needed }) {
    const closed = needed.some((id) => !parts().find((each) => each.id === id)?.open);
    if (closed && !(await have(shortest(parts(), [...base(), ...needed])))) return;
    const { trace } = state;
    const target = node ?? part;
    if (!trace || !target) return;
    const seen = trace.nodes.some(({ id }) => id === target);
    const first = trace.nodes.find((each) => around(trace, each.id).includes(target))?.id;
    const step = trace.steps.findIndex((each) => each.node === (seen ? target : first));
    if (step >= 0) show(step);
    if (!seen && !first) return say("It stands in a closed group, and is not drawn.");
    highlight(seen ? target : (first ?? target));
    picture.find(target);
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
    reached,

    /** @param {Payload} trace */
    load(trace) {
      menu?.load(trace);
    },

    /**
     * Shows the step at which a node's gradient is complete, opening what is around it.
     * @param {string} node
     */
    async reveal(node) {
      const asked = request();
      const answer =
        asked &&
        (await createAsking()
          .ask({ ...asked, find: node })
          .catch(() => null));
      const place = answer?.found.find((/** @type {Place} */ each) => each.node === node);
      if (!place) return;
      await go(place);
      const step = state.trace && gradientStep(state.trace.steps, node);
      if (step !== null) show(step);
    },

    /** The shown step of a step of the whole program. */
    shown: (/** @type {number} */ whole) => (state.trace ? shownOf(state.trace, whole) : whole),

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
