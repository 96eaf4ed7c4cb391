"""What a request asks for, read from strangers' JSON and links, and checked for its shape."""

from __future__ import annotations

import base64
import binascii
import json
import math
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

from graphs.format.numbers import STYLES, Digits
from graphs.groups.open_groups import ALL, AUTO, Opening
from settings import Settings
from web.http.errors import Refused

DIGITS: Digits = "3 digits"
NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
FIELDS = (
    "program", "inputs", "output", "wrt", "step", "numbers", "seed", "node",
    "views", "fold", "loss", "view", "options", "mode", "open", "find", "train", "run",
)  # fmt: skip
MOST_SEED = 2**32
MOST_DIMENSIONS = 8
LONGEST_NAME = 1_000
MOST_VIEWS = 20
MOST_OPTIONS = 10
MOST_OPEN = 2_000
OPENINGS = (AUTO, ALL)  # about 60 marks; as many as are drawn in reasonable time
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Query:
    """A program with its inputs and how to show it."""

    program: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    output: str | None = None
    wrt: tuple[str, ...] | None = None
    step: int | None = None
    numbers: Digits = DIGITS
    seed: int | None = None  # of random values that the program does not seed
    node: str | None = None  # whose whole array is asked for
    views: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # and their options
    fold: tuple[str, ...] = ()  # the patterns drawn as one gate
    loss: str | None = None  # what a check of a backward pass differentiates
    view: str | None = None  # the tab that is open
    options: Mapping[str, Any] = field(default_factory=dict)  # of that view
    mode: str | None = None  # "check": the text holds a backward pass too; "train"
    open: Opening = None  # the groups that are drawn open
    find: str | None = None  # what is looked for among the gates
    train: Mapping[str, Any] = field(default_factory=dict)  # how it is trained
    run: tuple[str, int] | None = None  # a run of training, and which of its iterations is shown

    @property
    def structure(self) -> str:
        """What stays the same when only values change."""
        inputs = sorted(self.inputs)
        return repr((self.program, self.output, self.wrt, inputs, self.seed, self.fold))

    @property
    def key(self) -> str:
        """Equal for two requests with the same answer."""
        inputs = sorted(self.inputs.items())
        shown = (self.step, self.numbers, self.seed, self.node, self.views, self.fold, self.loss)
        more = (self.open, self.find, self.train, self.run, self.mode)
        return repr((self.program, inputs, self.output, self.wrt, *shown, *more))

    def state(self) -> dict[str, Any]:
        """The request as JSON-safe data, for the page."""
        return {
            "program": self.program,
            "inputs": {name: _plain(value) for name, value in self.inputs.items()},
            "output": self.output,
            "step": self.step,
            "numbers": self.numbers,
            "seed": self.seed,
            "fold": list(self.fold),
            "view": self.view,
            "options": dict(self.options),
            "mode": self.mode,
            "loss": self.loss,
            "open": list(self.open) if isinstance(self.open, tuple) else self.open,
            "train": dict(self.train),
            "run": None if self.run is None else {"id": self.run[0], "iteration": self.run[1]},
        }


def from_body(body: bytes, settings: Settings) -> Query:
    """The query in a JSON body."""
    return from_fields(from_json(body), settings)


def from_link(arguments: Mapping[str, str], default: Query, settings: Settings) -> Query:
    """The query in a link: plain parameters, or all of them packed in ``z``.

    A link without a program means the default one.
    """
    if "z" in arguments:
        return from_fields(from_json(_inflate(arguments["z"], settings), "The link's z"), settings)
    words = ("output", "numbers", "view", "mode", "loss")
    fields = {name: arguments[name] for name in words if arguments.get(name)}
    fields["program"] = arguments.get("program", default.program)
    decoded: dict[str, Any] = {}
    if arguments.get("inputs"):
        decoded["inputs"] = from_json(arguments["inputs"].encode(), "The link's inputs")
    elif "program" not in arguments:
        decoded["inputs"] = dict(default.inputs)
    if arguments.get("options"):
        decoded["options"] = from_json(arguments["options"].encode(), "The link's options")
    if arguments.get("fold"):
        decoded["fold"] = arguments["fold"].split(",")
    if "open" in arguments:
        wanted = arguments["open"]
        decoded["open"] = wanted if wanted in OPENINGS else [it for it in wanted.split(",") if it]
    if arguments.get("find"):
        decoded["find"] = arguments["find"]
    for name in ("train", "run"):
        if arguments.get(name):
            decoded[name] = from_json(arguments[name].encode(), f"The link's {name}")
    for name in ("step", "seed"):
        if arguments.get(name):
            try:
                decoded[name] = int(arguments[name][:12])
            except ValueError:
                raise Refused(422, f"The link's {name} must be a whole number.") from None
    return from_fields(fields | decoded, settings)


def from_fields(fields: Any, settings: Settings) -> Query:
    """A query from decoded JSON, each field checked."""
    if not isinstance(fields, dict):
        raise Refused(422, f"Expected a JSON object with a program, not {_kind(fields)}.")
    for name in fields:
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise Refused(422, f"There is no field {_short(name)}.", hint=f"The fields: {known}.")
    if "program" not in fields:
        raise Refused(422, "The field program is missing.", hint='Send {"program": "f = x*y", …}.')
    program = _text(fields["program"], "program")
    _reject_half_characters(program)
    output = fields.get("output")
    wrt = fields.get("wrt")
    if wrt is not None and not isinstance(wrt, list):
        raise Refused(422, f"wrt must be a list of names, not {_kind(wrt)}.")
    step, seed = _whole(fields, "step"), _whole(fields, "seed")
    if seed is not None and not 0 <= seed < MOST_SEED:
        raise Refused(422, f"seed must be from 0 to {MOST_SEED - 1}.")
    node = fields.get("node")
    numbers = fields.get("numbers") or DIGITS
    if numbers not in tuple(STYLES):
        raise Refused(422, f"numbers must be one of: {', '.join(STYLES)}.")
    return Query(
        program=program.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"),
        inputs=_inputs(fields.get("inputs"), settings),
        output=None if output is None else _name(output, "output"),
        wrt=None if wrt is None else tuple(_name(name, "wrt") for name in wrt),
        step=step,
        numbers=cast(Digits, numbers),
        seed=seed,
        node=None if node is None else _name(node, "node"),
        views=_views(fields.get("views")),
        fold=_fold(fields.get("fold")),
        loss=None if fields.get("loss") is None else _name(fields["loss"], "loss"),
        view=None if fields.get("view") is None else _name(fields["view"], "view"),
        options=_options(fields.get("options", {}), "view"),
        mode=None if fields.get("mode") is None else _name(fields["mode"], "mode"),
        open=_open(fields.get("open")),
        find=None if fields.get("find") is None else _text(fields["find"], "find")[:LONGEST_SEARCH],
        train=_training(fields.get("train")),
        run=_run(fields.get("run")),
    )


def _views(given: Any) -> dict[str, dict[str, Any]]:
    """Views by name, each with its options; the engine knows which there are."""
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_VIEWS:
        raise Refused(422, 'views must be an object like {"code": {"language": "numpy"}}.')
    return {name: _options(options, name) for name, options in given.items()}


def _options(given: Any, view: str) -> dict[str, Any]:
    """The options of a view: words, whole numbers and lists of them."""
    if not isinstance(given, dict) or len(given) > MOST_OPTIONS:
        raise Refused(422, f"The options of the view {_short(view)} must be an object.")
    for word, value in given.items():
        several = value if isinstance(value, list) else [value]
        plain = all(isinstance(one, str | int) and len(str(one)) < LONGEST_NAME for one in several)
        if not plain or len(several) > LONGEST_NAME:
            raise Refused(422, f"{_short(word)} is no option of the view {_short(view)}.")
    return given


def _fold(given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise Refused(422, 'fold must be a list like ["p0"].')
    return tuple(sorted({_name(name, "fold") for name in given}))


def _open(given: Any) -> Opening:
    if given is None or given in OPENINGS:
        return None if given is None else str(given)
    if not isinstance(given, list) or len(given) > MOST_OPEN:
        raise Refused(422, 'open must be "auto", "all" or a list like ["g0"].')
    return tuple(sorted({_name(name, "open") for name in given}))


def _training(given: Any) -> dict[str, Any]:
    """How to train: what each entry means is for the engine to say."""
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_OPTIONS:
        raise Refused(422, 'train must be an object like {"optimizer": "sgd"}.')
    return given


def _run(given: Any) -> tuple[str, int] | None:
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"id", "iteration"}:
        raise Refused(422, 'run must be an object like {"id": "…", "iteration": 0}.')
    iteration = _whole(given, "iteration")
    if iteration is None or iteration < 0:
        raise Refused(422, "run's iteration must be a whole number from 0.")
    return _text(given["id"], "run")[:LONGEST_SEARCH], iteration


def _whole(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        given = value if isinstance(value, float) else _kind(value)
        raise Refused(422, f"{name} must be a whole number, not {given}.")
    return value


def _inputs(given: Any, settings: Settings) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise Refused(422, f'inputs must be an object like {{"x": 2}}, not {_kind(given)}.')
    if len(given) > settings.input_names:
        message = f"{len(given)} inputs were given; the limit is {settings.input_names}."
        raise Refused(413, message)
    return {_name(name, "inputs"): _value(value, name) for name, value in given.items()}


def _name(name: Any, where: str) -> str:
    """A name as Python reads it: the compatibility forms of a letter are the letter."""
    text = unicodedata.normalize("NFKC", _text(name, where))
    if not text.isidentifier():
        raise Refused(422, f"{_short(name)} in {where} is not a name.")
    if len(text) > LONGEST_NAME:
        raise Refused(422, f"{_short(name)} in {where} is longer than {LONGEST_NAME} characters.")
    return text


def _value(value: Any, name: str, depth: int = 0) -> Any:
    """A number, nested lists of numbers, or how to generate them; numbers as floats."""
    if isinstance(value, str) and value in NON_FINITE:
        return NON_FINITE[value]
    if isinstance(value, list) and depth < MOST_DIMENSIONS:
        return [_value(element, name, depth + 1) for element in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, dict) and depth == 0 and "generate" in value:
        return value  # the engine says what is wrong with it
    if not isinstance(value, int | float):
        raise Refused(422, f"The input {_short(name)} must be a number, not {_kind(value)}.")
    try:
        return float(value)
    except OverflowError:
        raise Refused(422, f"The input {_short(name)} is too large for a float64.") from None


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise Refused(422, f"{where} must be text, not {_kind(value)}.")
    return value


def from_json(body: bytes, where: str = "The request body") -> Any:
    """Decoded JSON, whatever the bytes: Python's reader can fail in four ways."""

    def refuse_constant(name: str) -> NoReturn:
        raise Refused(422, f'{where} has a bare {name}; JSON has none. Write "{name}" in quotes.')

    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=refuse_constant)
    except RecursionError:
        raise Refused(422, f"{where} is nested too deeply.") from None
    except ValueError:  # not UTF-8, not JSON, or a whole number of thousands of digits
        raise Refused(422, f"{where} is not JSON.") from None


def _inflate(packed: str, settings: Settings) -> bytes:
    """The bytes in a ``z`` parameter, never more than the limit."""
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        inflated = reader.decompress(data, settings.inflated_bytes + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise Refused(400, "This link is damaged: its z cannot be unpacked.") from None
    if len(inflated) > settings.inflated_bytes:
        message = f"This link unpacks to more than the limit of {settings.inflated_bytes} bytes."
        raise Refused(413, message)
    if not reader.eof:
        raise Refused(400, "This link is damaged: its end is missing.")
    return inflated


def _reject_half_characters(program: str) -> None:
    """JSON lets half of a surrogate pair through, which no text file can hold."""
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


def _kind(value: Any) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    for kind, words in (
        (bool, "true or false"),
        (str, "text"),
        (list, "a list"),
        (dict, "an object"),
    ):
        if isinstance(value, kind):
            return words
    return "a number"


def _short(text: Any) -> str:
    """A stranger's name, quoted, shortened and safe to print."""
    shown = ascii(text)
    return shown if len(shown) <= 60 else shown[:57] + "…'"


def _plain(value: Any) -> Any:
    """A value as JSON can carry it."""
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, bool | dict):
        return value
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
