"""Mathematics for readers without JavaScript."""

from __future__ import annotations

import pytest

from web.http.mathematics import mathml


def test_a_formula_becomes_mathml() -> None:
    made = mathml(r"\frac{\partial f}{\partial x}", display=True)
    assert made.startswith("<math")
    assert 'display="block"' in made
    assert "<mfrac>" in made
    assert mathml(None) == ""


@pytest.mark.parametrize(
    "hostile", [r"\text{<b onload=x>}", r"\text{&lt;b>}", "<script>", r"\frac{<b"]
)
def test_no_text_in_a_formula_becomes_markup(hostile: str) -> None:
    made = mathml(hostile)
    assert "<b" not in made
    assert "<script" not in made
