"""What to say for what Python's parser says. One row each."""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """``part`` of Python's message → the message, what to write, and the mend, if there is one."""

    part: str
    message: str
    hint: str
    mend: str | None = None


KNOWN = (
    Known("was never closed", "This bracket is never closed.", "Add the closing bracket."),
    Known("unmatched", "This bracket closes nothing.", "Delete it.", ""),
    Known(
        "expected an indented block",
        "The line above expects an indented block.",
        "Indent this line by four spaces.",
    ),
    Known("unexpected indent", "This line is indented for no reason.", "Remove the spaces."),
    Known(
        "inconsistent use of tabs",
        "This line is indented with tabs, others with spaces.",
        "Indent every line by four spaces.",
    ),
    Known(
        "unindent",
        "This line's indent matches no line above.",
        "Give it the indent of the line above that it goes on with.",
    ),
    Known("expected 'else'", "else is missing in this choice.", "Write a if c else b."),
    Known("expected ':'", "A colon is missing here.", "Add a colon."),
    Known(
        "Perhaps you forgot a comma",
        "Something is missing between these.",
        "Write an operator (*, +) or a comma.",
    ),
    Known("cannot assign to", "The left of = must be a name.", "Write name = expression."),
    Known(
        "Maybe you meant '=='",
        "A name gets its value on a line of its own.",
        "Write == to compare.",
    ),
    Known(
        "too many nested",
        "The brackets are nested too deeply.",
        "Give parts of it names on lines of their own.",
    ),
    Known(
        "invalid decimal literal",
        "A name stands right after a number.",
        "Write a times sign between them, as in 2*x.",
    ),
    Known("leading zeros", "A number cannot start with 0.", "Remove the zeros."),
    Known("f-string", "This f-string cannot be read.", "Check its brackets and quotes."),
    Known("string literal", "This text is never closed.", "Add the closing quote."),
    Known(
        "invalid character",
        "{found} is not part of the language.",
        "Delete it, or write the function's name.",
    ),
    Known(
        "invalid non-printable character",
        "A character that cannot be seen stands here.",
        "Delete it.",
        "",
    ),
    Known("Exceeds the limit", "This number has too many digits.", "Write it as 1e300."),
)

# Signs of other languages, where Python stops at them.
SIGNS = (
    ("?", "Python writes a choice as a if c else b."),
    ("$", "This is a formula's markup: write it in Python, without $."),
    ("\\", "This is a formula's markup: write the function's name, as in exp(x)."),
    (":=", "Write = to give a name its value."),
    ("->", "An arrow stands only after the brackets of def: write = for a value."),
    ("=>", "Write >= to compare, lambda x: … for a function."),
    ("`", "Write quotes around a text."),
    ("{", "A block is indented under a line that ends with a colon; it has no braces."),
    ("<", "This is the markup of a page: paste the code alone."),
)
ANY = "An operator, a comma or a bracket is missing or too many here, or just before."
