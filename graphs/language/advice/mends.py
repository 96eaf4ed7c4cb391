"""Errors for text that Python cannot parse, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from keyword import iskeyword, kwlist

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.language.advice.near_names import did_you_mean
from graphs.language.advice.syntax_messages import ANY, KNOWN, SIGNS
from graphs.language.pasted.python_parser import to_tree

# Words that a line begins with, and what must stand in it.
OPENERS = {
    "import": " ",
    "from": "import",
    "return": "",
    "for": " in ",
    **dict.fromkeys(("def", "class", "while", "if", "elif", "else", "with"), ":"),
}
MOST_TRIED = 100  # each try parses the text again

_NUMBER = r"(?<![\w.])\d+(?:\.\d*)?"
_WORD = r"[^\W\d]\w*"
_NO_KEYWORD = rf"(?!(?:{'|'.join((*kwlist, 'print', 'then'))})\b)"
_KEYWORDS = r"(?!(?:if|else|and|or|in|is|not|for|then|do)\b)"
_FUNCTIONS = "|".join(sorted(map(re.escape, BY_NAME), key=len, reverse=True))
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

# (what stands there, what to write instead, what to say). Tried in order; a mend is offered only
# where Python can then read further than before.
_MENDS = (
    (r"^(\s*)//", r"\1#", "A comment begins with #."),
    (r"\belse[ \t]+if\b", "elif", "{found} is one word in Python: elif."),
    (r"\s*\bthen\b\s*:?\s*$", ":", "Python has no then: a colon ends this line."),
    (r"\s*\bdo\b\s*:?\s*$", ":", "Python has no do: a colon ends this line."),
    (r"\s*\bthen\b\s*", ": ", "Python has no then: a colon ends the condition."),
    (rf"^(\s*{_WORD}[\w.\[\]]*\s*)=([/%])(?=\s)", r"\1\2=", "The sign stands before the =."),
    (r"\s*&&\s*", " and ", "{found} is written as and."),
    (r"\s*\|\|\s*", " or ", "{found} is written as or."),
    (r"!(?!=)\s*", "not ", "{found} is written as not."),
    (rf"({_WORD})\s*(\+|-)\2\s*;?$", r"\1 \2= 1", "{found} is written with {sign}= 1."),
    (
        r"(?<![\w.])(?:var|let|const|float|int|double)\s+(?=[^\W\d]\w*\s*=)",
        "",
        "{found} is no word of Python's: a name gets its value with = alone.",
    ),
    (rf"({_WORD}|[)\]])'(?=\s*(?:[-@*+/),;\]=.]|$))", r"\1.T", "{found} is written as .T."),
    (
        rf"^(\s*)(\d+)({_WORD})(?=\s*=(?!=))",
        r"\1\3\2",
        "{found} begins with a digit, which a name cannot.",
    ),
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
    (
        rf"(?<=\breturn ){_NO_KEYWORD}({_WORD})[ \t]+{_NO_KEYWORD}({_WORD})",
        r"\1, \2",
        "A comma or an operator is missing in {found}.",
    ),
    (
        rf"(?<![\w.]){_NO_KEYWORD}({_WORD})[ \t]+{_NO_KEYWORD}({_WORD}|\d+(?:\.\d*)?)",
        r"\1*\2",
        "Something is missing in {found}: for a product, the times sign.",
    ),
    (r"//.*", "# …", "A comment begins with #."),
)

# Four words of a language of people, one after the other.
_SENTENCE = re.compile(rf"\s*{_NO_KEYWORD}(?:[A-Za-z]+'?[a-z]*,? ){{3,}}[^\s=()]+[?.!:]?\s*$")


def explain(text: str, error: SyntaxError) -> GraphError:
    """The clearest error for text that Python cannot read."""
    lines = text.split("\n")
    number = min(max(error.lineno or 1, 1), len(lines))
    misspelt = _misspelt(lines[number - 1], number)
    if misspelt is not None and _reads_further(lines, misspelt, error):
        return misspelt
    if _SENTENCE.match(lines[number - 1]):
        said = lines[number - 1]
        column = len(said) - len(said.lstrip())
        return GraphError(
            "This is a sentence, not a program.",
            number,
            column,
            len(said.rstrip()),
            "Write the formula itself, such as y = x**2; words stand after #.",
        )
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
    if brackets := re.search(r"'(.)' does not match opening parenthesis '(.)'", message):
        closing, opening = brackets.groups()
        pair = {"(": ")", "[": "]", "{": "}"}[opening]
        words = f"{closing} closes a {opening}, which wants {pair}."
        return GraphError(words, number, column, end, f"Write {pair} before it, or in its place.")
    for row in KNOWN:
        if row.part in message:
            mend = row.mend
            if row.part == "expected ':'" and not line[column:].strip():
                mend = ":"
            words = row.message.format(found=line[column : column + 1])
            return GraphError(words, number, column, end, row.hint, mend)
    rest = line[column:]
    if (counted := re.search(rf"({_WORD})(\+\+|--)\s*$", line)) and not rest.strip():
        word, sign = counted.group(1), counted.group(2)[0]
        return GraphError(
            f"{counted.group().strip()} is not Python.",
            number,
            *counted.span(),
            f"Write {word} {sign}= 1 on a line of its own.",
        )
    if not rest.strip():
        return GraphError("The line ends too early.", number, column, end, "Finish the expression.")
    hint = next((hint for sign, hint in SIGNS if rest.startswith(sign)), ANY)
    return GraphError("Python cannot read this.", number, column, end, hint)


def _misspelt(line: str, number: int) -> GraphError | None:
    """The mend of a line whose first word is nearly one of Python's: ``retrun x``."""
    first = re.match(rf"\s*({_WORD})(?=\s|:|$)", line)
    if first is None or iskeyword(first[1]):
        return None
    meant = did_you_mean(first[1], (word for word, after in OPENERS.items() if after in line))
    if meant is None:
        return None
    message = f"{first[1]} is no word of Python's; did you mean {meant}?"
    return GraphError(message, number, *first.span(1), f"Write {meant}", meant)


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
    words = words.format(found=found.strip(), sign=found.rstrip(" ;")[-1:])
    hint = f"Write {mend.strip()}" if mend.strip() else "Delete it."
    return GraphError(words, line, start, end, hint, mend)


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
