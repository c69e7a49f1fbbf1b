"""The picture of a panel of sliders: the fan of the reference and of the explored policy, and the paired effect.

It is drawn again some ten times a second on a background thread. Matplotlib's settings belong to the whole process, so the theme
is applied once, where the panel is made; after that only the artists of that one figure change.
"""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass
from typing import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.text import Text

from .. import words
from ..figures import effect, fonts, panels, plate, theme
from ..reading import CLEAR, FEW, is_clear
from .choice import Shown
from .futures import Pairs

LOOK = theme.Profile("panel", 7.6, 2.1, 9.0, 2, 1.6, 200)
WIDEST = 860  # pixels on the screen; in a narrower notebook the picture shrinks
COLOURS = theme.CYCLE[:2]  # of the reference and of the explored policy, as in the fan charts
LABEL = 0.72  # inches right of a panel for the numbers at the ends of its lines
GAP = 0.6  # inches between these and the next panel, for the numbers of its axis and their unit
MOST_TICKS = 12
YEARS_BEFORE_FORK = 2


@dataclass(frozen=True)
class Told:
    """What the picture is called and compared with: labels of the two policies, what differs between histories."""

    reference: str
    explored: str
    spread: str


def title(shown: Shown, pairs: Pairs) -> str:
    """What the effect is at the end, in a sentence."""
    effect = {name: float(values[-1]) for name, values in pairs.effect().items()}
    scale = _scale(shown, pairs)
    what = words.with_article(words.phrase(shown.slice, shown.card))
    when = words.month(pairs.dates[-1])
    if not np.isfinite(effect["effect"]):
        return words.sentence(f"{what} has no value in {when}")
    if not np.isfinite(effect["sign_probability"]):
        return words.sentence(f"{what} is exactly the same in every pair in {when}")
    decimals = scale.decimals(effect["high"] - effect["low"])
    change = scale.difference(effect["effect"], decimals)
    if len(pairs.reference) == 1:
        return words.sentence(f"{what}: {change} in {when}, in one pair of histories")
    interval = f"80% of pairs {scale.text(effect['low'], decimals, True)} to {scale.text(effect['high'], decimals, True)}"
    clear = "" if effect["sign_probability"] >= CLEAR else "unclear, "
    return words.sentence(f"{what}: {clear}{change} in {when} ({interval})")


def caption(pairs: Pairs, told: Told, fixed: Mapping[str, str]) -> str:
    """What lines and bands are, and what they do not hold."""
    count = len(pairs.reference)
    held = "; ".join(f"{name} held at {value}" for name, value in fixed.items())
    if count == 1:
        return " ".join(filter(None, ["Lines: one pair of histories, no spread.", held and f"Not varied: {held}."]))
    parts = [f"Left: median and middle 80% of {count} histories each; right: mean and middle 80% of the {count} paired differences.",
             f"Bands hold {told.spread}, and nothing that is kept fixed."]
    parts += [f"Not varied: {held}."] if held else []
    parts += ["Too few pairs to be sure of an interval or a sign."] if count < FEW else []
    return " ".join(parts)


class Chart:
    """One figure of two panels: what comes of both policies, and the effect. To be made on the thread of the notebook; `svg` may
    then be called on any thread, by one at a time."""

    _numbers = itertools.count(1)  # apart on one page

    def __init__(self, first: np.datetime64, fork: np.datetime64, last: np.datetime64):
        self._first = max(fork - np.timedelta64(365 * YEARS_BEFORE_FORK, "D"), first)
        self._fork = fork
        self._number = next(self._numbers)
        with theme.styled(LOOK):
            frame = theme.frame(LOOK, "", "", "", LOOK.panel_height, headings=2)
            width = (frame.right - frame.left) * LOOK.width
            grid = frame.grid(1, 2, right=frame.right - LABEL / LOOK.width, wspace=2 * (LABEL + GAP) / (width - 2 * LABEL - GAP))
            self._levels, self._change = (frame.figure.add_subplot(grid[0, i]) for i in range(2))
            self._fans = [_Band(self._levels, colour, style) for colour, style in zip(COLOURS, ((0, (4, 1.6)), "-"))]
            self._change.axhline(0.0, color=theme.INK, linewidth=0.9, zorder=2)
            self._effect = _Band(self._change, COLOURS[1], "-")
            self._unclear = _Band(self._change, COLOURS[1], (0, (1.2, 1.4)))
            self._headings = [_heading(self._levels, 0, COLOURS[0]), _heading(self._levels, 1, COLOURS[1]), _heading(self._change, 0, COLOURS[1])]
            _heading(self._change, 1, theme.GREY).set(text="paired: same luck and assumptions", weight="normal")
            for axes in (self._levels, self._change):
                theme.years(axes, self._first, last, LOOK)
                theme.number_axis(axes)
                panels.unit(axes, "level")
                axes.yaxis.get_major_ticks(MOST_TICKS)  # later ones would take the settings of that moment
            frame.figure.draw_without_rendering()
        self._figure = frame.figure

    def svg(self, shown: Shown, pairs: Pairs, told: Told) -> str:
        """The picture as an SVG element, with a text for those who do not see it."""
        scale = _scale(shown, pairs)
        recent, later = pairs.dates >= self._first, pairs.dates >= self._fork - np.timedelta64(31, "D")
        bands = [{q: v[recent] * scale.factor for q, v in pairs.bands(p).items()} for p in (pairs.reference, pairs.explored)]
        changes = {k: v[later] * (scale.factor if k != "sign_probability" else 1.0) for k, v in pairs.effect().items()}
        self._levels.set_ylim(panels.limits([b[q] for b in bands for q in ("q10", "q90")]))
        self._change.set_ylim(panels.limits([changes["low"], changes["high"]], around_zero=True))
        self._levels.yaxis.set_major_formatter(theme.Numbers(not scale.is_date))
        self._levels.yaxis.label.set_text(scale.long_unit or "level")
        self._change.yaxis.label.set_text(f"change in {scale.long_difference_unit or 'level'}")
        for text, said in zip(self._headings, (told.reference, told.explored, f"Effect: {told.explored}")):
            _write(text, self._fitting(said))

        spread = max((float(b["q90"][-1] - b["q10"][-1]) for b in bands), key=lambda s: (np.isfinite(s), s)) / scale.factor
        decimals, finer = scale.decimals(spread), scale.decimals(float(changes["high"][-1] - changes["low"][-1]) / scale.factor)
        heights = panels.end_heights(self._levels, LOOK, [b["q50"][-1] for b in bands])
        for artists, band, height in zip(self._fans, bands, heights):
            artists.move(pairs.dates[recent], band["q50"], band["q10"], band["q90"])
            artists.call(height, scale.label(band["q50"][-1] / scale.factor, decimals) if np.isfinite(band["q50"][-1]) else "")
        mean, clear = changes["effect"], is_clear(changes["sign_probability"], len(pairs.reference))
        self._effect.move(pairs.dates[later], np.where(clear, mean, np.nan), changes["low"], changes["high"])
        self._unclear.move(pairs.dates[later], np.where(effect.dotted(clear), mean, np.nan), mean, mean)
        self._effect.call(float(mean[-1]), scale.text(mean[-1] / scale.factor, finer, True) if np.isfinite(mean[-1]) else "")
        return self._element(f"Two charts over time. {title(shown, pairs)}.")

    def _fitting(self, heading: str) -> str:
        """As much of a heading as stands above its panel."""
        room = self._levels.get_position().width * LOOK.width + LABEL - 0.1
        lines = theme.wrap(heading, LOOK.font, room, bold=True)
        return heading if len(lines) < 2 else f"{lines[0]}\u2026"

    def _element(self, said: str) -> str:
        buffer = io.StringIO()
        FigureCanvasSVG(self._figure).print_svg(buffer, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
        text = buffer.getvalue()
        for number, drawn in enumerate(dict.fromkeys(re.findall(r'\bid="([a-z][0-9a-f]{10})"', text))):  # drawn by lot each time
            text = text.replace(drawn, f"part{number}")
        return plate.element(text, f"explore-{self._number}", said, "img").replace("<svg ", f'<svg style="width:100%;height:auto;max-width:{WIDEST}px" ', 1)


class _Band:
    """A line with its band and the number at its end, as artists whose numbers change."""

    def __init__(self, axes: Axes, colour: str, style: object):
        nothing = np.array([], dtype="datetime64[D]"), np.array([])
        self._band = axes.fill_between(*nothing, np.array([]), color=colour, alpha=0.18, linewidth=0)
        self._line, = axes.plot(*nothing, color=colour, linestyle=style, zorder=3)  # type: ignore[arg-type]
        self._end = panels.end_label(axes, LOOK, 0.0, "", colour, True)

    def move(self, dates: np.ndarray, line: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        self._line.set_data(dates, line)
        self._band.set_data(dates, low, high)  # type: ignore[attr-defined]

    def call(self, height: float, text: str) -> None:
        self._end.xy = (1.0, height if np.isfinite(height) else 0.0)
        _write(self._end, text)


def _heading(axes: Axes, row: int, colour: str) -> Text:
    """An empty line of text above a panel, the first at the top."""
    return axes.annotate("", (0.0, 1.0), xycoords="axes fraction", xytext=(0, 4 + 1.3 * LOOK.font * (1 - row)), textcoords="offset points",
                         va="bottom", weight="bold", color=theme.dark(colour), fontsize=LOOK.font)


def _write(text: Text, words_of: str) -> None:
    if not words_of.isascii():
        text.set_fontfamily(fonts.families(words_of))
    text.set_text(words_of)


def _scale(shown: Shown, pairs: Pairs) -> words.Scale:
    values = np.abs(np.concatenate([pairs.reference.ravel(), pairs.explored.ravel()]))
    return words.scale_of(shown.card, shown.slice, float(np.nanmax(values)) if np.isfinite(values).any() else 0.0)
