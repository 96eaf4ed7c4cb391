"""What is left out flows through a text, decides nothing, and is missed where it is needed."""

from __future__ import annotations

import pytest

import graphs
from graphs import GraphError

HARMLESS = {
    "a number kept": "n = os.cpu_count()",
    "arithmetic on it": "n = 2 * os.cpu_count() - 1\nm = -n",
    "an item and an attribute set": "os.environ['A'] = 'b'\nos.path.sep = '/'",
    "an item read": "home = os.environ['HOME']",
    "a comparison kept": "same = os.sep == '/'\nother = not same",
    "an assertion": "assert os.path.exists('weights.npy')",
    "in containers": "found = {'a': os.sep}\nnumber = len([os.sep, found])",
    "the kind of another": "known = isinstance(x, os.PathLike)",
    "a text made with it": "path = 'data' + os.sep\nupper = path.upper()",
}
PRINTED = {
    "print(os.sep, x)": "<os.sep> 2.0",
    "print(f'{os.sep} and {os.sep:>10}')": "<os.sep> and <os.sep>",
    "print('%s, %5d, %.2f' % (os.sep, os.x, x))": "<os.sep>, <os.x>, 2.00",
    "print('{!r:>9}'.format(os.sep))": "<os.sep>",
    "print([os.sep, 'a'], str(os.sep) + 'b')": "[<os.sep>, 'a'] <os.sep>b",
}
NEEDED = {
    "if": "if os.path.exists('a'):\n    x = 3.0",
    "while": "while os.x:\n    break",
    "a conditional expression": "y = x if os.x else 2.0",
    "a condition of its comparison": "if os.x == 'posix':\n    x = 3.0",
    "a loop": "for name in os.listdir():\n    pass",
    "a product": "y = x * os.x",
    "an argument of a gate": "y = np.exp(os.x)",
    "compared with a value": "y = x > os.x",
    "the length of its text": "y = x * len(str(os.getcwd()))",
    "a letter of its text": "y = f'{os.sep}'[0]",
    "its text compared": "y = x * (str(os.sep) == '/')",
    "its text as a number": "y = float('3' + str(os.sep))",
    "a key": "names = {os.sep: 1}",
    "sorted": "names = sorted([os.sep, 'a'])",
    "found in a list": "y = x * (os.sep in ['a'])\nz = y * 2",
    "its kind": "y = isinstance(os.sep, str)",
    "its length": "y = len(os.sep)",
}


def text(lines: str) -> str:
    return f"import os\nx = 2.0\n{lines}\nf = x * 2"


@pytest.mark.parametrize("name", HARMLESS)
def test_what_nothing_drawn_needs_is_left_out_with_a_note(name: str) -> None:
    trace = graphs.trace(text(HARMLESS[name]))
    assert (trace.output, trace.value) == ("f", 4.0)
    assert [note.kind for note in trace.notes] == ["left out"]


@pytest.mark.parametrize("line", PRINTED)
def test_a_print_names_it(line: str) -> None:
    assert graphs.trace(text(line)).printed == {3: PRINTED[line]}


@pytest.mark.parametrize("name", NEEDED)
def test_where_it_is_needed_is_an_error_at_its_place(name: str) -> None:
    with pytest.raises(GraphError, match=r"^os[.\w]* is left out, and this needs it\.$") as caught:
        graphs.trace(text(NEEDED[name]))
    assert caught.value.line in (3, 4)
    assert "Line 1 imports it" in (caught.value.hint or "")
    assert caught.value.left_out.startswith("os.")
