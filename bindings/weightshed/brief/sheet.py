"""What the drawings of a brief have in common: the width of its text, type of at least seven points, a colour and a mark a policy."""

from __future__ import annotations

import math
import re
from typing import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ..figures import theme

WIDTH = 174.0 / 25.4  # inches: the text of the page, at which a drawing is placed and never scaled
LOOK = theme.Profile("page", WIDTH, 1.9, 7.8, 1, 1.6, 200)
SMALL = 7.0  # points, the least in print
TITLE = 14.6  # points of the title, as in brief.css
COLOURS = ("#C44E00", "#0067A5", "#3C7A3A")  # of the policies in order: apart for colour-blind readers and in grey
MARKS = ("o", "D", "s")  # never by colour alone
WASH = "#f3f5f7"
MOST = len(COLOURS)  # policies that one chart compares
INK, GREY, PAPER = theme.INK, theme.GREY, theme.PAPER
LINE = 1.24 * SMALL / 72.0  # inches from one line of small type to the next
NO_CHANGE = "no change"


def picture(height: float) -> theme.Picture:
    """An empty drawing of the full width, `height` inches high."""
    return theme.Picture(figsize=(WIDTH, height), facecolor=PAPER)


def span(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, is_sure: bool) -> None:
    """A bar of 8 in 10 pairs, dark where the direction is sure."""
    axes.plot([start[0], end[0]], [start[1], end[1]], color=colour, lw=5.2, alpha=0.45 if is_sure else 0.2, solid_capstyle="butt", zorder=2)


def mark(axes: Axes, at: tuple[float, float], which: int, is_sure: bool, gid: str) -> None:
    """The mark of an effect: filled where the direction is sure."""
    axes.plot(*at, MARKS[which], ms=5.4 if which == 0 else 4.6, mec=COLOURS[which], mew=1.2, mfc=COLOURS[which] if is_sure else PAPER,
              zorder=4, clip_on=False, gid=gid)


def dot(figure: Figure, x: float, y: float, which: int) -> Line2D:
    """The mark of a policy beside its name, in parts of the figure."""
    return Line2D([x], [y], marker=MARKS[which], ms=4.6, color=COLOURS[which], transform=figure.transFigure)


def ticks(low: float, high: float, most: int = 5, said: Callable[[float], str] | None = None) -> list[float]:
    """Round values within the limits, three of them at least; where `said` gives their labels, such that these are as far from
    each other as the values are, which 0.25 and 0.5 are not with one decimal."""
    choices = [_ticks(low, high, most, steps) for steps in ([1, 2, 2.5, 5, 10], [1, 2, 5, 10])]
    return next((found for found in choices if said is None or _are_even([said(value) for value in found])), choices[0])


def _ticks(low: float, high: float, most: int, steps: list[float]) -> list[float]:
    found: list[float] = []
    for count in (most, most + 2, most + 5):
        found = [float(v) for v in MaxNLocator(count, steps=steps).tick_values(low, high) if low <= v <= high]
        if len(found) >= 3:
            break
    return found


def _are_even(labels: list[str]) -> bool:
    """Whether the numbers that labels open with are evenly spaced."""
    known = [re.match(r"[-+]?[\d.]+", label.replace("\u2212", "-").replace(",", "")) for label in labels]
    steps = np.diff([float(found.group()) if found else 0.0 for found in known])  # none: no change
    return not len(steps) or bool(np.ptp(steps) < 1e-9 * max(1.0, np.abs(steps).max()))


def factors(low: float, high: float) -> list[float]:
    """Round percentages within limits in orders of magnitude, few enough to stand apart."""
    every = [math.log10(1.0 + percent / 100.0) for percent in (-75, -50, -25, 0, 50, 100, 200, 400, 900)]
    found = [value for value in every if low <= value <= high]
    fine = [math.log10(1.0 + percent / 100.0) for percent in (-20, -10, 0, 10, 20, 30)]
    return found if len(found) >= 3 else [value for value in fine if low <= value <= high]


def marks(few: bool) -> str:
    """What marks and bars are; where pairs are few, none is filled."""
    return f"Mark: average{'' if few else '; filled where the direction is very likely'}. Bar: 8 in 10 pairs of simulations."


def two_lines(text: str, size: float, width: float) -> str:
    """The text, broken where it is wider than `width` inches."""
    return "\n".join(theme.wrap(text, size, width))


def fits_title(text: str) -> bool:
    """Whether the title takes two lines at most, with a little room for the difference between two ways to set type."""
    return len(theme.wrap(text, TITLE, 0.98 * WIDTH, bold=True)) <= 2


def limits(values: Sequence[float]) -> tuple[float, float]:
    """The least and the greatest of the values and zero, with some room around."""
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.08 * (high - low or 1.0)
    return low - room, high + room
