"""Python's exceptions, and ``object``, as classes of ours."""

from __future__ import annotations

import builtins as python
from collections.abc import Mapping

from graphs.language.things import (
    Class,
)


def _exceptions() -> dict[str, Class]:
    """Python's exceptions as classes of ours, by name, with Python's own order."""
    made: dict[type, Class] = {}

    def of(kind: type) -> Class:
        if kind not in made:
            bases = tuple(of(base) for base in kind.__bases__ if issubclass(base, BaseException))
            made[kind] = Class(kind.__name__, bases, python=kind.__name__)
            order = [one for one in kind.__mro__ if issubclass(one, BaseException)]
            made[kind].order = tuple(made[kind] if one is kind else of(one) for one in order)
        return made[kind]

    for kind in vars(python).values():
        if isinstance(kind, type) and issubclass(kind, BaseException):
            of(kind)
    return {kind.__name__: one for kind, one in made.items()}


EXCEPTIONS: Mapping[str, Class] = _exceptions()


OBJECT = Class("object")


OBJECT.order = (OBJECT,)
