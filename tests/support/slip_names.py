"""What the names in a program are: gradients, numbers of examples, strengths, targets."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from tests.support.source_text import SourceText

# Names that begin with a d and say something else.
OTHER = r"(?!(data|dataset|dense|depth|dict|dim|dist|dot|drop|dtype|decay|density|distance)\w*$)"
GRADIENT = re.compile(
    rf"^{OTHER}(self\.)?(d[A-Z_a-z]\w*|D_\w+|.*(grad|delta|nabla|slope)\w*|\w*_bar|g[A-Z]\w*|[A-Z]\d?g)$"
)
COUNT = re.compile(
    r"^\(?(1\.?0?\s*/\s*)?"
    r"([NMmnBT]|num_\w+|len\(.*\)|.*\.shape\[.*\]|.*\.size|\w*_size|\d+\.?)\)?$"
)
TARGET = re.compile(
    r"^(self\.)?([yYtT]\w?|tgt|\w*(target|label|true|hot|truth|wanted)\w*)(\[.*\])?$"
)
STRENGTH = re.compile(r"\b(reg|lam\w*|alpha|decay|l2|weight_decay|ridge|wd)\b")
MARK = re.compile(r"^(self\.)?(d_?|grad_?|delta_?|nabla_?|g(?=[A-Z]))|(_?grad|_bar|_?delta|g)$")
ZERO = re.compile(r"(np\.)?(zeros|zeros_like|empty|empty_like)\(|^\{\}$|^0\.?0*$|^None$|^\[\]$")


class Names:
    """What the names of a program are: gradients, and values that meet in its forward pass."""

    def __init__(self, source: SourceText, backward: list[ast.stmt]) -> None:
        self.gradients: set[str] = set()
        for statement in backward:  # what is called one, and what is made of one
            made = self.is_gradient(getattr(statement, "value", statement))
            for target in targets(statement):
                texts = {ast.unparse(target), base(target)} - {"self"}
                self.gradients |= {one for one in texts if made or GRADIENT.match(one)}
        inside = {id(node) for one in backward for node in ast.walk(one)}
        self.partners: dict[str, set[str]] = {}
        self.known: set[str] = set()
        self.called: set[str] = set()
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
                self.known.add(ast.unparse(node))
            if isinstance(node, ast.Call):
                self.called.add(ast.unparse(node.func))
            if isinstance(node, ast.BinOp) and id(node) not in inside:
                pair = [ast.unparse(side) for side in (node.left, node.right)]
                if isinstance(node.op, ast.Mult) and is_name(node.left) and is_name(node.right):
                    for one, other in (pair, pair[::-1]):
                        self.partners.setdefault(one, set()).add(other)

    def is_gradient(self, node: ast.AST) -> bool:
        """Whether a gradient is anywhere in an expression."""
        return any(
            text in self.gradients or GRADIENT.match(text)
            for part in ast.walk(node)
            if is_name(part)
            for text in [ast.unparse(part)]
        )

    def siblings(self, text: str) -> Iterator[str]:
        """Names that differ in their number, as W1 and W2."""
        for number in re.finditer(r"\d", text):
            for other in "0123":
                near = text[: number.start()] + other + text[number.end() :]
                if near != text and near in self.known:
                    yield near


def is_slope_of(name: str, text: str) -> bool:
    """Whether a factor is the slope of what a gradient's name says: ``1 - h**2`` of ``dh``."""
    own = MARK.sub("", name)
    return own != name and re.search(rf"(?<![\w.]){re.escape(own)}(?!\w)", text) is not None


def is_number(node: ast.AST) -> bool:
    """Whether nothing but typed numbers is in an expression."""
    return not any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node))


def is_plain_product(node: ast.AST) -> bool:
    """Whether an expression is a product of names and numbers, such as ``0.1 * W``."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
        return False
    sides = node.left, node.right
    return all(is_name(one) or is_number(one) or is_plain_product(one) for one in sides)


def is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def base(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return ast.unparse(node)


def targets(statement: ast.stmt) -> list[ast.expr]:
    several = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    flat = [one.elts if isinstance(one, ast.Tuple | ast.List) else [one] for one in several if one]
    return list(itertools.chain(*flat))


def reads(statement: ast.stmt, name: str) -> bool:
    """Whether a name is in what a statement computes."""
    value = getattr(statement, "value", None)
    pattern = rf"(?<![\w.]){re.escape(name)}(?!\w)"
    return value is not None and re.search(pattern, ast.unparse(value)) is not None
