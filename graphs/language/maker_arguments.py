"""Shapes that are given to a maker of arrays otherwise than it takes them."""

from __future__ import annotations

import ast

from graphs.language.array_makers import Recipe
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import List, Thing


def check_shape(run: Reading, name: str, recipe: Recipe, things: list[Thing], node: Place) -> None:
    """Check ``np.zeros((2, 3))`` and ``np.random.randn(2, 3)``.

    Raises:
        GraphError: the one is written as the other.
    """
    if not isinstance(node, ast.Call) or len(node.args) != len(things):
        return
    function, sizes = run.segment(node.func), [run.segment(one) for one in node.args]
    if recipe.star_setting and len(things) == 1 and isinstance(things[0], tuple | List):
        inner = sizes[0].strip("()[] ")
        mend = f"{function}({inner})"
        message = f"{name} takes its sizes one by one, not as a tuple."
    elif (
        next(iter(recipe.settings), "") in ("shape", "size")
        and len(things) > 1
        and all(isinstance(one, int) and not isinstance(one, bool) for one in things)
    ):
        mend = f"{function}(({', '.join(sizes)}))"
        message = f"{name} takes its shape as one tuple."
    else:
        return
    error = run.error(message, node, f"Write {mend}", mend)
    error.kind = "TypeError"
    raise error
