"""Options of a command line: where a text gives one a default, that is its value."""

from __future__ import annotations

import ast

from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, LeftOut, Thing
from graphs.model import Notice

PARSED = (".parse_args", ".parse_known_args")
WITHOUT_VALUE = {"store_true": False, "store_false": True}


def add_option(run: Reading, node: ast.Call, function: LeftOut, named: dict[str, Thing]) -> None:
    """Keep the default of ``parser.add_argument('--lr', default=0.1)``."""
    if not function.name.startswith("argparse.") or not function.name.endswith(".add_argument"):
        return
    values = [part.value for part in node.args if isinstance(part, ast.Constant)]
    words = [value for value in values if isinstance(value, str)]
    word = next((word for word in words if word.startswith("--")), words[0] if words else "")
    name = named.get("dest", word.lstrip("-").replace("-", "_"))
    action = named.get("action")
    if "default" in named:
        run.options[str(name)] = named["default"]
    elif isinstance(action, str) and action in WITHOUT_VALUE:
        run.options[str(name)] = WITHOUT_VALUE[action]


def option_of(run: Reading, thing: LeftOut, name: str, node: Place) -> Thing:
    """``args.lr``: its default; END where it has none."""
    is_parsed = thing.name.startswith("argparse.") and thing.name.endswith(PARSED)
    if not is_parsed or name not in run.options:
        return END
    text = run.segment(node)
    message = f"{text} is the default that the text gives it: no command line is read."
    if all(note.message != message for note in run.notes):
        run.notes.append(Notice(message, node.lineno, "left out"))
    return run.options[name]
