"""What a request wants: a program, its inputs and how to show it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphs.draw.look import Look, Theme
from graphs.draw.window import Window
from graphs.format.numbers import Digits
from graphs.groups.open_groups import Opening
from graphs.language.assumptions import Passes
from settings import Settings
from web.http.decode import from_json, inflate
from web.http.errors import Refused, kind_of, quoted
from web.http.fields import FIELDS, IN_LINKS, STATE
from web.http.readers import Controls, RunIteration


@dataclass(frozen=True)
class Query:
    """A program with its inputs and how to show it."""

    program: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    output: str | None = None
    fill: bool = False  # names without a value get one
    call: str | None = None  # the definition to call where the program calls none
    loops: Mapping[int, Passes] = field(default_factory=dict)  # by line, the passes drawn
    generate: bool = False  # so do names that hold what is read from outside
    wrt: tuple[str, ...] | None = None
    upstream: Any = None  # the gradient of the output, a number or nested lists
    step: int | None = None
    numbers: Digits = "3 digits"
    seed: int | None = None  # of random values that the program does not seed
    node: str | None = None  # whose whole array is wanted
    views: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # and their options
    fold: tuple[str, ...] = ()  # the patterns drawn as one gate
    loss: str | None = None  # what a check of a backward pass differentiates
    view: str | None = None  # the tab that is open
    options: Mapping[str, Any] = field(default_factory=dict)  # of that view
    mode: str | None = None  # "check": the text holds a backward pass too; "train"
    open: Opening = None  # the groups that are drawn open
    find: str | None = None  # what is looked for among the gates
    train: Mapping[str, Any] | None = None  # how it is trained
    run: RunIteration | None = None  # the run of training whose values are shown
    window: Window | None = None  # the room for the drawing
    tags: str = ""  # the widths of the numbers in the picture that the reader has
    theme: Theme | None = None  # None: a file is light, an embed as its reader's system
    scale: int = 2  # pixels of a PNG for a CSS pixel
    transparent: bool = False  # a file without a ground
    controls: Controls = "full"  # what an embed has to press
    limit: tuple[str, ...] = ()  # what a reader of an embed may not do

    @property
    def structure(self) -> str:
        """What stays the same when only values change."""
        inputs = sorted(self.inputs)
        assumed = self.fill, self.call, self.loops, self.generate
        asked = self.output, self.wrt, self.upstream
        return repr((self.program, asked, inputs, assumed, self.seed, self.fold))

    @property
    def room(self) -> Window | None:
        """The room for the drawing, and the picture that is there."""
        return self.window and replace(self.window, tags=self.tags)

    @property
    def look(self) -> Look:
        """How a file of the drawing looks."""
        return Look(self.theme or "light", self.transparent, self.scale)

    @property
    def key(self) -> str:
        """Equal for two requests with the same answer, which hangs neither on the open tab nor on
        what stands around the picture."""
        inputs = dict(sorted(self.inputs.items()))
        bare = replace(self, view=None, options={}, controls="full", limit=())
        return repr(replace(bare, inputs=inputs))

    def state(self) -> dict[str, Any]:
        """The page's state as JSON-safe data, in the order of its rows."""
        state = {name: getattr(self, name) for name in STATE}
        state["inputs"] = {name: _json_number(value) for name, value in self.inputs.items()}
        state["upstream"] = None if self.upstream is None else _json_number(self.upstream)
        state["loops"] = {str(line): passes for line, passes in self.loops.items()}
        state["run"] = None if self.run is None else self.run._asdict()
        return state


def from_body(body: bytes, settings: Settings) -> Query:
    """The query in a JSON body.

    Raises:
        Refused: 422; 400 or 413 where it is readable but cannot be taken.
    """
    return from_fields(from_json(body), settings)


def from_link(arguments: Mapping[str, str], default: Query, settings: Settings) -> Query:
    """The query in a link: plain parameters, or packed in ``z``, where plain ones beside it win.

    A link without a program means the default one. Whoever follows a link wants a picture: names
    without a value get one. Raises as ``from_body`` does.
    """
    fields = {
        name: read(arguments[name], f"The link's {name}")
        for name, read in IN_LINKS.items()
        if name in arguments
    }
    if "z" in arguments:
        packed = from_json(inflate(arguments["z"], settings.inflated_bytes), "The link's z")
        fields = packed | fields if isinstance(packed, dict) else packed
    elif "program" not in fields:
        fields["program"] = default.program
        if fields.get("inputs") is None:
            fields["inputs"] = dict(default.inputs)
    return replace(from_fields(fields, settings), fill=True)


def from_fields(fields: Any, settings: Settings) -> Query:
    """A query from decoded JSON, each field checked; null is what the field is without it.

    Raises as ``from_body`` does.
    """
    if not isinstance(fields, dict):
        raise Refused(422, f"Expected a JSON object with a program, not {kind_of(fields)}.")
    for name in fields:
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise Refused(422, f"There is no field {quoted(name)}.", hint=f"The fields: {known}.")
    if "program" not in fields:
        raise Refused(422, "The field program is missing.", hint='Send {"program": "f = x*y", …}.')
    values = {
        name: FIELDS[name].read(value, name)
        for name, value in fields.items()
        if value is not None or name == "program"
    }
    query = Query(**values)
    if len(query.inputs) > settings.input_names:
        message = f"{len(query.inputs)} inputs were sent; the limit is {settings.input_names}."
        raise Refused(413, message)
    return query


def _json_number(value: Any) -> Any:
    """A value of an input as JSON can carry it."""
    if isinstance(value, list):
        return [_json_number(element) for element in value]
    if isinstance(value, bool | dict) or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
