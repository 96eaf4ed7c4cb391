"""The presentation attributes of each part of a mark in each state, in the light palette.

A part that a state hides gets only ``visibility="hidden"``: the page's style sheet knows all
states, a picture on its own shows one.
"""

from __future__ import annotations

from collections.abc import Callable

from graphs.draw.curves import number as n

VALUE, GRADIENT = "#00705f", "#b3260a"
GROUND, INK, MUTED = "#fff", "#17202b", "#5a6573"
WIRE, LINE, GRADIENT_TINT = "#8a94a1", "#dfe3e8", "#fceae5"

INTER = "Inter, system-ui, sans-serif"
MATH = "KaTeX_Math, 'Latin Modern Math', 'Times New Roman', serif"
MAIN = "KaTeX_Main, 'Latin Modern Roman', 'Times New Roman', serif"

HIDDEN = ' visibility="hidden"'
FADED = ' opacity=".45"'
DOTTED = ' stroke-dasharray="2 5" stroke-linecap="round"'  # what an error kept from running

# Attributes shared by most marks of a kind are set once, on the group that holds them.
WIRES = f'fill="none" stroke="{WIRE}" stroke-width="1.75"'
NUMBERS = f'font-size="18" font-weight="700" fill="{VALUE}"'
TAGS = 'font-size="15" font-weight="700" stroke-linejoin="round"'
CONSTANTS = f'font-size="17" font-weight="500" fill="{MUTED}"'
GATES = f'fill="none" stroke-width="2" text-anchor="middle" font-weight="600" stroke="{INK}"'

REPEATS = 'text-anchor="middle" font-size="14" font-weight="600" stroke-width="1.5"'
ARRAYS = 'text-anchor="middle" font-size="15" font-weight="700" stroke-linejoin="round"'

# What stands at a gate that failed, and the sizes that do not fit.
CLASH = f' font-weight="800" fill="{INK}" text-decoration="underline"'
REMARKS = {
    "place": f' font-size="14" font-weight="500" fill="{MUTED}"',
    "misfit": f' font-size="16" font-weight="700" fill="{INK}"',
}

# Gates and values of a backward pass that is drawn as a circuit.
BACKWARD_GATE = f' stroke="{GRADIENT}" stroke-dasharray="5 3"'
BACKWARD_NUMBER = f' fill="{GRADIENT}"'

# From the most negative (0) over zero (4, which cells have from their group) to the most positive:
# violet and teal stay apart for colour-blind eyes. Text on them is not needed here.
NEUTRAL = "#eef0f3"
HEAT = (
    "#5f3fa6", "#937ec6", "#b9abdd", "#dfd8f0", NEUTRAL, "#c6e6de", "#86c4b8", "#45a091", "#006253",
)  # fmt: skip
LEVELS = {
    **{str(level): f' fill="{colour}"' for level, colour in enumerate(HEAT) if level != 4},
    "x": f' fill="none" stroke="{INK}"',  # not a finite number
}

FLOW = {"1": 2.0, "2": 3.0, "3": 4.0, "4": 5.0, "5": 6.0}  # widths by log of the gradient


def line(state: str, is_data: bool) -> str:
    if state == "ahead":
        return DOTTED
    dashes = ' stroke-dasharray="4 5"' if is_data else ""
    if state.startswith("flow"):
        return dashes + HIDDEN
    if state.startswith("passed"):  # the wire stays as wide as the gradient was large
        return f'{dashes} stroke-width="{n(0.6 * FLOW[state[-1]])}"'
    return dashes + (f' stroke="{VALUE}" stroke-width="2.5"' if state == "lit" else "")


def flow(state: str) -> str:
    """The dots that move back in this step, broader for a larger gradient."""
    kind, _, strength = state.partition("-")
    if kind != "flow":
        return HIDDEN
    width = FLOW[strength]
    return (
        f' stroke="{GRADIENT}" stroke-width="{n(width)}" stroke-linecap="round" '
        f'stroke-dasharray=".1 {n(5 + width)}"'
    )


def head(state: str) -> str:
    return f' fill="{GRADIENT}" stroke="none"' if state.startswith("flow") else HIDDEN


def stop(state: str) -> str:
    if state != "blocked":
        return HIDDEN
    return f' stroke="{GRADIENT}" stroke-width="3" stroke-linecap="round"'


def ring(shown: bool) -> str:
    return f' fill="none" stroke="{VALUE}" stroke-width="1.75"' if shown else HIDDEN


def caption(shown: bool) -> str:
    """The word below or above a number: size and weight are set even while it is hidden."""
    return f' font-size="14" font-weight="500" fill="{MUTED}"' + ("" if shown else HIDDEN)


FILLED = ("now", "added")  # the states of a gradient that has just arrived


def addends(state: str) -> str:
    """The line under a sum."""
    look = f' text-anchor="end" font-size="13" font-weight="600" fill="{GRADIENT}"'
    return look if state == "shown" else look + HIDDEN


def tag(state: str, ill: bool = False) -> str:
    if state == "pending":
        return (
            f' fill="{GROUND}" stroke="{WIRE}" stroke-width="1.5" stroke-dasharray="1.5 4" '
            'stroke-linecap="round"'
        )
    fill = {"upstream": GRADIENT_TINT, **dict.fromkeys(FILLED, GRADIENT)}.get(state, GROUND)
    outline = (
        f'stroke="{INK}" stroke-width="2.5"' if ill else f'stroke="{GRADIENT}" stroke-width="1.75"'
    )
    return f' fill="{fill}" {outline}'


def zigzag(x: float, y: float, state: str) -> str:
    """The line under a number that is not finite; ``y`` is the number's baseline."""
    colour = GROUND if state in FILLED else INK
    steps = "l3.5,-2.5l3.5,2.5" * 3
    return (
        f'<path class="zigzag" d="M{n(x - 10.5)},{n(y + 4)}{steps}" fill="none" '
        f'stroke="{colour}" stroke-width="1.75" stroke-linejoin="round"/>'
    )


def awaited(state: str) -> str:
    """The box above a wire whose value is not computed yet."""
    if state != "pending":
        return HIDDEN
    return (
        f' fill="none" stroke="{WIRE}" stroke-width="1.5" stroke-dasharray="1.5 4" '
        'stroke-linecap="round"'
    )


def tag_number(state: str) -> str:
    return f' fill="{GROUND if state in FILLED else GRADIENT}"'


def gradient(state: str) -> str:
    """The colour of an array's shape or numbers in a tag."""
    return {"pending": MUTED, **dict.fromkeys(FILLED, GROUND)}.get(state, GRADIENT)


def transposed_sign(shown: bool) -> str:
    """The T after the word "local" where a matrix is used transposed."""
    return f'<tspan class="turned" dy="-5" font-size="10"{"" if shown else HIDDEN}>T</tspan>'


def heat(pending: bool) -> str:
    """The group of a thumbnail's cells: the colour of zero."""
    return f' fill="{"none" if pending else NEUTRAL}"'


def bed(pending: bool) -> str:
    """The background of a thumbnail, with its border."""
    dotted = ' stroke-dasharray="1.5 3" stroke-linecap="round"' if pending else ""
    return f' fill="{GROUND}" stroke="{WIRE if pending else LINE}"{dotted}'


def bracket(colour: str) -> str:
    return f' fill="none" stroke="{colour}" stroke-width="1.75"'


def dimensions(colour: str) -> str:
    return f' font-size="15" font-weight="500" fill="{colour}"'


def plate(state: str) -> str:
    """The rectangle of a broadcast's mark."""
    colour = {"lit": VALUE, "summed": GRADIENT, "done": GRADIENT}.get(state, WIRE)
    return f' fill="{GRADIENT if state == "summed" else GROUND}" stroke="{colour}"'


def times(state: str) -> str:
    """The repeat count in a broadcast's mark; the backward pass shows a Σ instead."""
    return (
        HIDDEN if state in ("summed", "done") else f' fill="{VALUE if state == "lit" else MUTED}"'
    )


def sigma(state: str) -> str:
    if state not in ("summed", "done"):
        return HIDDEN
    return f' fill="none" stroke="{GROUND if state == "summed" else GRADIENT}" stroke-width="2"'


def stub(local: bool) -> str:
    colour, width = (VALUE, 2.5) if local else (WIRE, 1.75)
    return f' fill="none" stroke="{colour}" stroke-width="{width}"'


def constant(local: bool) -> str:
    return f" {NUMBERS}" if local else ""


FILLED_GATES = ("current", "failed")


def disc(state: str) -> str:
    if state == "ahead":
        return f' fill="{GROUND}" stroke="{WIRE}"{DOTTED}'
    return f' fill="{INK if state in FILLED_GATES else GROUND}"'


def symbol(state: str, as_path: bool) -> str:
    current = state in FILLED_GATES
    colour = GROUND if current else MUTED if state == "ahead" else INK
    if as_path:
        return ' stroke-width="2.75" stroke-linecap="round"' + (
            "" if colour == INK else f' stroke="{colour}"'
        )
    return f' fill="{colour}" stroke="none"'


def _strokes(template: str) -> Callable[[float, float, float], str]:
    """A symbol's path from lines "x,y,x,y" relative to the centre of a gate of 20 pixels."""
    lines = [tuple(map(float, line.split(","))) for line in template.split()]

    def path(x: float, y: float, scale: float) -> str:
        return "".join(
            f"M{n(x + a * scale)},{n(y + b * scale)}L{n(x + c * scale)},{n(y + d * scale)}"
            for a, b, c, d in lines
        )

    return path


# Symbols drawn as paths, not as text, so that they are centred whatever the font.
SYMBOLS = {
    "+": _strokes("-8,0,8,0 0,-8,0,8"),
    "−": _strokes("-7.5,0,7.5,0"),
    "×": _strokes("-6,-6,6,6 6,-6,-6,6"),
    "÷": _strokes("-8,0,8,0 0,-7,0.1,-7 0,7,0.1,7"),
    "<": _strokes("6,-7,-6,0 -6,0,6,7"),
    ">": _strokes("-6,-7,6,0 6,0,-6,7"),
    "=": _strokes("-7,-3.5,7,-3.5 -7,3.5,7,3.5"),
}
