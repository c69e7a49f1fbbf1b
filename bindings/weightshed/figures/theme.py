"""The one look of all figures: colours, type, the frame of title, subtitle and footer, and labels that do not collide."""

from __future__ import annotations

import colorsys
import contextlib
import io
import logging
import warnings
from dataclasses import dataclass
from typing import Any, Iterator, Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import Formatter, MaxNLocator
from matplotlib.textpath import text_to_path

from .. import words
from . import fonts
from .profile import PROFILES, Profile

INK = "#1a1a1a"
GREY = "#5f5f5f"
RULE = "#c9c9c9"
PAPER = "#ffffff"

# Okabe and Ito (2008), "Color universal design": distinct for the common kinds of colour blindness. Ordered so that
# neighbours differ in lightness too, for print without colour.
BLUE, ORANGE, GREEN, PURPLE, VERMILLION, SKY, YELLOW = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442")
CYCLE = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY)
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (3, 1)), (0, (8, 2)))

COUNTRY_COLOURS = {"US": BLUE, "CN": VERMILLION, "EU": GREEN, "UK": SKY, "JP": PURPLE, "KR": ORANGE, "IN": YELLOW}
OTHER = "#b5b5b5"

MARGIN = 6.0  # room left of the panels for the numbers of their axis and their unit, in font sizes


def dark(colour: str) -> str:
    """The colour, dark enough for small text on white."""
    hue, light, saturation = colorsys.rgb_to_hls(*to_rgb(colour))
    return to_hex(colorsys.hls_to_rgb(hue, min(light, 0.32 if saturation > 0.05 else 0.38), saturation))


def settings(profile: Profile) -> dict[str, Any]:
    """Matplotlib settings for `profile`; the hash salt and font types make the files the same in every run."""
    return {
        "font.family": [fonts.USUAL], "text.parse_math": False, "text.usetex": False,  # a dollar sign is money
        "font.size": profile.font, "axes.titlesize": profile.font, "axes.labelsize": profile.font,
        "xtick.labelsize": profile.font * 0.9, "ytick.labelsize": profile.font * 0.9,
        "axes.edgecolor": GREY, "axes.labelcolor": INK, "text.color": INK, "xtick.color": GREY, "ytick.color": GREY,
        "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.6,
        "xtick.major.width": 0.6, "ytick.major.width": 0.6, "xtick.major.size": 2.5, "ytick.major.size": 2.5,
        "lines.linewidth": profile.line, "lines.solid_capstyle": "round", "figure.facecolor": PAPER,
        "axes.facecolor": PAPER, "pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "weightshed",
        "path.simplify": True, "axes.unicode_minus": True,
    }


@contextlib.contextmanager
def _without_glyphs() -> Iterator[None]:
    """Within it Matplotlib does not tell of each character that no font has."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"(?s)Glyph .* missing from font")
        yield


@contextlib.contextmanager
def styled(profile: Profile) -> Iterator[None]:
    """A context in which figures take the theme, leaving the caller's own settings alone. Of characters without a font
    `fonts` warns, once; a font without a bold face is none to speak of."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    with matplotlib.rc_context(settings(profile)), _without_glyphs():
        log.setLevel(logging.ERROR)
        try:
            yield
        finally:
            log.setLevel(level)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in inches."""
    if not text.strip():
        return 0.0
    font = FontProperties(family=fonts.families(text), weight="bold" if bold else "normal", size=size)
    with _without_glyphs():
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72.0


def wrap(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Lines of at most `width` inches, broken at spaces."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        candidate = f"{current} {word}".strip()
        if current and text_width(candidate, size, bold) > width:
            lines.append(current)
            current = word
        else:
            current = candidate
    return lines + ([current] if current else [])


def balanced(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """As few lines as `wrap` makes, of about the same length, so that no word stands alone."""
    count = len(wrap(text, size, width, bold))
    narrow = width
    while narrow > 0.4 * width and len(wrap(text, size, narrow - 0.1, bold)) == count:
        narrow -= 0.1
    return wrap(text, size, narrow, bold)


class Picture(Figure):
    """A Matplotlib figure that notebooks show by itself: it belongs to no pyplot, so nothing else would."""

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=110)
        return buffer.getvalue()


@dataclass
class Frame:
    """An empty figure with its title, subtitle and footer, and the place that is left for panels."""

    figure: Figure
    left: float
    right: float
    bottom: float
    top: float

    def grid(self, rows: int, columns: int, **options: Any) -> GridSpec:
        """A grid of panels in the free place; left and right margins are in the options `left` and `right`."""
        place = {"left": self.left, "right": self.right, "bottom": self.bottom, "top": self.top, **options}
        return GridSpec(rows, columns, figure=self.figure, **place)


def frame(profile: Profile, title: str, subtitle: str, footer: str, body: float, headings: int = 0) -> Frame:
    """A figure whose panels get `body` inches of height; title, subtitle and footer wrap and take what they need.

    `headings` is the number of lines that stand above the first row of panels.
    """
    title, subtitle, footer = map(words.curled, (title, subtitle, footer))
    pad = profile.font / 72.0
    inner = profile.width - 2 * pad
    title_size, small = profile.font * 1.3, profile.font * 0.82
    titles = balanced(title, title_size, 0.97 * inner, bold=True)  # what is drawn is a little wider than what is measured
    subtitles = [line for part in subtitle.split("\n") for line in wrap(part, profile.font, inner)]
    footers = [line for part in footer.split("\n") for line in wrap(part, small, inner)]
    leading = 1.32 / 72.0
    head = pad + len(titles) * title_size * leading + 0.35 * pad + len(subtitles) * profile.font * leading + (0.9 + 1.25 * headings) * pad
    foot = 0.8 * pad + len(footers) * small * leading + 2.9 * pad
    height = head + body + foot
    figure = Picture(figsize=(profile.width, height), facecolor=PAPER)

    y = height - pad
    for line in titles:
        figure.text(pad / profile.width, y / height, line, size=title_size, weight="bold", va="top")
        y -= title_size * leading
    y -= 0.35 * pad
    for line in subtitles:
        figure.text(pad / profile.width, y / height, line, size=profile.font, color=GREY, va="top")
        y -= profile.font * leading
    y = 0.8 * pad + len(footers) * small * leading
    for line in footers:
        figure.text(pad / profile.width, y / height, line, size=small, color=GREY, va="top")
        y -= small * leading
    return Frame(figure, MARGIN * pad / profile.width, 1.0 - pad / profile.width, foot / height, (height - head) / height)


def apart(positions: Sequence[float], gap: float, low: float = -np.inf, high: float = np.inf) -> list[float]:
    """Positions moved as little as possible (least squares) so that neighbours stand `gap` apart, within the bounds.

    With z_i = y_i - i * gap the constraint is that z does not fall: isotonic regression by pooling neighbours.
    """
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    blocks: list[list[float]] = []  # mean and size
    for rank, index in enumerate(order):
        blocks.append([positions[index] - rank * gap, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, size = blocks.pop()
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + mean * size) / (blocks[-1][1] + size), blocks[-1][1] + size]
    level = [block[0] for block in blocks for _ in range(int(block[1]))]
    last = len(positions) - 1
    placed = [0.0] * len(positions)
    for rank, index in enumerate(order):
        bounded = min(max(level[rank], low), high - last * gap) if high - last * gap > low else low
        placed[index] = bounded + rank * gap
    return placed


def years(axes: Axes, first: Any, last: Any, profile: Profile) -> None:
    """A time axis with whole years, as many as find room, but two at least where the period holds two."""
    from matplotlib.dates import DateFormatter

    inches = axes.get_position().width * profile.width
    most = max(2.0, inches / (1.35 * text_width("2025", profile.font * 0.9)))
    marks = year_marks(np.datetime64(first, "D"), np.datetime64(last, "D"), most)
    axes.set_xticks([np.datetime64(f"{year:04d}-01-01") for year in marks])
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    axes.set_xlim(np.datetime64(first, "D"), np.datetime64(last, "D"))


def year_marks(first: np.datetime64, last: np.datetime64, most: float) -> list[int]:
    """At most `most` years that begin between two days: round ones, or else the first and the last."""
    years_of = [int(str(day)[:4]) for day in (first - np.timedelta64(1, "D"), last)]
    inside = list(range(years_of[0] + 1, years_of[1] + 1))
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if len(inside) / s <= most or s == 100)
    round_ones = [year for year in inside if year % step == 0]
    return round_ones if len(round_ones) > 1 or len(inside) < 2 else [inside[0], inside[-1]]


class Numbers(Formatter):
    """Tick labels with the decimals that their distance needs, the same on every tick, and a true minus sign."""

    def __init__(self, grouped: bool = True):
        self._group = "," if grouped else ""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        step = min((abs(b - a) for a, b in zip(values, values[1:]) if b != a), default=1.0)
        decimals = next(d for d in range(13) if abs(round(step, d) - step) < 1e-6 * step or d == 12)
        return [f"{v:{self._group}.{decimals}f}".replace("-", "\u2212") for v in np.round(values, decimals) + 0.0]

    def __call__(self, value: float, pos: int | None = None) -> str:
        return self.format_ticks([value])[0]


def number_axis(axes: Axes, grouped: bool = True) -> None:
    """A value axis in the unit that is shown, with light rules to read it by, three at least."""
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
    axes.yaxis.set_major_formatter(Numbers(grouped))
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
