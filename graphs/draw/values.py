"""Values above wires, gradients in tags below them, local factors in chips, docked constants."""

from __future__ import annotations

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.heat_map import heat_map, shape_only
from graphs.draw.mark_templates import MarkTemplates
from graphs.draw.marks import Chip, Constant, Tag, ValueMark
from graphs.draw.matrix import matrix
from graphs.draw.not_run import NOWHERE
from graphs.draw.sizes import NOSE, Size
from graphs.draw.text import escape, text_width
from graphs.draw.wiring import ON_WIRE

LOCAL = ("local", "transposed")
AWAITED = (38.0, 18.0)  # the box of a number that is not computed yet
LOW_AWAITED = (34.0, 15.0)  # the same where the rows are near
CHIP_ON_WIRE = 22.0  # the height of a chip without a caption


class ValueTemplates(MarkTemplates):
    """The SVG of marks that hold a number or an array."""

    def _text(self, id: str) -> str:
        content = self.marks.get(id, ("", None))[1]
        return content if isinstance(content, str) else ""

    def _number(self, id: str, x: float, y: float, style: str = "") -> str:
        text = self._text(id)
        below = styles.zigzag(x, y, self._state(id)) if text and self._is_ill(id) else ""
        return f'<text class="number" x="{n(x)}" y="{n(y)}"{style}>{escape(text)}</text>{below}'

    def _array(
        self,
        id: str,
        size: Size,
        x: float,
        y: float,
        colour: str,
        shape: str,
        clash: frozenset[int] = NOWHERE,
    ) -> str:
        """A mark's array, centred at (x, y); ``shape`` is the colour of a shape's text, ``clash``
        the axes whose sizes do not fit."""
        state, content = self.marks.get(id, ("", None))
        if size.kind == "matrix":
            texts = content if isinstance(content, list) and state != "pending" else []
            style = f' font-size="15" fill="{colour}"'
            return matrix(size, x, y, texts, style, styles.bracket(shape))
        dimensions = styles.dimensions(shape)
        if size.kind == "shape":
            return shape_only(size, x, y, dimensions, clash)
        levels = content["heat"] if isinstance(content, dict) and state != "pending" else ""
        return heat_map(size, x, y, levels, dimensions, clash)

    def _caption(self, word: str, x: float, y: float, shown: bool, attributes: str = "") -> str:
        style = styles.caption(shown)
        return f'<text class="caption" x="{n(x)}" y="{n(y)}"{style}{attributes}>{word}</text>'

    @staticmethod
    def _ring(x: float, y: float, wide: float, height: float, shown: bool) -> str:
        return (
            f'<rect class="ring" x="{n(x - wide / 2)}" y="{n(y)}" width="{n(wide)}" '
            f'height="{n(height)}" rx="7"{styles.ring(shown)}/>'
        )

    def _button_attributes(self, label: str, node: int) -> str:
        """The attributes that make an array's mark a button, which opens the whole array."""
        return (
            f'{self._node_attribute(node)} role="button" tabindex="-1" aria-label="{escape(label)}"'
            if label
            else ""
        )

    def value(self, mark: ValueMark) -> str:
        size, state = mark.size, self._state(mark.id)
        spacing = self.layout.spacing
        local, high = state in LOCAL, spacing.ring + size.extra_height
        top = mark.y - 3.5 - high
        ring = ""
        if mark.ringed or mark.label:
            ring = self._ring(mark.x, top, size.ring, high, local)
        if mark.ringed:
            word = "local" + (
                styles.transposed_sign(state == "transposed") if mark.transposed else ""
            )
            left = mark.x - size.ring / 2 - 5
            ring += (
                self._caption(word, left, mark.y + 5 - spacing.ring, local, ' text-anchor="end"')
                if mark.caption_beside
                else self._caption(word, mark.x, top - 6.5, local)
            )
        if not mark.label:
            backward = self._backward_attribute(mark.node)
            style = styles.BACKWARD_NUMBER if backward else ""
            number = self._number(mark.id, mark.x, mark.y + 3 - spacing.ring / 2, style)
            awaited = self._awaited(mark, state)
            group = self._open_group("value", mark.id, mark.faded, backward)
            return f"{group}{ring}{awaited}{number}</g>"
        pending = state == "pending"
        known = styles.GRADIENT if mark.node in self.layout.backward else styles.VALUE
        colour = styles.MUTED if pending else known
        hidden = styles.HIDDEN if pending and size.kind == "matrix" else ""
        array = self._array(mark.id, size, mark.x, top + high / 2, colour, colour, mark.clash)
        attributes = (
            self._button_attributes(mark.label, mark.node)
            + hidden
            + self._backward_attribute(mark.node)
        )
        return (
            f"{self._open_group('value array', mark.id, mark.faded, attributes)}{ring}{array}</g>"
        )

    def _awaited(self, mark: ValueMark, state: str) -> str:
        """The dotted box in which a number will stand."""
        wide, high = LOW_AWAITED if self.layout.spacing.low else AWAITED
        return (
            f'<rect class="awaited" x="{n(mark.x - wide / 2)}" y="{n(mark.y - 7.5 - high)}" '
            f'width="{n(wide)}" height="{n(high)}" rx="5"{styles.awaited(state)}/>'
        )

    def tag(self, mark: Tag) -> str:
        state, size = self._state(mark.id), mark.size
        high = self.layout.spacing.tag_height + size.extra_height
        x, y = mark.x, mark.y + self.layout.spacing.tag_gap
        tip, back, way = (
            (x, x + size.tag, 1)
            if not self.layout.forward_tags
            else (x + NOSE + size.tag, x + NOSE, -1)
        )
        shape = (
            f"M{n(tip)},{n(y + high / 2)}L{n(tip + 10 * way)},{n(y)}"
            f"H{n(back - 5 * way)}q{5 * way},0 {5 * way},5"
            f"v{n(high - 10)}q0,5 {-5 * way},5H{n(tip + 10 * way)}Z"
        )
        outline = f'<path class="shape" d="{shape}"{styles.tag(state, self._is_ill(mark.id))}/>'
        caption = (
            ""
            if mark.caption is None
            else self._caption("upstream", mark.caption, y + 18 + high, state == "upstream")
        )
        centre = x + (size.tag + NOSE) / 2 - way
        if not mark.label:
            number = self._number(mark.id, centre, y + high / 2 + 5.3, styles.tag_number(state))
            return f"{self._open_group('tag', mark.id)}{outline}{number}{caption}</g>"
        colour = styles.gradient(state)
        array = self._array(mark.id, size, centre, y + high / 2, colour, colour)
        attributes = self._button_attributes(mark.label, mark.node)
        group = self._open_group("tag array", mark.id, attributes=attributes)
        return f"{group}{outline}{array}{caption}</g>"

    def chip(self, mark: Chip) -> str:
        """A local factor. In state ``number`` one number stands for all elements of an array."""
        state, size = self._state(mark.id), mark.size
        shown, lift, extra_height = state in ("local", "number"), mark.lift, size.extra_height
        radius = self.layout.spacing.radius
        if mark.side == ON_WIRE:
            return self._chip_on_wire(mark, shown)
        high = self.layout.spacing.chip + extra_height
        stub, ring, caption = (
            ((-38 - lift, -radius), -38 - lift - high, -47 - lift - high)
            if mark.side < 0
            else ((radius, 42 + lift), 42 + lift, 58 + lift + high)
        )
        x, y = mark.x, mark.y
        inside = self._chip_content(mark, y + ring + high / 2)
        return (
            self._open_group("chip", mark.id, attributes="" if shown else styles.HIDDEN)
            + f'<path class="stub" d="M{n(x)},{n(y + stub[0])}V{n(y + stub[1])}"'
            + f"{styles.stub(True)}/>"
            + self._ring(x, y + ring, mark.wide, high, True)
            + inside
            + self._caption("local", x, y + caption, True)
            + "</g>"
        )

    def _chip_content(self, mark: Chip, middle: float) -> str:
        state, size = self._state(mark.id), mark.size
        if size.kind == "number":
            return self._number(mark.id, mark.x, middle + 6.5)
        number = styles.HIDDEN if state == "local" else ""
        array = styles.HIDDEN if state == "number" else ""
        return (
            f'<g class="content"{array}>'
            f"{self._array(mark.id, size, mark.x, middle, styles.VALUE, styles.VALUE)}</g>"
            f"{self._number(mark.id, mark.x, middle + 6.5, number)}"
        )

    def _chip_on_wire(self, mark: Chip, shown: bool) -> str:
        high = CHIP_ON_WIRE + mark.size.extra_height
        top = mark.y - 6 - high  # clear of the arrowhead
        return (
            self._open_group("chip", mark.id, attributes="" if shown else styles.HIDDEN)
            + self._ring(mark.x, top, mark.wide, high, True)
            + self._chip_content(mark, top + high / 2)
            + "</g>"
        )

    def constant(self, mark: Constant) -> str:
        local = self._state(mark.id) == "local"
        x, y, lift = mark.x, mark.y, mark.lift
        radius = self.layout.spacing.radius
        stub, ring, text, caption = (
            ((-36 - lift, -radius), -62.5 - lift, -43 - lift, -71 - lift)
            if mark.side < 0
            else ((radius, 36 + lift), 36 + lift, 55.5 + lift, 79 + lift)
        )
        out = mark.place * 20 * mark.side
        kind = "constant array" if mark.label else "constant"
        attributes = self._button_attributes(mark.label, mark.node) or self._node_attribute(
            mark.node
        )
        if mark.label:
            attributes += f" {styles.CONSTANTS}"
        parts = [self._open_group(kind, mark.id, mark.faded, attributes)]
        if mark.place == 0:
            parts.append(
                f'<path class="stub" d="M{n(x)},{n(y + stub[0])}V{n(y + stub[1])}"'
                f"{styles.stub(local)}/>"
            )
        if mark.ringed:
            wide = max(36.0, text_width(self._text(mark.id), 18) + 20)
            # The lower a tag, the nearer to its end is a smaller gate's ring, beside it.
            less = 26 - self.layout.spacing.tag_height if mark.side > 0 else 0.0
            parts.append(self._ring(x, y + ring + out + less, wide, 26 - less, local))
            parts.append(self._caption("local", x, y + caption + out, local))
        parts.append(self._number(mark.id, x, y + text + out, styles.constant(local)))
        return "".join(parts) + "</g>"
