"""Readers of fields: each takes a JSON value and the field's name, and returns it as a query
holds it.

All of them raise Refused, with 422, where the value is not what the field takes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast, get_args

from graphs.autodiff.forward import normalize_name
from graphs.draw.look import THEMES, Theme
from graphs.draw.window import Window
from graphs.format.numbers import STYLES, Digits
from graphs.groups.open_groups import Opening
from graphs.language.assumptions import Passes
from graphs.model.paths import is_path
from web.http.decode import OPENINGS
from web.http.errors import Refused, kind_of, quoted

NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
MOST_SEED = 2**32
MOST_DIMENSIONS = 8
LONGEST_NAME = 1_000  # characters; an option's list has no more entries either
MOST_VIEWS = 20
MOST_OPTIONS = 10
MOST_OPEN = 2_000
MOST_LOOPS = 200
PASSES: Mapping[str, Passes] = {"once": "once", "every": "every", "all": "every"}
LONGEST_LINE_NUMBER = 6  # digits
LONGEST_SEARCH = 200
LONGEST_TAGS = 2_000
LEAST_WINDOW, MOST_WINDOW = 100, 20_000  # units of the drawing
MOST_SCALE = 4  # pixels of a PNG for a CSS pixel

Controls = Literal["full", "steps", "none"]  # of an embed
CONTROLS: tuple[Controls, ...] = get_args(Controls)
LIMITS = ("edit", "views")  # what the maker of an embed may take out of it


class RunIteration(NamedTuple):
    """A run of training and one of its iterations."""

    id: str
    iteration: int


def read_text(value: Any, field: str) -> str:
    """Text."""
    if not isinstance(value, str):
        raise Refused(422, f"{field} must be text, not {kind_of(value)}.")
    return value


def read_search(value: Any, field: str) -> str:
    """What is looked for, cut to a sensible length."""
    return read_text(value, field)[:LONGEST_SEARCH]


def read_program(value: Any, field: str) -> str:
    """A program, its line ends as Python has them.

    Raises:
        Refused: 422; 400 where it has half of a surrogate pair, which JSON lets through and no
            text file can hold.
    """
    program = read_text(value, field)
    for line, text in enumerate(program.split("\n"), start=1):
        for column, character in enumerate(text):
            if "\ud800" <= character <= "\udfff":
                raise Refused(
                    400,
                    f"Line {line} has half of a character ({ord(character):#x}).",
                    line=line,
                    column=column,
                    end_column=column + 1,
                    hint="Type the character again.",
                )
    return program.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_name(value: Any, field: str) -> str:
    """A name as Python reads it, or one with attributes and keys such as ``params['W1']``: the
    compatibility forms of a letter are the letter."""
    text = normalize_name(read_text(value, field))
    if len(text) > LONGEST_NAME:
        raise Refused(422, f"{quoted(value)} in {field} is longer than {LONGEST_NAME} characters.")
    if not is_path(text):
        raise Refused(422, f"{quoted(value)} in {field} is not a name.")
    return text


def read_names(value: Any, field: str) -> tuple[str, ...]:
    """A list of names, in its order."""
    if not isinstance(value, list):
        raise Refused(422, f"{field} must be a list of names, not {kind_of(value)}.")
    return tuple(read_name(name, field) for name in value)


def read_set(value: Any, field: str) -> tuple[str, ...]:
    """A list of names of which neither order nor repetition matters."""
    return tuple(sorted(set(read_names(value, field))))


def read_open(value: Any, field: str) -> Opening:
    """Which groups are drawn open: a word or a list of ids."""
    if isinstance(value, str) and value in OPENINGS:
        return value
    if not isinstance(value, list) or len(value) > MOST_OPEN:
        raise Refused(422, f'{field} must be "auto", "all" or a list like ["g0"].')
    return read_set(value, field)


def read_truth(value: Any, field: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused(422, f"{field} must be true or false, not {kind_of(value)}.")
    return value


def read_loops(value: Any, field: str) -> dict[int, Passes]:
    """For how many passes the loops of some lines are drawn."""
    message = f'{field} must be an object like {{"3": "every"}}: lines with "once" or "every".'
    if not isinstance(value, dict) or len(value) > MOST_LOOPS:
        raise Refused(422, message)
    for line, passes in value.items():
        if not (line.isascii() and line.isdecimal() and len(line) <= LONGEST_LINE_NUMBER):
            raise Refused(422, message)
        if not isinstance(passes, str) or passes not in PASSES:
            raise Refused(422, message)
    return {int(line): PASSES[passes] for line, passes in sorted(value.items())}


def read_whole(value: Any, field: str) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        sent = value if isinstance(value, float) else kind_of(value)
        raise Refused(422, f"{field} must be a whole number, not {sent}.")
    return value


def read_seed(value: Any, field: str) -> int:
    """A seed as NumPy takes it."""
    seed = read_whole(value, field)
    if not 0 <= seed < MOST_SEED:
        raise Refused(422, f"{field} must be from 0 to {MOST_SEED - 1}.")
    return seed


def read_numbers(value: Any, field: str) -> Digits:
    """How numbers are written."""
    if value not in STYLES:
        raise Refused(422, f"{field} must be one of: {', '.join(STYLES)}.")
    return cast(Digits, value)


def read_inputs(value: Any, field: str) -> dict[str, Any]:
    """Inputs by name."""
    if not isinstance(value, dict):
        raise Refused(422, f'{field} must be an object like {{"x": 2}}, not {kind_of(value)}.')
    return {read_name(name, field): _read_input(one, name) for name, one in value.items()}


def _read_input(value: Any, name: str) -> Any:
    """A value, or how to generate one."""
    if isinstance(value, dict) and "generate" in value:
        return value  # the engine says what is wrong with it
    return _read_value(value, f"The input {quoted(name)}")


def read_upstream(value: Any, field: str) -> Any:
    """The gradient of the output: a number or nested lists."""
    return _read_value(value, field)


def _read_value(value: Any, what: str, depth: int = 0) -> Any:
    """A number or nested lists of numbers, as floats."""
    if isinstance(value, str) and value in NON_FINITE:
        return NON_FINITE[value]
    if isinstance(value, list) and depth < MOST_DIMENSIONS:
        return [_read_value(element, what, depth + 1) for element in value]
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float):
        raise Refused(422, f"{what} must be a number, not {kind_of(value)}.")
    try:
        return float(value)
    except OverflowError:
        raise Refused(422, f"{what} is too large for a float64.") from None


def read_views(value: Any, field: str) -> dict[str, dict[str, Any]]:
    """Views by name, each with its options; the engine knows which there are."""
    if not isinstance(value, dict) or len(value) > MOST_VIEWS:
        raise Refused(422, f'{field} must be an object like {{"code": {{"language": "numpy"}}}}.')
    return {name: read_options(one, f"the view {quoted(name)}") for name, one in value.items()}


def read_options(value: Any, where: str) -> dict[str, Any]:
    """The options of a view: words, whole numbers and lists of them."""
    if not isinstance(value, dict) or len(value) > MOST_OPTIONS:
        raise Refused(
            422, f'The options in {where} must be an object like {{"language": "numpy"}}.'
        )
    for name, option in value.items():
        several = option if isinstance(option, list) else [option]
        plain = all(isinstance(one, str | int) and len(str(one)) < LONGEST_NAME for one in several)
        if not plain or len(several) > LONGEST_NAME:
            raise Refused(422, f"{quoted(name)} in {where} is no option.")
    return value


def read_train(value: Any, field: str) -> dict[str, Any]:
    """How to train; web/training/fields.py reads its entries."""
    if not isinstance(value, dict) or len(value) > MOST_OPTIONS:
        raise Refused(422, f'{field} must be an object like {{"optimizer": "sgd"}}.')
    return value


def read_run(value: Any, field: str) -> RunIteration:
    """A run of training at one of its iterations."""
    if not isinstance(value, dict) or set(value) != {"id", "iteration"}:
        raise Refused(422, f'{field} must be an object like {{"id": "…", "iteration": 0}}.')
    if value["iteration"] is None or read_whole(value["iteration"], "iteration") < 0:
        raise Refused(422, f"{field}'s iteration must be a whole number from 0.")
    return RunIteration(read_text(value["id"], field)[:LONGEST_SEARCH], value["iteration"])


def read_window(value: Any, field: str) -> Window:
    """The width and the height of the room for the drawing."""
    if not isinstance(value, list) or len(value) != 2:
        raise Refused(422, f"{field} must be a list like [1168, 576]: a width and a height.")
    width, height = (read_whole(length, field) for length in value)
    if not all(LEAST_WINDOW <= length <= MOST_WINDOW for length in (width, height)):
        raise Refused(422, f"{field} must be from {LEAST_WINDOW} to {MOST_WINDOW} each way.")
    return Window(width, height)


def read_tags(value: Any, field: str) -> str:
    """The widths of a picture's numbers as a trace tells them: of another picture they say nothing,
    so anything short enough is taken."""
    return read_text(value, field)[:LONGEST_TAGS]


def read_theme(value: Any, field: str) -> Theme:
    """The palette of a file or an embed."""
    return cast(Theme, _read_word(value, field, THEMES))


def read_controls(value: Any, field: str) -> Controls:
    """What an embed has to press."""
    return cast(Controls, _read_word(value, field, CONTROLS))


def read_limits(value: Any, field: str) -> tuple[str, ...]:
    """What a reader of an embed may not do."""
    return tuple(sorted({_read_word(name, field, LIMITS) for name in read_names(value, field)}))


def _read_word(value: Any, field: str, words: Sequence[str]) -> str:
    """One of a few words."""
    if value not in words:
        raise Refused(422, f"{field} must be one of: {', '.join(words)}.")
    return str(value)


def read_scale(value: Any, field: str) -> int:
    """How many pixels of a PNG stand for a CSS pixel."""
    scale = read_whole(value, field)
    if not 1 <= scale <= MOST_SCALE:
        raise Refused(422, f"{field} must be from 1 to {MOST_SCALE}.")
    return scale
