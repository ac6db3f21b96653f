"""How the office's papers look: colours, and the measures of A4 and of rolls."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from domain.printing import Paper, PrintStyle

#: A millimetre in points.
MM: float = mm

TEXT, MUTED, RULE = "#0f172a", "#64748b", "#cbd5e1"
ACCENT, GROUND, WARNING, WARNING_GROUND = "#0f766e", "#e6f6f3", "#b91c1c", "#fef2f2"
WHITE, BLACK = "#ffffff", "#000000"

PAGE_WIDTH: float
PAGE_HEIGHT: float
PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 14 * MM
WIDTH: float = PAGE_WIDTH - 2 * MARGIN
#: Printers cannot reach the edge of the paper.
TOP = 10.0
_EDGE = 2 * MM

#: A dot of a receipt printer, in points: eight of them are a millimetre.
DOT = MM / 8
#: A module of a code is made of whole dots, so that nothing is blurred; on a roll, which is
#: printed coarsely, of one more.
MODULE, ROLL_MODULE = 3 * DOT, 4 * DOT
#: Around a code so much stays white, in modules.
QUIET = 4


def placed(style: PrintStyle, depth: float, room: float) -> tuple[float, float, float]:
    """Return where on A4 a picture ``depth`` deep is drawn: x, how far down, at what scale.

    The style's margins move it; what would leave the paper, or its ``room`` on it, is made
    smaller, and then stands in the middle.
    """
    x = max(_EDGE, MARGIN + style.left_mm * MM)
    down = max(0.0, TOP + style.top_mm * MM)
    width = min(WIDTH, PAGE_WIDTH - x - _EDGE)
    scale = min(width / WIDTH, (room + TOP - down) / depth, 1.0)
    return x + (width - scale * WIDTH) / 2, down, scale


def roll_width(paper: Paper) -> float:
    """Return how wide the paper of a roll is, in points."""
    return paper.width_mm * MM


def reached(paper: Paper) -> float:
    """Return how much of a roll's width its printer's head reaches, in points."""
    return paper.dots * DOT


def whole_dots(length: float) -> float:
    """Return a length made longer to whole dots of a receipt printer."""
    return -(-length // DOT) * DOT
