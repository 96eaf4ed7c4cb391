"""Assigns each gradient variable the value whose gradient it is, in the order of the text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from graphs.check.compare import Judgement, count_parts_summed
from graphs.check.completion import Completion
from graphs.check.line_slice import LineSlice
from graphs.check.local_derivatives import Derivatives
from graphs.check.log import Version
from graphs.check.meant import meant_parameter, told
from graphs.check.provenance import Program, Stage
from graphs.check.truth import NO_FIT, Fit
from graphs.gates.arithmetic import ADD, SUB
from graphs.language.gradient_names import is_called_gradient
from graphs.model.ancestors import ancestors

MOST_WEIGHED = 150  # comparisons of users with what they may be gradients of
MOST_OF_ANY_NAME = 12  # nodes that a variable that is not called like a gradient is compared with
MOST_TRIED = 40  # nodes that a variable of an unknown name is compared with


class Judge(Completion):
    """Judges the gradient variables in the order in which the text computes them."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.derivatives = Derivatives(program)
        self.locals: list[Judgement] = []
        self.weighed = 0  # values for which it was counted what their users make of them

    def run(self) -> list[Judgement]:
        for version in self.program.gradients:
            if (pair := self.derivatives.pair(version)) is not None:
                local = self._local(version, *pair)
                self.locals += [] if local is None else [local]
                continue
            judged = self._resolve(version)
            if judged is None:
                continue
            self._excuse(judged)
            if not judged.equal and self.program.is_second(version, judged.target):
                self.pull(judged)
                judged.partial = count_parts_summed(judged) > 0
            self._keep(judged)
        judged_nodes = {*self.program.resolved.values()}
        for version, target in self.program.steps.items():
            if target not in judged_nodes and (judged := self._step(version, target)) is not None:
                self._keep(judged)
        return list(self.found.values())

    def _step(self, version: Version, target: int) -> Judgement | None:
        """What an update moves a parameter by; where it adds something to the gradient that the
        loss does not have, such as a decay of weights, the gradient alone."""
        stage, node = self.program.stage(version), self.program.graph.nodes[version.node]
        judged = self.assess(stage, target)
        if judged.rank > 1 and node.gate in (ADD, SUB):
            for term in node.args:
                part = self.assess(self.program.stage(replace(version, node=term)), target)
                if part.equal:
                    return part
                if part.fit_to_true.factor is not None:
                    return None
        is_fine = judged.equal or judged.fit_to_true.factor is not None
        return judged if is_fine or not self.program.may_differ(version.node) else None

    def _keep(self, judged: Judgement) -> None:
        self.program.resolved[judged.version] = judged.target
        self.found[judged.version] = judged
        for one in judged.used:
            one.users.append(judged)

    def _local(self, version: Version, over: int, under: int) -> Judgement | None:
        """``dqdx``: the derivative of one value of the forward pass with respect to another."""
        program = self.program
        true = self.derivatives.expected(version, over, under)
        if true is None:
            return None
        points = program.points
        values = [point.values[version.node] for point in points]
        judged = Judgement(
            program.stage(version), under, points, values, true, true, NO_FIT, NO_FIT
        )
        self._compare(judged)
        return judged

    def _excuse(self, judged: Judgement) -> None:
        """A line is right given the local derivatives it used, be they wrong."""
        region = LineSlice(self.program, judged.stage, judged.points)
        other = {
            one.version.node: one.true
            for one in self.locals
            if not one.equal and len(one.true) == len(judged.points)
        }
        if other and not judged.equal and region.gives_with(judged.due, other):
            judged.fit_to_due = Fit(equal=True)

    # Which node a variable belongs to

    def _resolve(self, version: Version) -> Judgement | None:
        program = self.program
        is_broken = version in program.log.broken
        if self._is_blank(version) or (program.is_of_another_pass(version) and not is_broken):
            return None
        named = program.candidates(version)
        stage = program.stage(version)
        goes_on = version.continues and not version.shared
        best: Judgement | None = None
        for target in named:
            best = self._better(best, self.assess(stage, target))
            if best.rank > 1:
                for behind in program.behind(target, goes_on):
                    best = self._better(best, self.assess(stage, behind))
        if best is not None and best.rank > 1:
            for target in program.carried(version):
                best = self._better(best, self.assess(stage, target))
        is_input = any(program.graph.nodes[target].gate is None for target in named)
        if best is not None and best.rank > 1 and not (is_input or program.is_named_here(version)):
            twin = self._same_value(version)  # dout = layer.backward(dout): told where it is made
            if twin is not None:
                best = self._better(best, self.assess(stage, twin.target))
                if best.target == twin.target and not best.equal:
                    return None
        if best is not None and best.rank > 1 and (items := program.items_beside(named)):
            best = self._better(best, self._of_another_item(stage, items) or best)
        is_parameter = any(target in program.parameters for target in named)
        carried = self._is_carried_along(version) and not (is_parameter and _is_set_anew(version))
        if best is not None and best.rank > 1 and carried:
            best = self._better(best, self._carried_along(stage, named) or best)
        if best is not None:
            several = len(named) > 1
            if several and best.rank == 4 and (part := self._part_of(stage, named)) is not None:
                return part
            if several and (best.rank == 4 or not best.fit_to_true.factor):
                return self._by_users(stage, named, best)
            return best
        rest = program.at_rest(version)
        if rest is not None and not any(np.any(p.values[version.node]) for p in program.points):
            return self.assess(stage, rest)
        shaped = program.shaped_like(version)[:MOST_TRIED]
        if not shaped or not self._may_be_gradient(stage):
            return None
        if not is_called_gradient(version.name):
            shaped = shaped[:MOST_OF_ANY_NAME]
        for target in shaped:
            best = self._better(best, self.assess(stage, target))
            if best.rank == 0:
                break
        if best is not None and best.rank <= 1:
            best = self._by_users(stage, shaped, best)
        elif best is not None and best.rank != 3:
            best = self._by_users(stage, shaped, None)
        elif best is not None and best.rank == 3 and not stage.used:
            best = None if len(best.values) == 1 else best
        is_computed = program.graph.nodes[version.node].gate is not None
        is_told = is_computed and is_called_gradient(version.name)
        is_open = is_computed and (best is None or best.rank > 1)
        meant = meant_parameter(program, version) if is_open else None
        if meant is not None and (best is None or meant != best.target):
            return self.assess(stage, meant)
        if best is None or (best.rank > 1 and not is_told):
            return None  # a number that is stored, such as a width, is no wrong gradient
        best.named = False
        return best

    def alternatives(self, judged: Judgement) -> Iterator[Judgement]:
        """A wrong value as the gradient of what else its name may mean: what goes into relu, where
        ``dh`` goes on from its own value."""
        version, program = judged.version, self.program
        if program.marked:
            found = self.assess(judged.stage, judged.target, program.marked)
            found.status, found.users = judged.status, judged.users
            self.pull(found)
            yield found
        met = {judged.target}
        for target in program.candidates(version):
            for other in (target, *program.behind(target, goes_on=True)):
                if other not in met:
                    met.add(other)
                    found = self.assess(judged.stage, other)
                    found.status, found.users = judged.status, judged.users
                    self.pull(found)
                    yield found

    def _same_value(self, version: Version) -> Judgement | None:
        """The gradient that a variable got from a call."""
        named = [
            one for one in self.program.log.versions[: version.order] if one.node == version.node
        ]
        if any(one.place is version.place for one in named):
            return None  # handed on as it is
        several = [one for one in self.found.values() if one.version.node == version.node]
        return several[-1] if several else None

    def _of_another_item(self, stage: Stage, items: Collection[int]) -> Judgement | None:
        """The gradient of another item of a list, where it is just that."""
        for target in self.program.shaped_like(stage.version)[:MOST_TRIED]:
            if target in items and (judged := self.assess(stage, target)).rank == 0:
                return judged
        return None

    def _is_carried_along(self, version: Version) -> bool:
        """Whether one value of a variable is computed from the one before: then it may be the
        gradient of another value of the program, ``dout = layer.backward(dout)``."""
        nodes = self.program.graph.nodes
        return version.is_one_of_several and any(
            before.node in ancestors(nodes, [after.node], before.node)
            for before, after in ((version.before, version), (version, version.after))
            if before is not None and after is not None
        )

    def _carried_along(self, stage: Stage, named: Sequence[int]) -> Judgement | None:
        """The gradient of another value, where one name is carried from value to value. What is
        handed on as it is on the way to the value that is meant does not count."""
        program = self.program
        shape = np.shape(program.points[0].values[stage.version.node])
        for target in program.shaped_like(stage.version)[:MOST_TRIED]:
            on_the_way = any(
                program.graph.nodes[one].shape == shape and target in program.later(one)
                for one in named
            )
            if not on_the_way and (judged := self.assess(stage, target)).rank == 0:
                return judged
        return None

    def _part_of(self, stage: Stage, named: Iterable[int]) -> Judgement | None:
        """The value of which a variable is one term of the gradient: the rest is added later."""
        for target in named:
            judged = self.assess(stage, target)
            self.pull(judged)
            if count_parts_summed(judged) > 0:
                return judged
        return None

    @staticmethod
    def _better(one: Judgement | None, other: Judgement) -> Judgement:
        """The one that explains a value better; a factor is likelier than a turned sign."""
        if one is None or other.rank < one.rank:
            return other
        before, after = one.fit_to_true.factor or 0.0, other.fit_to_true.factor or 0.0
        return other if one.rank == other.rank and before < 0 < after else one

    def _is_blank(self, version: Version) -> bool:
        """Zeros that are to be added to, or that a parameter's gradient does not stay."""
        program, log = self.program, self.program.log
        values = [point.values[version.node] for point in program.points]
        if program.graph.nodes[version.node].gate is not None or any(map(np.any, values)):
            return False
        if log.broken or log.failures:
            return True
        named = program.candidates(version)
        stays = bool(named) and not program.gets_any(version)
        return version.used and not (stays and program.parameters.issuperset(named))

    def _may_be_gradient(self, stage: Stage) -> bool:
        """Whether a variable whose name tells nothing comes from gradients, or starts them: a
        number that no input moves, such as a size, is none."""
        return bool(stage.used) or self.program.graph.depends_on_wrt[stage.version.node]

    def _by_users(
        self, stage: Stage, targets: Iterable[int], best: Judgement | None
    ) -> Judgement | None:
        """The node that makes the most of the lines right that use this variable.

        A node whose gradient the value is (``best``) gives way only to one that sets several
        lines right which are wrong with it.
        """
        most = 0
        if best is not None and best.rank == 0 and self.program.candidates(stage.version):
            return best
        if best is not None and best.rank <= 1:
            if self._users(best, most=2)[1] < 2:
                return best
            most = max(self._users(best)[0], 1)
        for target in targets:
            if self.weighed > MOST_WEIGHED:
                break
            judged = self.assess(stage, target)
            right, wrong = self._users(judged)
            if right > most and (best is None or best.rank > 1 or not wrong):
                best, most = judged, right
        return best

    def _users(self, judged: Judgement, most: int | None = None) -> tuple[int, int]:
        """How many lines that use a variable follow from it, and how many are wrong; with ``most``
        only the wrong ones are counted, so far."""
        program, version = self.program, judged.version
        program.resolved[version] = judged.target
        self.found[version] = judged
        right = wrong = 0
        for user in program.gradients:
            if user.order <= version.order or not (targets := told(program, user)):
                continue
            stage = program.stage(user)
            if version not in stage.used:
                continue
            self.weighed += len(targets)
            if self.weighed > MOST_WEIGHED:
                break
            if most is not None:
                wrong += not any(self.assess(stage, node).rank < 3 for node in targets)
                if wrong >= most:
                    break
                continue
            several = [self.assess(stage, node) for node in targets]
            follows = [one for one in several if one.fit_to_due.equal or one.fit_to_due.shape]
            right += any(not one.fit_to_true.equal for one in follows)
            wrong += not any(one.rank < 3 for one in several)
        del program.resolved[version], self.found[version]
        return right, wrong


def _is_set_anew(version: Version) -> bool:
    """Whether a variable gets a value that its line does not compute from the one before."""
    statement, before = version.statement, version.before
    return statement is not None and before is not None and before not in statement.reads
