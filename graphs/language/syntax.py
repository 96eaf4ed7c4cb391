"""Text → Python syntax tree, or an error that says what to write instead. Nothing is executed."""

from __future__ import annotations

import ast
import re

from graphs.errors import GraphError, TooLarge
from graphs.language.mends import explain, to_tree
from graphs.limits import Limits

# One character for one, so that places in the text stay true: what people paste from slides and
# what Chinese and Japanese keyboards type.
ACCEPTED = str.maketrans(
    "·⋅∙×∗÷∕−–（）［］，：；＝＋－＊／＜＞．　\u00a0０１２３４５６７８９",
    "*****//--()[],:;=+-*/<>.  0123456789",
)

FOREIGN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


def to_syntax_tree(text: str, limits: Limits) -> tuple[ast.Module, str, list[ast.AST]]:
    """Parse a program.

    Returns the tree, the text it was read from, where accepted characters (``·``, full-width
    brackets) are Python's, one for one, and all parts of the tree.

    Raises:
        GraphError: the text is not Python, with the place and where possible a mend.
        TooLarge: the text passes a limit.
    """
    if len(text) > limits.characters:
        raise TooLarge(
            f"The program has {len(text)} characters; at most {limits.characters} are read.",
            hint="Shorten the program.",
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(ACCEPTED)
    if bad := FOREIGN.search(text):
        start = bad.start() - (text.rfind("\n", 0, bad.start()) + 1)
        raise GraphError(
            "This character cannot be part of a program.",
            text.count("\n", 0, bad.start()) + 1,
            start,
            start + 1,
            hint="Delete it.",
            mend="",
        )
    try:
        tree = to_tree(text)
    except SyntaxError as error:
        raise explain(text, error) from None
    except (RecursionError, MemoryError):
        raise TooLarge(
            "The program is nested too deeply to be read.",
            hint="Give parts of it names on lines of their own.",
        ) from None
    except ValueError:
        raise GraphError("The program cannot be read as text.", hint="Type it again.") from None
    return tree, text, _check_size(tree, limits)


def _check_size(tree: ast.Module, limits: Limits) -> list[ast.AST]:
    """All parts of a tree, whose number and depth are within the limits."""
    parts: list[ast.AST] = []
    statements = depth = 0
    level: list[ast.AST] = [tree]
    while level:
        depth += 1
        parts += level
        statements += sum(isinstance(node, ast.stmt) for node in level)
        inside: list[ast.AST] = []
        for node in level:
            for name in node._fields:
                part = getattr(node, name, None)
                if isinstance(part, ast.AST):
                    inside.append(part)
                elif type(part) is list:
                    inside += [item for item in part if isinstance(item, ast.AST)]
        level = inside
    for measured, limit, what in (
        (statements, limits.statements, "statements"),
        (len(parts), limits.tree_nodes, "parts"),
        (depth, limits.depth, "levels of nesting"),
    ):
        if measured > limit:
            raise TooLarge(
                f"The program has {measured} {what}; at most {limit} are read.",
                hint="Shorten it, or repeat parts of it in a for loop.",
            )
    return parts
