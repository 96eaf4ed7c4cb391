"""Other ways to write one line of a backward pass: what is tried as its mend, likeliest first."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from graphs.check.written_line import WrittenLine
from graphs.language.gradient_names import is_called_gradient

SUMS = {"sum": "mean", "mean": "sum"}
FLIPS = {ast.Lt: ">", ast.LtE: ">=", ast.Gt: "<", ast.GtE: "<="}
OPPOSITES = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<"}
MATRIX = ("dot", "matmul", "outer")
MOST_NAMES = 5  # that are tried in the place of one
ALIKE = 0.4  # how like it they are at least
MOST_REWRITTEN = 3
MOST_OF_ANY = 12  # names that are tried in the place of one they are not like
MOST_FACTOR = 1_000_000  # that is written as a number


@dataclass(frozen=True)
class Clue:
    """What is known of a line with a wrong gradient ``name`` in it.

    ``what`` stands where ``other`` belongs; ``factor`` is how many times too large the value is;
    ``slopes`` are local factors that may be missing, ``used`` the gradients that it is
    computed from, ``names`` what may be meant by a name,
    ``counts`` what the program calls its sizes, ``rows`` what other lines compute, ``numbers``
    those that the forward pass has typed.
    """

    name: str
    cause: str | None = None
    what: str = ""
    other: str = ""
    factor: float | None = None
    slopes: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()  # what other lines compute
    of: tuple[str, ...] = ()  # what the value is the gradient of
    numbers: tuple[str, ...] = ()  # that the program has
    mend: str | None = None  # what the error about the line would write


Edits = Callable[[WrittenLine, Clue], Iterator[str]]


@dataclass(frozen=True)
class Told:
    """What it tells of a line that an edit makes it right: a cause, and a sentence."""

    cause: str
    sentence: str


def edits(line: str, clue: Clue) -> Iterator[tuple[str, Told | None]]:
    """Other texts for a line, each once, with what they tell where that is another cause than the
    clue's; none where it is no simple statement of one line."""
    try:
        written = WrittenLine(line)
    except (SyntaxError, ValueError):
        return
    first = BY_CAUSE.get(clue.cause or "", ())
    met = {line}
    others = () if clue.cause in ELSEWHERE else ALL
    for make in dict.fromkeys((*first, *others)):
        for text in make(written, clue):
            if text not in met:
                met.add(text)
                yield text, None if make in first else TELLS.get(make)


def _names(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """``other`` for ``what``, at one place after the other; those that are returned change
    places."""
    if clue.what and clue.other:
        returned = line.tree.value if isinstance(line.tree, ast.Return) else None
        if isinstance(returned, ast.Tuple):
            several = {line.text_of(node): node for node in returned.elts}
            if several.keys() >= {clue.what, clue.other}:
                yield line.exchange(several[clue.what], several[clue.other])
        for node in line.expressions:
            if line.text_of(node) == clue.what:
                yield line.put(node, clue.other)


def _other_names(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """Another name of the program, at one place after the other: those most alike first."""
    for node in line.reads():
        name = line.text_of(node)
        if name in clue.names or isinstance(node, ast.Name):
            others = [one for one in clue.names if one != name]
            for other in difflib.get_close_matches(name, others, MOST_NAMES, ALIKE):
                yield line.put(node, other)


def _rewritten(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """The slope of a function in the place of another expression."""
    for slope in clue.slopes[:MOST_REWRITTEN]:
        for part in line.wholes(clue.name):
            for gradient in clue.used:
                yield line.put(part, f"{gradient} * {slope}")
        for node in line.expressions:
            if isinstance(node, ast.BinOp | ast.Compare | ast.Call):
                yield line.put(node, slope)


def _axes(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """The other axis of a sum or a mean, or none, with and without ``keepdims``."""
    for call, word in line.calls(SUMS):
        array, axis, keeps = line.reduction(call)
        for keepdims in (keeps, not keeps):
            for other in ("0", "1", None):
                if (other, keepdims) != (axis, keeps):
                    over = f"axis={other}" if other else None
                    inside = [array, over, "keepdims=True" if keepdims else None]
                    yield line.put(call, f"{word}({', '.join(filter(None, inside))})")


def _sums(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A sum that is missing."""
    for part in line.wholes(clue.name):
        for inside in ("axis=0", "axis=1", "", "axis=0, keepdims=True", "axis=1, keepdims=True"):
            yield line.swap(part, f"{line.held(part)}.sum({inside})")


def _means(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A sum for a mean and the other way round."""
    for call, word in line.calls(SUMS):
        stem, _, last = word.rpartition(".")
        yield line.put(call.func, f"{stem}.{SUMS[last]}" if stem else SUMS[last])


def _transposes(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A factor of a matrix product on its side, both, or both in the other order."""
    for node, left, right, form in line.products(MATRIX):
        one, other = line.held(left), line.held(right)
        turned = line.turned(left), line.turned(right)
        for pair in (
            (turned[0], other),
            (one, turned[1]),
            (other, one),
            turned,
            turned[::-1],
            (other, turned[0]),
            (turned[1], one),
        ):
            yield line.put(node, form.format(*pair))
    for part in line.wholes(clue.name):
        yield line.put(part, line.turned(part))


def _signs(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A minus dropped or put in front, operands in the other order, the other sign."""
    for node in line.expressions:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield line.put(node, line.held(node.operand))
    for node in line.expressions:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            left, right = line.text_of(node.left), line.held(node.right)
            if isinstance(node.op, ast.Sub):
                yield line.put(node, f"{right} - {line.held(node.left)}")
            yield line.put(node, f"{left} {'-' if isinstance(node.op, ast.Add) else '+'} {right}")
    if isinstance(line.tree, ast.AugAssign) and isinstance(line.tree.op, ast.Add | ast.Sub):
        old = "+=" if isinstance(line.tree.op, ast.Add) else "-="
        yield line.with_sign(old, "-=" if old == "+=" else "+=")
    for part in line.wholes(clue.name):
        yield line.swap(part, f"-{line.factor(part)}")


def _gathered(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """``+=`` for ``=``; at indices that may be equal with ``np.add.at``."""
    if not isinstance(line.tree, ast.Assign) or len(line.tree.targets) != 1:
        return
    (target,) = line.tree.targets
    if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
        yield line.with_sign("=", "+=")
    if isinstance(target, ast.Subscript):
        parts = ", ".join(map(line.text_of, (target.value, target.slice, line.tree.value)))
        yield line.whole(f"np.add.at({parts})")


def _added(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A contribution that is missing."""
    for part in line.wholes(clue.name):
        for gradient in clue.slopes:
            yield line.swap(part, f"{line.text_of(part)} + {gradient}")


def _masks(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A comparison the other way."""
    for node in line.expressions:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            for signs in (OPPOSITES, FLIPS):
                if sign := signs.get(type(node.ops[0])):
                    left, right = line.text_of(node.left), line.text_of(node.comparators[0])
                    yield line.put(node, f"{left} {sign} {right}")


def _slopes(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A local factor or an upstream gradient that is missing, times what is there."""
    found = [*clue.slopes] if not clue.what or clue.other else [clue.what, *clue.slopes]
    places = list(chain(line.wholes(clue.name), line.operands(MATRIX, SUMS)))
    for factor in found:
        for part in places:
            yield line.swap(part, f"{line.factor(part)} * {factor}")


def _divided(line: WrittenLine, clue: Clue) -> Iterator[str]:
    for part in line.wholes(clue.name) if clue.what else ():
        yield line.swap(part, f"{line.factor(part)} / {clue.what}")


def _dropped(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A factor that is too many, or one that divides where it should multiply."""
    products = [
        node
        for node in line.expressions
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div)
    ]
    for node in products:
        yield line.put(node, line.text_of(node.left))
        if isinstance(node.op, ast.Mult):
            yield line.put(node, line.text_of(node.right))
    for node in products:
        sign = "/" if isinstance(node.op, ast.Mult) else "*"
        yield line.put(node, f"{line.text_of(node.left)} {sign} {line.held(node.right)}")


def _scales(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A constant factor taken out: another number, a number in front, a count below."""
    factor = clue.factor
    if not factor or abs(factor) > MOST_FACTOR or abs(factor) < 1 / MOST_FACTOR:
        return
    for node in line.expressions:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            for value in (node.value / factor, node.value * factor):
                if (number := _number(value)) is not None:
                    yield line.put(node, number)
    number, below = _number(1 / factor), _number(factor)
    for part in line.wholes(clue.name):
        if factor > 1:
            for count in clue.counts:
                yield line.swap(part, f"{line.factor(part)} / {count}")
        if number is not None:
            yield line.swap(part, f"{number} * {line.factor(part)}")
        if below is not None:
            yield line.swap(part, f"{line.factor(part)} / {below}")
        if factor < 1:
            for count in clue.counts:
                yield line.swap(part, f"{count} * {line.factor(part)}")


def _number(value: float) -> str | None:
    """A number as one would write it; None where it is no short one."""
    if abs(value - round(value)) < 1e-9 * max(abs(value), 1.0):
        return str(round(value))
    text = f"{value:.6g}"
    is_short = abs(float(text) - value) < 1e-12 * abs(value) and len(text) <= 6
    return text if is_short and not re.search("e", text) else None


def _rows(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """What another line computes: two have changed places."""
    for part in islice(line.wholes(clue.name), 1):
        for row in clue.rows:
            yield line.put(part, row)


def _any_names(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """Any name of the program in the place of one, the latest first."""
    for other in clue.names[:MOST_OF_ANY]:
        for node in line.reads():
            if line.text_of(node) in clue.names:
                yield line.put(node, other)


def _inner(factors: Callable[[Clue], Iterable[str]]) -> Edits:
    """A factor that is missing in a part of the line."""

    def make(line: WrittenLine, clue: Clue) -> Iterator[str]:
        parts = list(line.operated())
        for factor in dict.fromkeys(factors(clue)):
            for part in parts:
                yield line.swap(part, f"{factor} * {line.factor(part)}")

    return make


_inner_sizes = _inner(lambda clue: (*clue.counts, *clue.numbers))
_inner_gradients = _inner(lambda clue: clue.used)
_inner_slopes = _inner(lambda clue: clue.slopes)


def _inner_sums(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A sum that is missing in a part of the line."""
    for part in line.operated():
        for inside in ("axis=0", "axis=1, keepdims=True", "axis=0, keepdims=True", "axis=1"):
            for word in SUMS:
                yield line.swap(part, f"{line.held(part)}.{word}({inside})")


def _weights(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """The share of a penalty that is missing: a number times the parameter."""
    for part in islice(line.wholes(clue.name), 1):
        for number in clue.numbers:
            for name in clue.of:
                yield line.swap(part, f"{line.text_of(part)} + {number} * {name}")
                yield line.swap(part, f"{line.text_of(part)} + 2 * {number} * {name}")


def _shares(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """A gradient that is missing in a sum."""
    for part in islice(line.wholes(clue.name), 1):
        for name in clue.names[:MOST_OF_ANY]:
            if is_called_gradient(name):
                yield line.swap(part, f"{line.text_of(part)} + {name}")


def _aims(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """What is to be taken away from a value and is not: a label."""
    for part in [*line.wholes(clue.name), *line.operated()]:
        for name in clue.names[:MOST_OF_ANY]:
            if name != line.text_of(part):
                yield line.swap(part, f"{line.text_of(part)} - {name}")


def _mended(line: WrittenLine, clue: Clue) -> Iterator[str]:
    """What the error about the line would write."""
    if clue.mend is not None:
        yield clue.mend


ALL: tuple[Edits, ...] = (
    _rows, _mended, _names, _axes, _signs, _transposes, _slopes, _masks, _dropped,
    _scales, _means, _gathered, _sums, _divided, _other_names, _rewritten, _any_names,
    _inner_sizes, _inner_gradients, _inner_sums, _shares, _weights, _inner_slopes, _aims,
)  # fmt: skip
NAME = Told("name", "Another name belongs here.")
SUM = Told("axis", "A sum is missing.")
TELLS: dict[Edits, Told] = {
    _names: NAME,
    _axes: Told("axis", "The sum is over another axis."),
    _sums: SUM,
    _means: Told("scale", "A sum stands for a mean, or a mean for a sum."),
    _transposes: Told("transpose", "A factor is to be on its side."),
    _signs: Told("sign", "A sign is turned."),
    _gathered: Told("accumulate", "It is to be added to what is there."),
    _added: Told("accumulate", "A contribution is missing."),
    _masks: Told("local", "The mask is turned round."),
    _scales: Told("scale", "It is off by a factor."),
    _other_names: NAME,
    _rows: Told("name", "What another line computes belongs here."),
    _any_names: NAME,
    _inner_sizes: Told("scale", "A factor is missing in a part of the line."),
    _inner_gradients: Told("upstream", "An upstream gradient is missing in a part of the line."),
    _inner_slopes: Told("local", "A local factor is missing in a part of the line."),
    _inner_sums: SUM,
    _shares: Told("accumulate", "A contribution is missing."),
    _weights: Told("term", "The share of a penalty is missing."),
    _aims: Told("term", "A term is missing."),
}
ELSEWHERE = ("stale", "double", "one-hot")  # causes that no other text of the line mends
BY_CAUSE: dict[str, tuple[Edits, ...]] = {
    "axis": (_axes,),
    "keepdims": (_axes,),
    "double": (_dropped,),
    "one-hot": (),
    "term": (_names,),
    "accumulate": (_gathered, _added),
    "local": (_masks, _slopes, _rewritten, _divided, _dropped, _axes),
    "upstream": (_slopes, _dropped),
    "transpose": (_mended, _transposes),
    "swapped": (_names, _other_names, _transposes),
    "scale": (_dropped, _scales, _means),
    "sign": (_signs,),
    "name": (_names, _other_names),
    "shape": (_sums, _axes, _transposes),
    "stale": (),
}
