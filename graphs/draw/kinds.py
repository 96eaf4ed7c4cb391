"""The kinds of files that a drawing is exported as, one row each: options of the command line,
the server's jobs and addresses, and the page's menus are all read from these rows.

A row names its writer as text, and it is imported when it is used: the writers bring libraries and
fonts that a table of values does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name


@dataclass(frozen=True)
class Kind:
    """A kind of file. ``write``: the function from SVG text, and a look if need be, to the
    file, as "module:function"."""

    name: str  # the file's extension too
    mimetype: str
    use: str  # in words
    write: str

    def writer(self) -> Callable[..., bytes]:
        """The function from a drawing's SVG text and its look to the file's bytes."""
        function: Callable[..., bytes] = resolve_name(self.write)
        return function


_ROWS = (
    Kind("svg", "image/svg+xml", "vector, for the web", "graphs.draw.export:svg_file"),
    Kind("png", "image/png", "for slides", "graphs.draw.export:png"),
    Kind("pdf", "application/pdf", "for print", "graphs.draw.export:pdf"),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ROWS}
