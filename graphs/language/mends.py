"""Errors for text that Python cannot parse, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.language.pasted.python_parser import to_tree

MOST_TRIED = 100  # each try parses the text again

_NUMBER = r"(?<![\w.])\d+(?:\.\d*)?"
_WORD = r"[^\W\d]\w*"
_KEYWORDS = r"(?!(?:if|else|and|or|in|is|not|for)\b)"
_FUNCTIONS = "|".join(sorted(map(re.escape, BY_NAME), key=len, reverse=True))
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

# (what stands there, what to write instead, what to say). Tried in order; a mend is offered only
# where Python can then read further than before.
_MENDS = (
    (rf"({_NUMBER})({_WORD})", r"\1*\2", "{found} needs a times sign."),
    (rf"({_NUMBER})\s+{_KEYWORDS}({_WORD}|\()", r"\1*\2", "{found} needs a times sign."),
    (r"(\))\s*" + _KEYWORDS + r"(\w)", r"\1*\2", "{found} needs a times sign."),
    (r"\|([^|]+)\|", r"abs(\1)", "{found} is not Python; the absolute value is abs(…)."),
    (
        rf"\b({_FUNCTIONS})\s+({_WORD}(?:\.\w+)*|\d+(?:\.\d*)?)",
        r"\1(\2)",
        "{found} needs brackets.",
    ),
    (r"√\s*(\w+)", r"sqrt(\1)", "{found} is written with sqrt(…)."),
    (r"√\s*\(", "sqrt(", "{found} is written with sqrt(…)."),
    (
        rf"^(\s*)({_WORD})\(([\w\s,]*)\)\s*=(?!=)",
        r"\1\2 = lambda \3:",
        "A function is defined with lambda or def.",
    ),
    (
        r"\b(lambda|class|from|del|is|in|as|with|global|raise)\b(?=\s*(?:[-+*/=,)]|$))",
        r"\1_",
        "{found} is a word of Python's own and cannot be a name.",
    ),
)


def explain(text: str, error: SyntaxError) -> GraphError:
    """The clearest error for text that Python cannot read."""
    lines = text.split("\n")
    number = min(max(error.lineno or 1, 1), len(lines))
    for candidate in islice(_candidates(lines, number), MOST_TRIED):
        if _reads_further(lines, candidate, error):
            return candidate
    line = lines[number - 1]
    column = min(max((error.offset or 1) - 1, 0), len(line))
    end = column + 1
    if error.end_lineno == error.lineno and error.end_offset and error.end_offset - 1 > column:
        end = min(error.end_offset - 1, max(len(line), column + 1))
    message = error.msg or "invalid syntax"
    if digits := re.search(r"\d{4300}\d*", line):  # Python gives no place for these
        column, end = digits.span()
    known = {
        "was never closed": ("This bracket is never closed.", "Add the closing bracket.", None),
        "unmatched": ("This bracket closes nothing.", "Delete it.", ""),
        "does not match": ("This bracket closes one of another kind.", "Pair the brackets.", None),
        "expected an indented block": (
            "The line above expects an indented block.",
            "Indent this line by four spaces.",
            None,
        ),
        "unexpected indent": ("This line is indented for no reason.", "Remove the spaces.", None),
        "inconsistent use of tabs": (
            "This line is indented with tabs, others with spaces.",
            "Indent every line by four spaces.",
            None,
        ),
        "unindent": ("This line's indent matches no line above.", "Align it.", None),
        "expected ':'": ("A colon is missing here.", "Add a colon.", None),
        "Perhaps you forgot a comma": (
            "Something is missing between these.",
            "Write an operator (*, +) or a comma.",
            None,
        ),
        "cannot assign to": ("The left of = must be a name.", "Write name = expression.", None),
        "Maybe you meant '=='": (
            "A name gets its value on a line of its own.",
            "Write == to compare.",
            None,
        ),
        "too many nested": (
            "The brackets are nested too deeply.",
            "Give parts of it names on lines of their own.",
            None,
        ),
        "invalid decimal literal": (
            "A name stands right after a number.",
            "Write a times sign between them, as in 2*x.",
            None,
        ),
        "leading zeros": ("A number cannot start with 0.", "Remove the zeros.", None),
        "f-string": ("This f-string cannot be read.", "Check its brackets and quotes.", None),
        "string literal": ("This text is never closed.", "Add the closing quote.", None),
        "invalid character": (
            f"{line[column : column + 1]} is not part of the language.",
            "Delete it, or write the function's name.",
            None,
        ),
        "invalid non-printable character": (
            "A character that cannot be seen stands here.",
            "Delete it.",
            "",
        ),
        "Exceeds the limit": ("This number has too many digits.", "Write it as 1e300.", None),
    }
    for part, (words, hint, mend) in known.items():
        if part in message:
            return GraphError(words, number, column, end, hint, mend)
    if not line[column:].strip():
        return GraphError("The line ends too early.", number, column, end, "Finish the expression.")
    return GraphError(
        "Python cannot read this.", number, column, end, "Check the operator or name before it."
    )


def _candidates(lines: list[str], number: int) -> Iterator[GraphError]:
    """Mends for what people really type, on the line of the error and those before it."""
    for current in dict.fromkeys((number, *range(1, number))):
        line = lines[current - 1]
        code = line.split("#")[0]
        for pattern, template, words in _MENDS:
            for match in re.finditer(pattern, code):
                yield _mend(
                    current,
                    match.start(),
                    match.end(),
                    match.group(),
                    match.expand(template),
                    words,
                )
        for match in re.finditer(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", code):
            power = "**" + match.group().translate(_SUPERSCRIPTS)
            yield _mend(current, *match.span(), match.group(), power, "{found} is a power: **.")
        opened: list[int] = []
        for column, character in enumerate(code):
            if character == "(":
                opened.append(column)
            elif character == ")" and opened:
                opened.pop()
        end = len(code.rstrip())
        if opened:
            yield GraphError(
                "This bracket is never closed.",
                current,
                opened[-1],
                end,
                "Add the closing bracket.",
                code[opened[-1] : end] + ")" * len(opened),
            )


def _mend(line: int, start: int, end: int, found: str, mend: str, words: str) -> GraphError:
    return GraphError(words.format(found=found), line, start, end, f"Write {mend}", mend)


def _reads_further(lines: list[str], error: GraphError, before: SyntaxError) -> bool:
    assert error.line is not None
    assert error.mend is not None
    line = lines[error.line - 1]
    mended = line[: error.column] + error.mend + line[error.end_column :]
    text = "\n".join([*lines[: error.line - 1], mended, *lines[error.line :]])
    try:
        to_tree(text)
    except SyntaxError as after:
        grown = len(mended) - len(line) if after.lineno == error.line else 0
        reached = (after.lineno or 0, (after.offset or 0) - grown)
        return reached > max(
            (before.lineno or 0, before.offset or 0), (error.line, error.end_column or 0)
        )
    except (RecursionError, MemoryError, ValueError):
        return False
    return True
