"""What is said of names that got a value because the text gives them none."""

from __future__ import annotations

from collections.abc import Iterator

from graphs.gates import BY_NAME
from graphs.language.advice.meant_names import meant_name
from graphs.language.advice.slips import is_compared_alone
from graphs.language.gradient_names import looks_like_gradient
from graphs.language.reading import Reading
from graphs.model import Notice

# Words of Python's and NumPy's in other letters.
WORDS = {"true": "True", "false": "False", "none": "None", "null": "None", "nan": "np.nan"}
WORDS |= {"inf": "np.inf", "infinity": "np.inf", "pi": "np.pi"}


def filled_notes(run: Reading) -> Iterator[Notice]:
    """One note for all such names, and one for each that is near another name."""
    filled = [name for name, entry in run.inputs.items() if entry.filled]
    plain = []
    yield from _outside_notes(run)
    for name in filled:
        if run.inputs[name].outside:
            continue
        near = _meant(run, name)
        if near is None and is_compared_alone(run.text, name):
            message = (
                f"{name} has no value: == only compares; to give it one, write {name} = …. "
                "It is filled, change it here."
            )
            yield Notice(message, _line(run, name), "filled", names=(name,))
            continue
        if near is None:
            plain.append(name)
        else:
            is_number = run.builder.nodes[run.inputs[name].node].shape == ()
            drawn = f"set to {_number(run, name)}" if is_number else "drawn at random"
            message = f"{name} has no value; did you mean {near}? It is {drawn}, change it here."
            choice = near if near.isidentifier() or "." in near else f"({near})"
            yield Notice(message, _line(run, name), "filled", choices=(name, choice))
    if plain:
        shapes = {run.builder.nodes[run.inputs[name].node].shape for name in plain}
        one, drawn = len(plain) == 1, "drawn at random"
        if () in shapes:
            numbers = {
                _number(run, name)
                for name in plain
                if run.builder.nodes[run.inputs[name].node].shape == ()
            }
            what = numbers.pop() if len(numbers) == 1 else "small ones"
            drawn = f"drawn at random (numbers are {what})"
            if shapes == {()}:
                drawn = "set to small numbers" if what == "small ones" else f"set to {what}"
        message = (
            f"{', '.join(plain)} {'has' if one else 'have'} no value in the text: {drawn}, "
            f"change {'it' if one else 'them'} here."
        )
        yield Notice(message, _line(run, plain[0]), "filled", names=tuple(plain))


def _number(run: Reading, name: str) -> str:
    return f"{float(run.inputs[name].default or 0):g}"


def _outside_notes(run: Reading) -> Iterator[Notice]:
    """One note for the names that hold what comes from one file."""
    by_source: dict[str, list[str]] = {}
    for name, entry in run.inputs.items():
        if entry.filled and entry.outside:
            by_source.setdefault(entry.outside, []).append(name)
    for source, names in by_source.items():
        one = len(names) == 1
        message = (
            f"{', '.join(names)} {'comes' if one else 'come'} from {source}, which is not read "
            f"here: drawn at random, change {'it' if one else 'them'} here."
        )
        yield Notice(message, _line(run, names[0]), "filled", names=tuple(names))


def _line(run: Reading, name: str) -> int | None:
    source = run.builder.nodes[run.inputs[name].node].source
    return source.line if source else None


def _meant(run: Reading, name: str) -> str | None:
    """The name that another one is near to: of the text, or a word in other letters."""
    if name.lower() in WORDS:
        return WORDS[name.lower()]
    if not name.isidentifier() or looks_like_gradient(name):
        return None
    if len(name) > 2 and name.lower() in BY_NAME and name not in BY_NAME:
        return name.lower()
    return meant_name(name, run.text)
