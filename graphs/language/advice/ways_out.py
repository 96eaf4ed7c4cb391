"""Why shapes do not fit, what they come to once they are mended, and another way out: the line
where a shape was chosen, the other factor on its side, the other axis."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from graphs.errors import Way
from graphs.gates import Gate
from graphs.gates.shapes import Misfit, elementwise, matmul_shape
from graphs.language.advice.meant_shapes import replaced
from graphs.language.positions import Place, Places
from graphs.language.reading import Reading, shortened
from graphs.model import Shape

WHY: Mapping[Callable[..., Any], str] = {
    matmul_shape: "A matrix product needs the inner sizes to agree",
    elementwise: "Element by element, sizes must be equal or 1",
}
LONGEST = 12  # characters of a name that is said once more
TURNED = {".T": "{} turned on its side is {}", "[:, None]": "{} as a column is {}"}


class Use(NamedTuple):
    """What was applied to what, and where: ``places`` are the arguments' in the text."""

    run: Reading
    gate: Gate
    shapes: Sequence[Shape | None]
    settings: Mapping[str, Any]
    node: Place
    places: Sequence[Place]


def why(use: Use) -> str | None:
    """The rule that shapes break, or the axis that is missing, in plain words."""
    run, gate, shapes, settings, node, places = use
    if is_missing(settings.get("axis"), shapes[0] or ()):
        named = places and places[0] is not node
        array = shortened(run.segment(places[0])) if named else "the array"
        return f"There is no axis {settings['axis']}: {array} is {shapes[0]}"
    return WHY.get(gate.shape)


def is_missing(axis: Any, shape: Shape) -> bool:
    """Whether a shape lacks an axis."""
    return isinstance(axis, int) and not -len(shape) <= axis < len(shape)


def outcome(use: Use, changed: tuple[int, str, str]) -> tuple[str, dict[str, Any]] | None:
    """What comes of a mend, in words and as shapes: ``changed`` is its slot, the change, and the
    argument's name."""
    run, gate, shapes, settings, node, _ = use
    slot, template, name = changed
    ending = template.removeprefix("{0}")
    old = shapes[slot] or ()
    new = old[::-1] if ending == ".T" else (*old, 1)
    mended = [new if at == slot else one for at, one in enumerate(shapes)]
    result = _shape(gate, mended, settings)
    if result is None or ending not in TURNED:
        return None
    then = f"{TURNED[ending].format(name, new)}, and then {_assigned(run, node)} is {result}."
    sizes = [list(one or ()) for one in mended]
    turned = {"slot": slot, "turned": ending == ".T", "shapes": sizes, "result": list(result)}
    return then, turned


def product_of(run: Reading, shapes: Sequence[Shape | None], node: Place) -> str:
    """What a product of matrices would be in the place of one of elements."""
    return f"{_assigned(run, node)} is {matmul_shape(shapes[0] or (), shapes[1] or ())}"


def other_ways(use: Use, indices: Sequence[int]) -> Iterator[Way]:
    """Other texts that make two shapes fit, the likeliest first; none is read yet. ``indices`` are
    the arguments' nodes."""
    run, gate, shapes, settings, node, places = use
    if len(shapes) != 2 or gate.shape not in WHY:
        return
    for slot in (1, 0):
        for new in _fitting(gate, shapes, slot):
            changed = [new if at == slot else one for at, one in enumerate(shapes)]
            result = _shape(gate, changed, settings)
            for index in indices[slot : slot + 1] if result is not None else ():
                then = f"{_assigned(run, node)} is {result}."
                yield from _chosen(run, index, shapes[slot] or (), new, then)
    if gate.shape is matmul_shape and len(places) == 2:
        for slot in (0, 1):
            turned = [(one or ())[:: -1 if at == slot else 1] for at, one in enumerate(shapes)]
            if len(turned[slot]) == 2 and _shape(gate, turned, settings) is not None:
                source, text = run.places.source(places[slot]), run.segment(places[slot])
                if source.line == source.end_line and text.isidentifier():
                    yield Way(source.line, source.column, source.end_column, f"{text}.T")


def _shape(gate: Gate, shapes: Sequence[Shape | None], settings: Mapping[str, Any]) -> Shape | None:
    """What a gate makes of shapes; None where they do not fit."""
    try:
        return gate.shape(*(one or () for one in shapes), **settings)
    except Misfit:
        return None


def _fitting(gate: Gate, shapes: Sequence[Shape | None], slot: int) -> Iterator[Shape]:
    """Shapes of one argument that fit the other: on its side, else with the other's sizes."""
    old, other = shapes[slot] or (), shapes[1 - slot] or ()
    if not old or not other:
        return
    if gate.shape is matmul_shape:
        yield old[::-1]
        if slot == 1:
            yield (*old[:-2], other[-1], *old[-1:]) if len(old) > 1 else other[-1:]
        else:
            yield (*old[:-1], other[-2] if len(other) > 1 else other[-1])
        return
    pairs = list(zip_longest(reversed(old), reversed(other), fillvalue=1))[: len(old)]
    yield tuple(there if 1 not in (here, there) else here for here, there in reversed(pairs))


def _chosen(run: Reading, index: int, old: Shape, new: Shape, then: str) -> Iterator[Way]:
    """The call that chose an array's shape in numbers, with others: ``randn(3, 6)``."""
    made = run.builder.nodes[index]
    if made.gate is not None or made.source is None or len(old) != len(new) or old == new:
        return
    line = run.places.lines[made.source.line - 1]
    for call, places in _calls(line):
        if (text := _with_sizes(call, places, old, new)) is not None:
            margin, source = len(line) - len(line.lstrip()), places.source(call)
            ends = margin + source.column, margin + source.end_column
            told = f"With {made.name or 'it'} of shape {new}, {then}"
            yield Way(made.source.line, *ends, text, told)


def _calls(line: str) -> list[tuple[ast.Call, Places]]:
    """The calls in a line that is a statement."""
    try:
        tree = ast.parse(line.strip())
    except (SyntaxError, ValueError):
        return []
    places = Places(line.strip())
    return [(node, places) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _with_sizes(call: ast.Call, places: Places, old: Shape, new: Shape) -> str | None:
    """A call with other sizes; None where it does not hold the old ones as numbers."""
    numbers = [*call.args, *(keyword.value for keyword in call.keywords)]
    groups = [numbers[: len(old)]]
    groups += [one.elts for one in numbers if isinstance(one, ast.Tuple | ast.List)]
    for group in groups:
        if tuple(one.value if isinstance(one, ast.Constant) else None for one in group) != old:
            continue
        text, start = places.segment(call), places.source(call).column
        for part, size in reversed(list(zip(group, new, strict=True))):
            source = places.source(part)
            text = f"{text[: source.column - start]}{size}{text[source.end_column - start :]}"
        return text
    return None


def _assigned(run: Reading, node: Place) -> str:
    """What a line calls a value, where that is all it computes."""
    source = run.places.source(node)
    line = run.places.lines[source.line - 1]
    found = re.fullmatch(r"\s*([^\W\d]\w*)\s*=\s*", line[: source.column])
    rest = line[source.end_column :].strip() if source.end_line == source.line else "…"
    is_all = not rest or rest.startswith("#")
    return found[1] if found and is_all and len(found[1]) <= LONGEST else "the result"


def with_axes(
    run: Reading, shape: Shape, settings: Mapping[str, Any], node: Place
) -> tuple[str, str] | None:
    """A call with an axis that its array lacks, with the last axis instead and with the first."""
    rank = len(shape)
    if not is_missing(settings.get("axis"), shape) or not isinstance(node, ast.Call):
        return None
    words = [keyword.value for keyword in node.keywords if keyword.arg == "axis"]
    places = [*words, *(one for one in node.args if isinstance(one, ast.Constant))]
    if not places or not rank:
        return None
    last, first = (replaced(run, node, places[0], str(other)) for other in (rank - 1, 0))
    return None if last is None or first is None else (last, first)
