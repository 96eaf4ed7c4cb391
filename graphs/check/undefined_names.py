"""Names that are used and have no value, and which name is meant."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping, Sequence

from graphs.check.log import Log, Statement, Undefined, Version
from graphs.check.written_names import goes_on_from, written_names
from graphs.errors import GraphError
from graphs.language.gradient_names import looks_like_gradient, targets
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import Thing

MOST_NEAR = 4
SLIP = 0.8  # how like a name one is that was meant, whatever it is called


class UndefinedNames:
    """Finds for each name without a value the one that was meant, the same at every use."""

    def __init__(
        self,
        log: Log,
        latest: Mapping[tuple[Hashable, Hashable], Version],
        running: Sequence[Statement],
        choice: int,
    ) -> None:
        self.log, self.latest, self.running, self.choice = log, latest, running, choice
        self.found: dict[str, tuple[Hashable, Hashable]] = {}

    def meant(self, run: Reading, holder: Thing, name: str, node: Place) -> Version:
        """The version of the name that was meant.

        Raises:
            GraphError: there is none near.
        """
        source = run.places.source(node)
        if name in self.log.lost:
            raise self.log.lost[name].with_traceback(None)
        near = self._near(name, holder)
        statement = self.running[-1] if self.running else None
        is_own = statement is not None and name in written_names(statement.tree)
        of = set(targets(name, {one.name for one in self.log.versions}))
        if of and is_own and statement and goes_on_from(statement.tree, name):
            near = [one for one in near if self._is_a_start(name, one, of)]
        meant: Version | None = None
        if name in self.found:
            meant = self.latest[self.found[name]]
        else:
            choice = 0 if self.found else min(self.choice, len(near) - 1)
            meant = near[choice] if near else None
        if meant is not None:
            self.found[name] = meant.variable
        self.log.undefined.append(
            Undefined(name, source, statement, tuple(one.name for one in near), meant, is_own)
        )
        if meant is None:
            end = source.end_column if source.end_line == source.line else None
            hint = "Give it a value above this line."
            lost = GraphError(f"{name} has no value.", source.line, source.column, end, hint)
            self.log.lost[name] = lost
            raise lost
        return meant

    def _is_a_start(self, name: str, version: Version, of: set[str]) -> bool:
        """Whether a value is what ``name`` is to begin with, misspelled, and no other gradient."""
        alike = difflib.SequenceMatcher(None, name.lower(), version.name.lower()).ratio()
        known = {one.name for one in self.log.versions}
        is_another = not set(targets(version.name, known)) <= of
        return alike >= SLIP and not version.readers and not is_another

    def _near(self, name: str, holder: Thing) -> list[Version]:
        """What a name may mean: stored and never read, or spelled alike; likely ones first."""
        found = []
        known = {version.name for version in self.log.versions}
        gradient = looks_like_gradient(name)
        is_entry = not isinstance(holder, Scope)
        for (where, _), version in self.latest.items():
            if is_entry and where is not holder:
                continue
            if not isinstance(where, Scope) and not is_entry:
                continue
            one, other = name.lower(), version.name.lower()
            alike = difflib.SequenceMatcher(None, one, other).ratio()
            is_slip = alike >= SLIP and not version.readers
            if gradient and not (looks_like_gradient(version.name) or is_slip):
                continue
            alike += 0.2 * (one.startswith(other) or other.startswith(one))
            alike += 0.1 * (name.startswith(version.name) or version.name.startswith(name))
            unread = gradient and not version.readers and bool(targets(version.name, known))
            if alike >= 0.6 or (unread and alike >= 0.3) or (gradient and not version.readers):
                found.append((alike + 0.3 * (not version.readers), version))
        found.sort(key=lambda pair: -pair[0])
        return [version for _, version in found[:MOST_NEAR]]
