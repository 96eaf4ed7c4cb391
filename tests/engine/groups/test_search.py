"""Going to a gate, a name, a line, a pass."""

from __future__ import annotations

import pytest

import graphs
from graphs.groups.search import MOST_RESULTS, SearchResult, search
from graphs.trace import shown_evaluation
from tests.support.large import CHAIN, CLASSIFIER


def best(text: str, query: str) -> SearchResult:
    return search(
        shown_evaluation(
            graphs.trace(text, {} if "seed" in text or "0.5" in text else {"x": 1.0})
        ).groups.outline,
        query,
    )[0][0]


def test_a_name_is_found_before_what_only_holds_it() -> None:
    text = "q_other = x * 2\nq = q_other + 1\nf = q * x"
    places, count = search(shown_evaluation(graphs.trace(text, {"x": 1.0})).groups.outline, "q")
    assert [place.node for place in places] == ["n4", "n2"]
    assert count == 2


def test_a_kind_of_gate_is_found() -> None:
    assert (
        search(shown_evaluation(graphs.trace(CHAIN.format(passes=30))).groups.outline, "tanh")[1]
        == 30
    )


@pytest.mark.parametrize("query", ["6", "line 6", "LINE 6"])
def test_a_line_is_found(query: str) -> None:
    place = best(CHAIN.format(passes=3), query)
    assert place.line == 6
    assert place.node is not None


def test_a_name_in_a_pass_is_found_with_what_is_to_be_opened() -> None:
    trace = graphs.trace(CHAIN.format(passes=500))
    (place,), count = search(shown_evaluation(trace).groups.outline, "h t = 37")
    assert count == 1
    assert place.where == "for t › t = 37"
    seen = {
        node.id for node in shown_evaluation(trace.with_open(place.open)).evaluation.model.nodes
    }
    assert place.node in seen


def test_a_group_is_found_by_its_title() -> None:
    place = best(CLASSIFIER.format(rows=2), "layer(W2")
    assert place.part is not None
    assert place.label.startswith("layer(W2")


def test_inputs_are_found() -> None:
    assert best(CLASSIFIER.format(rows=2), "w3").node is not None


def test_no_more_are_listed_than_can_be_looked_at() -> None:
    places, count = search(
        shown_evaluation(graphs.trace(CHAIN.format(passes=300))).groups.outline, "h"
    )
    assert len(places) == MOST_RESULTS
    assert count >= 300


@pytest.mark.parametrize(
    "query", ["", "   ", "zebra", "line 900", "h t = 9999", "((", "=" * 50, "9" * 5_000]
)
def test_nothing_is_found_without_complaint(query: str) -> None:
    assert search(shown_evaluation(graphs.trace(CHAIN.format(passes=5))).groups.outline, query) == (
        [],
        0,
    )
