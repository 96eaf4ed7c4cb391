"""Records, while a program is read, which statement writes and which reads each variable.

Names are Python's objects: two names of one array change together when one of them is changed in
place, as in NumPy. A line that cannot be read is left out; it is an error only where a gradient
that is judged depends on it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np

from graphs.check.gate_functions import GateFunctions
from graphs.check.log import Log, Statement, Version
from graphs.check.undefined_names import UndefinedNames
from graphs.check.written_names import written_names
from graphs.errors import GraphError, TooLarge
from graphs.language import known_shapes, literals, nodes
from graphs.language.decisions import is_plain_key
from graphs.language.events import Watcher
from graphs.language.gradient_names import (
    HELD,
    is_own_gradient,
    looks_like_gradient,
    split_entry,
    targets,
)
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.scope import Scope, bound_names
from graphs.language.things import END, Dict, Instance, List, Thing, Wire, leaves
from graphs.language.uncalled_definitions.upstream import is_slip
from graphs.language.views import root

MOST_NAMED = 2_000  # values among which a first gradient is looked for
PER_FAILURE = 100_000  # operations that leaving a statement out costs
MOST_FAILURES = 30  # of one statement, as NumPy fails
MOST_LEFT_OUT = 2_000  # of one that is not read
PYTHONS = ("ValueError", "IndexError")  # kinds that a line fails with in Python too
ITEM = "item"  # of a list, whose index may change
MOST_LEVELS = 4  # of lists in lists whose items are read with them


class Unread:
    """The value of a name whose line could not be read: an error, raised where the name is used."""

    def __init__(self, error: GraphError) -> None:
        self.error = error


class Recorder(Watcher):
    """Writes the log. ``choice`` says which of the near names the first undefined one means."""

    def __init__(self, choice: int = 0) -> None:
        self.log = Log()
        self.running: list[Statement] = []
        self.latest: dict[tuple[Hashable, Hashable], Version] = {}  # by variable
        self.owners: dict[int, Version] = {}  # by the identity of a thing
        self.by_node: dict[int, Version] = {}
        self.called: dict[int, tuple[Thing, str]] = {}  # how the text calls what holds entries
        self.undefined = UndefinedNames(self.log, self.latest, self.running, choice)
        self.gate_functions = GateFunctions()
        self.missing: list[str] = []
        self.unread: list[Unread] = []
        self.pending: list[Wire] = []  # arrays changed in place, whose other names have changed too
        self.put_in: list[tuple[List, Version]] = []
        self.failures = Counter[int]()  # of each statement
        self.begun = False  # whether a gradient has been written

    # Statements

    def statement(self, run: Reading, node: ast.stmt, scope: Scope) -> None:
        caller = self.running[-1] if self.running else None
        record = Statement(len(self.log.statements), node, run.places.source(node), caller)
        self.log.statements.append(record)
        self.running.append(record)

    def left(self, run: Reading, node: ast.stmt) -> None:
        self._settle(run, None)
        for at in reversed(range(len(self.running))):
            if self.running[at].tree is node:
                del self.running[at:]
                break

    def instead(
        self, run: Reading, function: Any, things: list[Thing], named: Any, node: Place
    ) -> Thing:
        return self.gate_functions.instead(run, function, things, named, node)

    # Reading

    def read(self, run: Reading, holder: Thing, name: Thing, thing: Thing) -> None:
        if isinstance(thing, Unread):
            raise thing.error.with_traceback(None)  # it may be raised in every pass of a loop
        title = self.title(holder, name)
        key = _key(name)
        self._read(run, thing, self.latest.get((holder, key)))
        if isinstance(holder, Scope) and type(thing) in (int, float):
            self.log.numbers[title] = float(thing)
        if isinstance(holder, Scope) and type(thing) is Wire:
            known = (holder, key) in self.latest
            if not known and holder is not run.top and not looks_like_gradient(title):
                self._parameter(run, title, holder, thing)

    def _parameter(self, run: Reading, name: str, place: Scope, wire: Wire) -> None:
        """Note what a function's parameter is: ``dx`` in it is the gradient of its ``x``."""
        owner = self.owner_of(wire)
        self.record(run, name, place, name, wire)
        if owner is not None:
            self.owners[id(wire)] = owner

    def _read(self, run: Reading, thing: Thing, version: Version | None) -> None:
        """Note that the running statement reads a value; of a list, all its items."""
        if isinstance(thing, tuple | List):
            items = list(leaves(thing, MOST_LEVELS))
            run.spend(PER_ITEM * len(items), self.running[-1].tree if self.running else _FIRST)
            for item in items:
                if item is not thing:
                    self._read(run, item, None)
        if version is None or version.thing is not thing:
            version = self.owner_of(thing)
        if version is not None and self.running:
            statement = self.running[-1]
            statement.reads[version] = version.readers[statement] = None

    def owner_of(self, thing: Thing) -> Version | None:
        """The version that a thing is a value of."""
        found = self.owners.get(id(thing))
        if found is not None and found.thing is thing:
            return found
        node = getattr(thing, "node", None)
        return None if node is None else self.by_node.get(node)

    def unknown(
        self, run: Reading, holder: Thing, name: Thing, node: Place, writes: bool = False
    ) -> Thing:
        title = self.title(holder, name)
        if self.begun or self._in_gradient(run) or self._is_never_set(run, title):
            meant = self.undefined.meant(run, holder, title, node)
            self._read(run, meant.thing, meant)
            return meant.thing
        if isinstance(holder, Scope):
            self.missing.append(title)
        return END

    def _in_gradient(self, run: Reading) -> bool:
        """Whether the running statement writes what is called like the gradient of something."""
        known = {version.name for version in self.log.versions}
        for statement in self.running:
            tree = statement.tree
            parts = (
                tree.targets if isinstance(tree, ast.Assign) else [getattr(tree, "target", None)]
            )
            for part in parts:
                if not isinstance(part, ast.Name | ast.Subscript | ast.Attribute):
                    continue
                name = run.segment(part)
                if looks_like_gradient(name) and targets(name, known):
                    return True
        return False

    def _is_never_set(self, run: Reading, name: str) -> bool:
        """Whether the text gives a gradient its value only later, or under a name like it."""
        if not looks_like_gradient(name):
            return False
        parts = (part for part in run.parts if isinstance(part, ast.Name))
        is_set = any(part.id == name and isinstance(part.ctx, ast.Store) for part in parts)
        is_written = bool(self.running) and name in written_names(self.running[-1].tree)
        return is_set or is_written or is_slip(run, name)

    # Writing

    def title(self, holder: Thing, name: Thing) -> str:
        """How the text calls a variable: ``x``, ``grads['W']``, ``net.w``."""
        if isinstance(holder, Scope):
            return str(name)
        owner = getattr(holder, "path", "") or self.called.get(id(holder), (None, ""))[1]
        if isinstance(holder, Instance):
            return f"{owner or 'self'}.{name}"
        if isinstance(name, float) and name.is_integer():
            name = int(name)
        if isinstance(holder, List) and isinstance(name, int) and -len(holder.items) <= name < 0:
            name += len(holder.items)
        if not is_plain_key(name):
            return f"{owner}[…]"
        return f"{owner}[{int(name) if isinstance(name, int) else name!r}]"

    def bound(self, run: Reading, holder: Thing, name: Thing, thing: Thing) -> None:
        title = self.title(holder, name)
        if isinstance(thing, Dict | List | Instance) and isinstance(holder, Scope):
            if id(thing) not in self.called and isinstance(thing, Dict):
                self._entries(run, title, thing)
            known = self.called.setdefault(id(thing), (thing, title))[1]
            if isinstance(thing, List) and known != title and looks_like_gradient(title):
                self._items(run, title, holder, thing)
        if isinstance(holder, Scope) and isinstance(thing, int | float):
            if isinstance(thing, bool) or not self.running or literals.is_too_large(thing):
                return
            thing = Wire(nodes.number(run, thing, self.running[-1].tree))
            holder.names[title] = thing
        if isinstance(thing, List) and looks_like_gradient(title):
            self._list_of_numbers(run, title, holder, name, thing)
        if type(thing) is Wire:
            self.record(run, title, holder, _key(name), thing)
            self._settle(run, (holder, _key(name)))

    def put(self, run: Reading, holder: List, thing: Thing) -> None:
        """``grads.insert(0, x.T @ d)``: a gradient that no other variable holds."""
        title = self.title(holder, None)
        if type(thing) is Wire and looks_like_gradient(title) and self.owner_of(thing) is None:
            self.record(run, title, holder, (ITEM, len(self.log.versions)), thing)
            self.put_in.append((holder, self.log.versions[-1]))

    def name_items(self) -> None:
        """Call the items of lists by their indices, once all of them are there; the gradients of
        a list's items may stand in any order."""
        for holder, version in self.put_in:
            for index, item in enumerate(holder.items):
                if item is version.thing:
                    version.said, version.name = version.name, self.title(holder, index)

    def _entries(self, run: Reading, title: str, thing: Dict) -> None:
        """``grads = {'W': X.T @ d, 'b': db}``: entries, those with names of their own if they are
        gradients; they are of the line that returns them, where one does."""
        for key, (_, item) in thing.items.items():
            if type(item) is not Wire or not isinstance(key, str | int):
                continue
            name, owner = f"{title}[{key!r}]", self.owner_of(item)
            if owner is not None and owner.variable == (thing, key):
                owner.name = name  # written before the dictionary had a name
            elif owner is None or looks_like_gradient(name):
                self.record(run, name, thing, key, item)
                self.log.versions[-1].statement = self._returned(thing)

    def _items(self, run: Reading, title: str, place: Scope, thing: List) -> None:
        """A list of gradients that gets another name, of which other values may be told."""
        for index, item in enumerate(thing.items):
            if type(item) is Wire and self.owner_of(item) is not None:
                self.record(run, f"{title}[{index}]", place, (title, index), item)

    def _returned(self, thing: Dict) -> Statement | None:
        """The statement that wrote a dictionary: what is running, or the line that returned it."""
        if not self.running:
            return None
        for one in reversed(self.log.statements[self.running[-1].order + 1 :]):
            match one.tree:
                case ast.Return(value=ast.Dict(keys=keys)) if len(keys) == len(thing.items):
                    return one
        return self.running[-1]

    def _list_of_numbers(
        self, run: Reading, title: str, holder: Thing, name: Thing, thing: List
    ) -> None:
        """``dx = [dq * y, dq * z]`` is one gradient."""
        place = self.running[-1].tree if self.running else None
        if place is None or not thing.items or thing.array is not None:
            return
        if all(
            isinstance(item, int | float)
            or (type(item) is Wire and known_shapes.shape_if_known(run, item, place) == ())
            for item in thing.items
        ):
            wire = Wire(nodes.number(run, thing, place), mutable=True)
            self.record(run, title, holder, _key(name), wire)
            self.owners[id(thing)] = self.latest[holder, _key(name)]
            self.latest[holder, _key(name)].thing = thing

    def record(
        self,
        run: Reading,
        name: str,
        place: Hashable,
        key: Hashable,
        wire: Wire,
        shared: bool = False,
    ) -> None:
        """Note a new value of a variable."""
        before = self.latest.get((place, key))
        statement = self.running[-1] if self.running else None
        where = statement.tree if statement else _FIRST
        if wire.node is None and wire.base is None:
            literals.candidate(run, wire, run.places.source(where), name)
        node = nodes.node_of(run, wire, where)
        version = Version(len(self.log.versions), name, place, key, wire, node, statement, before)
        version.shared, version.source = shared, self.owner_of(wire)
        version.continues = before is not None and (
            shared or (statement is not None and before in statement.reads)
        )
        if version.source in self.log.broken:  # returned from a function, say
            self.log.broken[version] = self.log.broken[version.source]
        if before is not None:
            before.after = version
        self.log.versions.append(version)
        self.latest[place, key] = self.owners[id(wire)] = self.by_node[node] = version
        if not self.begun and len(self.log.versions) < MOST_NAMED and looks_like_gradient(name):
            self.begun = bool(targets(name, {one.name for one in self.log.versions}))

    def changed(self, run: Reading, wire: Wire) -> None:
        self.pending.append(wire)

    def _settle(self, run: Reading, by: tuple[Hashable, Hashable] | None) -> None:
        """Other names of an array that was changed in place have changed with it; ``by`` is the
        one that it was changed under."""
        if not self.pending:
            return
        pending, self.pending = self.pending, []
        tree = self.running[-1].tree if self.running else _FIRST
        named, owner = _names_in(tree), _owner_of_target(tree)
        for wire in pending:
            for (place, key), version in list(self.latest.items()):
                other = version.thing
                if type(other) is not Wire or root(other) is not root(wire) or (place, key) == by:
                    continue
                holds = not isinstance(place, Scope) or place.names.get(str(key)) is other
                if holds and nodes.node_of(run, other, _FIRST) != version.node:
                    is_target = by is None and (key == owner or (key in named and other is wire))
                    self.record(run, version.name, place, key, other, shared=not is_target)

    # Lines that cannot be read

    def failed(self, run: Reading, node: ast.stmt, scope: Scope, error: GraphError) -> bool:
        if isinstance(node, ast.Return | ast.Raise) or isinstance(error, TooLarge):
            return False
        if error.kind and (run.tries or error.kind in ("StopIteration", "GeneratorExit")):
            return False
        run.spend(PER_FAILURE, node)
        self.failures[id(node)] += 1
        if error.missing:
            self.missing += [name for name in error.missing if name not in self.missing]
        self._leave_out(run, node, scope, error)
        # A loop in which nothing is computed any more ends.
        is_lasting = error.at is not None or error.kind in PYTHONS
        most = MOST_FAILURES if is_lasting else MOST_LEFT_OUT
        return self.failures[id(node)] <= most

    def _leave_out(self, run: Reading, tree: ast.stmt, scope: Scope, error: GraphError) -> None:
        """Go on without a statement; what it was to assign raises the error where it is read."""
        lost = any(error is one for one in self.log.lost.values())
        fails = error.at is not None or error.kind == "UnboundLocalError"
        if error.kind in PYTHONS and not (self.unread or self.log.failures):
            fails = True  # else it may follow from what was left out
        if (fails or lost) and self._stood_in(run, tree, scope, error):
            return
        if isinstance(tree, ast.For | ast.While) and self.log.has_failed(error):
            return  # it ends early, and what it came to so far stays
        if fails:
            self.log.fail(error)
        for version in self.running[-1].reads:
            del version.readers[self.running[-1]]
        unread: Any = Unread(error)
        if not isinstance(tree, ast.Import | ast.ImportFrom | ast.Expr | ast.Assert):
            self.unread.append(unread)
        for part in statements([tree]):
            for target in getattr(part, "targets", [getattr(part, "target", None)]):
                self._spoil_entry(target, scope, unread)
        names = set(bound_names((tree,)))
        match tree:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(attr="at"), args=[ast.Name(id=name), *_])
            ):
                names.add(name)  # np.add.at(dE, …)
        for name in names:
            home = scope.home(name)
            self.spoil(home, name)
            home.names[name] = unread
        if not isinstance(tree, ast.Import | ast.ImportFrom | ast.Assert):
            self.log.note(tree.lineno, f"Line {tree.lineno} is left out: {error.message}")

    def _spoil_entry(self, target: ast.AST | None, scope: Scope, unread: Unread) -> None:
        if not isinstance(target, ast.Subscript | ast.Attribute):
            return
        if not isinstance(target.value, ast.Name):
            return
        home = scope.find(target.value.id)
        owner = None if home is None else home.names[target.value.id]
        if isinstance(target, ast.Attribute):
            if isinstance(owner, Instance):
                self.spoil(owner, target.attr)
                owner.attributes[target.attr] = unread
        elif isinstance(owner, Dict):
            if isinstance(target.slice, ast.Constant):
                key = target.slice.value
                self.spoil(owner, key)
                owner.items[key] = (key, unread)
        elif home is not None:
            self.spoil(home, target.value.id)
            home.names[target.value.id] = unread

    def spoil(self, place: Hashable, name: Hashable) -> None:
        """A line that writes a variable is left out: its value so far is not what it comes to."""
        if (place, name) in self.latest:
            self.latest[place, name].spoiled = True

    def _stood_in(self, run: Reading, tree: ast.stmt, scope: Scope, error: GraphError) -> bool:
        """A gradient whose line cannot be computed: the true one stands for it further on."""
        match tree:
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
                pass
            case _:
                return False
        holder: Any = scope
        key: Any = target.id if isinstance(target, ast.Name) else None
        if isinstance(target, ast.Subscript | ast.Attribute):
            holder = _thing_at(target.value, scope)
            if isinstance(target, ast.Attribute) and isinstance(holder, Instance):
                key = target.attr
            elif isinstance(holder, Dict) and isinstance(target, ast.Subscript):
                key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if key is None:
            return False
        name, shapes = self.title(holder, key), dict[str, Any]()
        for version in self.log.versions:
            plain = split_entry(version.name)[1]
            shapes[plain] = shapes[version.name] = run.builder.nodes[version.node].shape
        if isinstance(holder, Instance) and is_own_gradient(str(key)):  # w.grad, beside w.data
            for word in HELD:
                held = holder.attributes.get(word)
                if type(held) is Wire and held.node is not None:
                    shapes[name.rpartition(".")[0]] = run.builder.nodes[held.node].shape
        named = targets(name, shapes) if looks_like_gradient(name) else []
        if not named or shapes[named[0]] is None:
            return False
        source = run.places.source(target)
        wire = Wire(run.builder.constant(np.zeros(shapes[named[0]]), source), mutable=True)
        if isinstance(holder, Scope):
            holder.home(key).names[key] = wire
            holder = holder.home(key)
        elif isinstance(holder, Instance):
            holder.attributes[key] = wire
        else:
            holder.items[key] = (key, wire)
        self.record(run, name, holder, key, wire)
        self.log.broken[self.log.versions[-1]] = error
        return True


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements and those inside them, functions left out."""
    for one in body:
        yield one
        if not isinstance(one, ast.FunctionDef | ast.ClassDef):
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(one, field, []))


_FIRST: Any = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)


def _key(name: Thing) -> Hashable:
    """A name, attribute or entry's key, by which a variable is known."""
    return name if isinstance(name, str | int | float | tuple) else id(name)


def _thing_at(part: ast.expr, scope: Scope) -> Any:
    """What a name or a chain of attributes holds; None where that is not plain."""
    if isinstance(part, ast.Name):
        home = scope.find(part.id)
        return None if home is None else home.names[part.id]
    if isinstance(part, ast.Attribute):
        owner = _thing_at(part.value, scope)
        return owner.attributes.get(part.attr) if isinstance(owner, Instance) else None
    return None


def _owner_of_target(tree: ast.AST) -> str | None:
    """The name of the array of which a statement writes some elements: ``dx[i:j] += …``."""
    target = tree.targets[0] if isinstance(tree, ast.Assign) else getattr(tree, "target", None)
    is_item = isinstance(target, ast.Subscript)
    while isinstance(target, ast.Subscript):
        target = target.value
    return target.id if is_item and isinstance(target, ast.Name) else None


def _names_in(tree: ast.AST) -> set[str]:
    """The names of an expression statement, whose call may change them in place."""
    if not isinstance(tree, ast.Expr | ast.Assign):
        return set()
    return {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}
