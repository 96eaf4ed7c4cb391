"""Mathematics before KaTeX is there, and for readers without JavaScript: LaTeX as MathML."""

from __future__ import annotations

from latex2mathml.converter import convert
from markupsafe import Markup, escape


def mathml(latex: str | None, display: bool = False) -> Markup:
    """A formula of ours as MathML; the LaTeX itself, escaped, where it cannot be converted.

    The converter does not escape the content of text commands: nothing with markup reaches it.
    """
    plain = (latex or "").replace("<", r"\lt ").replace(">", r"\gt ")
    if "&" in plain:
        return escape(plain)
    try:
        return Markup(convert(plain, display="block" if display else "inline"))
    except Exception:  # the library promises no one type
        return escape(plain)
