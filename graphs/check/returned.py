"""A function that hands back the wrong one of its values: told at its ``return``."""

from __future__ import annotations

import ast

from graphs.check.compare import Judgement
from graphs.check.diagnosis import Diagnosis
from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.language.things import List


def returned_as_another(judged: Judgement, program: Program) -> tuple[int, Diagnosis] | None:
    """A right gradient that a function returns in the place of another that it computes: the
    value that this one is of."""
    source = judged.version.source
    if judged.stage.nodes or source not in program.resolved:
        return None
    known, of = program.resolved, judged.target
    inside = [one for one in known if one.order < judged.version.order and _together(one, source)]
    meant = [one for one in inside if known[one] == of or one.name == judged.version.name]
    meant.sort(key=lambda one: one.name == judged.version.name)
    returns = [one for one in source.readers if isinstance(one.tree, ast.Return)]
    if not meant or not returns or known[source] == known[meant[-1]]:
        return None
    what = f"{source.name}|{meant[-1].name}"
    return known[meant[-1]], Diagnosis("name", returns[-1].line, "returned", what)


def _together(one: Version, other: Version) -> bool:
    """Whether two variables are of one call, or items of lists."""
    return one.place is other.place or (isinstance(one.place, List) and type(other.place) is List)
