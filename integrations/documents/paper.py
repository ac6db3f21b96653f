"""A picture of texts, lines and boxes that grows downwards, and is drawn once or more on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL.Image import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from integrations.documents.pdf_text import Ink, SetText, set_text, set_whole

#: A mark across rises to the right, in degrees.
_SLANT = 24
_HAIRLINE = 0.6
_CORNER = 3
#: Draws one thing onto a canvas whose origin is the picture's top left corner; y points down
#: from 0 into the negative.
Stroke = Callable[[Canvas], None]


@dataclass(slots=True)
class Picture:
    """What is to be drawn, in points from the top left corner; ``depth`` is how far it goes."""

    strokes: list[Stroke] = field(default_factory=list)
    depth: float = 0.0

    def text(self, text: str, ink: Ink, *, x: float, y: float, width: float) -> float:
        """Put a text with its top at ``y`` and return the ``y`` below it."""
        return self.put(set_text(text, ink, width), x=x, y=y)

    def whole(self, text: str, ink: Ink, *, x: float, y: float, width: float) -> float:
        """Put a text that should not be cut, in smaller letters if need be."""
        return self.put(set_whole(text, ink, width), x=x, y=y)

    def line(self, *, x: float, y: float, width: float, colour: str, dashes: str = "") -> None:
        """Draw a hairline, or with ``dashes`` such as ``"2 2"`` a dashed one."""

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.setStrokeColor(HexColor(colour))
            canvas.setLineWidth(_HAIRLINE)
            if dashes:
                canvas.setDash(*map(int, dashes.split()))
            canvas.line(x, -y, x + width, -y)
            canvas.restoreState()

        self._add(y, stroke)

    def box(self, *, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a rectangle with round corners, under what is put later."""

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.setFillColor(HexColor(fill))
            canvas.roundRect(x, -y - height, width, height, _CORNER, fill=1, stroke=0)
            canvas.restoreState()

        self._add(y + height, stroke)

    def frame(self, *, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw the edge of a rectangle with round corners."""

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.setStrokeColor(HexColor(colour))
            canvas.setLineWidth(_HAIRLINE)
            canvas.roundRect(x, -y - height, width, height, _CORNER, fill=0, stroke=1)
            canvas.restoreState()

        self._add(y + height, stroke)

    def dots(
        self, runs: list[tuple[int, int, int]], *, x: float, y: float, size: float, count: int
    ) -> None:
        """Draw stretches (row, first column, length) of a square of ``count`` x ``count`` dots."""
        step = size / count

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.setFillColor(HexColor("#000000"))
            path = canvas.beginPath()
            for row, column, length in runs:
                path.rect(x + column * step, -y - (row + 1) * step, length * step, step)
            canvas.drawPath(path, fill=1, stroke=0)
            canvas.restoreState()

        self._add(y + size, stroke)

    def image(self, image: Image, *, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture to fill a rectangle."""
        reader = ImageReader(image)
        self._add(
            y + height,
            lambda canvas: canvas.drawImage(reader, x, -y - height, width, height),
        )

    def across(self, text: str, ink: Ink, *, x: float, y: float, width: float) -> None:
        """Put a text aslant around a point: a mark across the whole."""
        laid = set_whole(text, ink, width)

        def stroke(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.translate(x, -y)
            canvas.rotate(_SLANT)
            laid.paragraph.drawOn(canvas, -width / 2, -laid.height / 2)
            canvas.restoreState()

        self._add(0, stroke)

    def add(self, other: Picture, *, x: float, y: float, deepest: float | None = None) -> float:
        """Put another picture with its top left corner at a point; return the ``y`` below it.

        One that is deeper than ``deepest`` is made smaller: nothing covers what is below.
        """
        scale = 1.0 if deepest is None else min(1.0, deepest / max(other.depth, 1.0))
        below = y + other.depth * scale
        self._add(below, lambda canvas: other.draw(canvas, x=x, top=-y, scale=scale))
        return below

    def draw(self, canvas: Canvas, *, x: float, top: float, scale: float = 1.0) -> None:
        """Draw it all with the top left corner at a point of the page."""
        canvas.saveState()
        canvas.translate(x, top)
        canvas.scale(scale, scale)
        for stroke in self.strokes:
            stroke(canvas)
        canvas.restoreState()

    def put(self, laid: SetText, *, x: float, y: float) -> float:
        self._add(
            y + laid.height, lambda canvas: laid.paragraph.drawOn(canvas, x, -y - laid.height)
        )
        return y + laid.height

    def _add(self, depth: float, stroke: Stroke) -> None:
        self.depth = max(self.depth, depth)
        self.strokes.append(stroke)
