"""What a reading tells those who watch it: the check's log, the recognition of training."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.language.positions import Place
from graphs.language.scope import Scope
from graphs.language.things import END, Function, List, Thing, Wire

Reading = Any  # which holds the watchers


class Watcher:
    """Every event does nothing here; a watcher overrides those that it wants.

    A ``holder`` is what holds a name: a scope, or the list, dictionary or instance of an entry.
    """

    def statement(self, run: Reading, node: ast.stmt, scope: Scope) -> None:
        """A statement begins."""

    def left(self, run: Reading, node: ast.stmt) -> None:
        """A statement has ended, also by an error."""

    def failed(self, run: Reading, node: ast.stmt, scope: Scope, error: GraphError) -> bool:
        """A statement cannot be read; whether to go on without it."""
        return False

    def read(self, run: Reading, holder: Thing, name: Thing, thing: Thing) -> None:
        """A name or an entry is read."""

    def bound(self, run: Reading, holder: Thing, name: Thing, thing: Thing) -> None:
        """A name or an entry gets a value."""

    def put(self, run: Reading, holder: List, thing: Thing) -> None:
        """A list gets an item more."""

    def changed(self, run: Reading, wire: Wire) -> None:
        """An array is changed in place."""

    def unknown(
        self, run: Reading, holder: Thing, name: Thing, node: Place, writes: bool = False
    ) -> Thing:
        """A name or an entry without a value is read, or ``writes`` into it; END: as usual."""
        return END

    def call(self, run: Reading, function: Function, scope: Scope, node: Place) -> None:
        """A function of the text is called; its parameters are bound."""

    def instead(
        self,
        run: Reading,
        function: Function,
        things: list[Thing],
        named: Mapping[str, Thing],
        node: Place,
    ) -> Thing:
        """What a call of a function gives, where that is known otherwise; END: as it is written."""
        return END

    def loop(self, run: Reading, node: ast.For | ast.While, scope: Scope) -> bool:
        """A loop begins; whether it is run for one pass only."""
        return False
