"""Small programs that between them use every construct of Python that the reader knows.

Each ends with a number that depends smoothly on numbers typed at the top: the top-level name that
the text assigns last (``instrument.output_of``).
"""

from __future__ import annotations

from importlib import import_module

THEMES = (
    *("classes", "instances", "operators", "special_methods", "dictionaries", "collected", "lists"),
    *("control_flow", "statements", "functions", "decorators", "generators", "exceptions"),
    *("contexts", "strings", "views", "writes", "aliasing", "library", "arrays"),
    "lists_of_lists",
)


def gathered() -> dict[str, str]:
    found: dict[str, str] = {}
    for theme in THEMES:
        for name, text in import_module(f"{__name__}.{theme}").PROGRAMS.items():
            assert name not in found, name
            found[name] = text.lstrip("\n")
    return found


PROGRAMS = gathered()
